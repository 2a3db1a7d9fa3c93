// What a provider answers to a call: its status and its JSON, bounded in bytes.
import type { NotSent } from '@opportune/core/ports/channel.ts';
import type { Outbound, Reached } from '../../http/outbound/bounded-request.ts';
import { readUpTo } from '../../http/outbound/bounded-request.ts';
import type { Reach } from '../reach.ts';

/** Answers about one message are far smaller. */
const mostBytes = 256 * 1024;

export type Answered =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly retryAfterMs: number | null;
      /** Null: the body is not JSON. */
      readonly json: unknown;
    }
  | NotAnswered;

/** No answer came, or none that can be read. */
export interface NotAnswered {
  readonly type: 'not-answered';
  readonly outcome: Extract<NotSent, { type: 'refused' | 'uncertain' | 'unreachable' }>;
}

export async function callProvider(reach: Reach, request: Outbound): Promise<Answered> {
  const reached = await reach(request);
  if (reached.type !== 'answered') return { type: 'not-answered', outcome: notReached(reached) };
  const { status, headers, body } = reached;
  try {
    const bytes = await readUpTo(body, mostBytes);
    const retryAfterMs = retryAfterOf(headers['retry-after']);
    return { type: 'answered', status, retryAfterMs, json: jsonOf(bytes) };
  } catch (error) {
    return { type: 'not-answered', outcome: { type: 'uncertain', detail: String(error) } };
  }
}

export function notReached({
  type,
  detail,
}: Exclude<Reached, { type: 'answered' }>): NotAnswered['outcome'] {
  if (type === 'forbidden') return { type: 'refused', reason: 'address-forbidden', detail };
  return { type: type === 'silent' ? 'uncertain' : 'unreachable', detail };
}

/** The header in seconds. A date is not read: no provider here sends one. */
function retryAfterOf(header: string | undefined): number | null {
  return /^\d{1,6}$/.test(header ?? '') ? Number(header) * 1000 : null;
}

function jsonOf(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
