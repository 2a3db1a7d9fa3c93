// Calls the Messaging API and reads what its answer means.
// https://developers.line.biz/en/reference/messaging-api/#status-codes
import type { NotSent, Postponed } from '@opportune/core/ports/channel.ts';
import type { Outbound } from '../../http/outbound/bounded-request.ts';
import { callProvider } from '../provider/read-answer.ts';
import type { Reach } from '../reach.ts';
import { z } from 'zod';

export interface LineBot {
  readonly reach: Reach;
  /** Of the API, and of the content of messages. */
  readonly base: string;
  readonly contentBase: string;
  readonly token: string;
}

export interface LineCall {
  readonly method: Outbound['method'];
  readonly path: string;
  readonly body?: object;
  /** The same key is the same call, for 24 hours. */
  readonly retryKey?: string;
  readonly withinMs: number;
}

export type Called =
  | { readonly type: 'ok'; readonly status: number; readonly json: unknown }
  /** 4xx that is about the call itself. */
  | { readonly type: 'bad'; readonly status: number; readonly detail: string }
  | NotSent;

const Failed = z.object({
  message: z.string(),
  details: z.array(z.object({ message: z.string().default('') })).default([]),
});

export async function callLine(bot: LineBot, call: LineCall): Promise<Called> {
  const { method, path, body, retryKey, withinMs } = call;
  const answer = await callProvider(bot.reach, {
    ...{ url: bot.base + path, method, withinMs },
    headers: {
      authorization: `Bearer ${bot.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(retryKey !== undefined && { 'x-line-retry-key': retryKey }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.type === 'not-answered') return answer.outcome;
  const { status, json, retryAfterMs } = answer;
  // 409: a call with this key was accepted before.
  if ((status >= 200 && status < 300) || status === 409) return { type: 'ok', status, json };
  const detail = detailOf(status, json);
  switch (status) {
    case 401:
    case 403:
      return { type: 'reconnect', detail };
    case 413:
      return { type: 'refused', reason: 'too-large', detail };
    case 429:
      // The quota of a month does not come back within a day.
      return /monthly limit/i.test(detail)
        ? { type: 'refused', reason: 'other', detail }
        : { type: 'rate', retryAfterMs };
    default:
      if (status < 500) return { type: 'bad', status, detail };
      // What changes something and has no key may have been done.
      return method === 'POST' && retryKey === undefined
        ? { type: 'uncertain', detail, again: false }
        : { type: 'unreachable', detail };
  }
}

/** Where only what can be tried again matters. */
export function postponedOf(outcome: Exclude<Called, { type: 'ok' }>): Postponed {
  return outcome.type === 'refused' || outcome.type === 'uncertain' || outcome.type === 'bad'
    ? { type: 'unreachable', detail: outcome.detail }
    : outcome;
}

function detailOf(status: number, json: unknown): string {
  const failed = Failed.safeParse(json);
  if (!failed.success) return `It answered ${status}.`;
  const { message, details } = failed.data;
  return [message, ...details.map((each) => each.message)].filter(Boolean).join(' ');
}
