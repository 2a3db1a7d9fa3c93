// What became of a letter that a mail server did not take, by what it said (RFC 5321, RFC 3463) and by
// whether the letter had begun to leave. Where it had and nothing was answered, nobody knows.
import type { NotSent } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';

const Fault = z.object({
  message: z.string(),
  /** As nodemailer names what went wrong. */
  code: z.string().optional(),
  /** What the server answered to. */
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
});
type Fault = z.infer<typeof Fault>;

export interface FaultAt {
  /** The letter, and not only who writes to whom, had begun to leave. */
  readonly isLeaving: boolean;
  /** The account set the server up, so that its people can set its password right. */
  readonly isOwn: boolean;
}

export function outcomeOfFault(error: unknown, { isLeaving, isOwn }: FaultAt): NotSent {
  const read = Fault.safeParse(error);
  const fault: Fault = read.success ? read.data : { message: String(error) };
  const detail = fault.response ?? fault.message;
  if (isSignIn(fault)) return { type: isOwn ? 'reconnect' : 'unreachable', detail };
  const { code, responseCode } = fault;
  if (responseCode !== undefined) return answered(fault, responseCode, detail);
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return { type: 'refused', reason: 'not-taken', detail };
  return { type: isLeaving ? 'uncertain' : 'unreachable', detail };
}

/** 530: it takes letters only of who signs in. */
function isSignIn({ code, responseCode }: Fault): boolean {
  return code === 'EAUTH' || responseCode === 530;
}

const aboutLetter = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

function answered(fault: Fault, responseCode: number, detail: string): NotSent {
  const { command = '', response = '' } = fault;
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0] ?? '';
  // Limits and greylisting are answered so, and go by.
  if (responseCode < 500)
    return status.startsWith('4.7.') || status === '4.2.1'
      ? { type: 'rate', retryAfterMs: null }
      : { type: 'unreachable', detail };
  // What it says before it knows the letter is about itself.
  if (!aboutLetter.has(command)) return { type: 'unreachable', detail };
  return { type: 'refused', reason: reasonOf(command, status, responseCode), detail };
}

function reasonOf(
  command: string,
  status: string,
  responseCode: number,
): Extract<NotSent, { type: 'refused' }>['reason'] {
  if (status.startsWith('5.1.')) return 'no-such-address';
  if (status === '5.3.4' || responseCode === 552) return 'too-large';
  return command === 'RCPT TO' && status === '' ? 'no-such-address' : 'not-taken';
}
