// Calls a method of the Bot API and reads what its answer means. A method's outcome is in the JSON
// that it answers; a status without it comes from something in between.
// https://core.telegram.org/bots/api#making-requests
import type { NotSent, Postponed } from '@opportune/core/ports/channel.ts';
import type { Reach } from '../reach.ts';
import type { Sent } from '../provider/file-form.ts';
import { callProvider } from '../provider/read-answer.ts';
import { z } from 'zod';

export interface TelegramBot {
  readonly reach: Reach;
  readonly base: string;
  readonly token: string;
}

export type Called = { readonly type: 'ok'; readonly result: unknown } | NotSent;

const Failed = z.object({
  ok: z.literal(false),
  error_code: z.number(),
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});
const Done = z.object({ ok: z.literal(true), result: z.unknown() });

export async function callTelegram(
  { reach, base, token }: TelegramBot,
  method: string,
  sent: Sent,
  withinMs: number,
): Promise<Called> {
  const url = `${base}/bot${token}/${method}`;
  const answer = await callProvider(reach, { url, method: 'POST', ...sent, withinMs });
  if (answer.type === 'not-answered') return withoutToken(answer.outcome, token);
  const done = Done.safeParse(answer.json);
  if (done.success) return { type: 'ok', result: done.data.result };
  const failed = Failed.safeParse(answer.json);
  if (failed.success) return meaningOf(failed.data);
  return withoutAnswer(answer.status, answer.retryAfterMs);
}

/** Where only what can be tried again matters. */
export function postponedOf(outcome: NotSent): Postponed {
  return outcome.type === 'refused' || outcome.type === 'uncertain'
    ? { type: 'unreachable', detail: outcome.detail }
    : outcome;
}

function meaningOf({
  error_code: code,
  description: detail,
  parameters,
}: z.infer<typeof Failed>): NotSent {
  switch (code) {
    case 429: {
      const seconds = parameters?.retry_after;
      return { type: 'rate', retryAfterMs: seconds === undefined ? null : seconds * 1000 };
    }
    // A token of another form is answered with 404.
    case 401:
    case 404:
      return { type: 'reconnect', detail };
    case 403:
      return { type: 'refused', reason: 'opted-out', detail };
    case 413:
      return { type: 'refused', reason: 'too-large', detail };
    case 400:
      return { type: 'refused', reason: reasonOf(detail), detail };
    default:
      return code >= 500
        ? { type: 'unreachable', detail }
        : { type: 'refused', reason: 'not-taken', detail };
  }
}

function reasonOf(description: string) {
  if (/chat not found|user not found|PEER_ID_INVALID/i.test(description)) return 'no-such-address';
  return /too (long|big|large)/i.test(description) ? 'too-large' : 'not-taken';
}

function withoutAnswer(status: number, retryAfterMs: number | null): NotSent {
  const detail = `It answered ${status}.`;
  if (status === 401) return { type: 'reconnect', detail };
  if (status === 413) return { type: 'refused', reason: 'too-large', detail };
  if (status === 429) return { type: 'rate', retryAfterMs };
  // A gateway that waited in vain: the request may have arrived behind it.
  return { type: status === 504 ? 'uncertain' : 'unreachable', detail };
}

/** The token is part of the address, which a failure may quote. */
function withoutToken<T extends { readonly detail: string }>(outcome: T, token: string): T {
  return { ...outcome, detail: outcome.detail.replaceAll(token, '…') };
}
