// Classifies a failed e-mail by the server's response (RFC 5321, RFC 3463) and by whether sending
// the message had begun. If it had and no response came, the outcome is uncertain.
import type { NotSent } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';

const Fault = z.object({
  message: z.string(),
  /** Nodemailer's name for the failure. */
  code: z.string().optional(),
  /** The command to which the server responded. */
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
});
type Fault = z.infer<typeof Fault>;

export interface FaultAt {
  /** The message itself, not only its envelope, was being sent. */
  readonly isLeaving: boolean;
  /** The account configured the server, so its people can correct the password. */
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

/** 530: it accepts mail only after sign-in. */
function isSignIn({ code, responseCode }: Fault): boolean {
  return code === 'EAUTH' || responseCode === 530;
}

const aboutLetter = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

function answered(fault: Fault, responseCode: number, detail: string): NotSent {
  const { command = '', response = '' } = fault;
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0] ?? '';
  // Limits and greylisting respond like this, and are temporary.
  if (responseCode < 500)
    return status.startsWith('4.7.') || status === '4.2.1'
      ? { type: 'rate', retryAfterMs: null }
      : { type: 'unreachable', detail };
  // Responses before it knows the message are about the server itself.
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
