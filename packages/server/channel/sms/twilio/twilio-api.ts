// Calls Twilio's REST API and reads what its answer means.
// https://www.twilio.com/docs/usage/requests-to-twilio, checked 2026-11-25
import type { NotSent, Postponed } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { callProvider } from '../../provider/read-answer.ts';
import type { Reach } from '../../reach.ts';
import { isOfSender, meaningOf } from './twilio-errors.ts';

export interface TwilioNumber {
  readonly reach: Reach;
  readonly base: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly number: string;
  /** Where Twilio posts. Null: nowhere yet. */
  readonly webhookUrl: string | null;
}

export interface TwilioCall {
  readonly method: 'GET' | 'POST';
  /** Below the account. */
  readonly path: string;
  readonly form?: URLSearchParams;
  readonly withinMs: number;
}

export type Called = { readonly type: 'ok'; readonly json: unknown } | NotSent;

/** 30001: the queue of the number is full. */
const full: ReadonlySet<number> = new Set([20429, 30001]);
const Failed = z.object({ code: z.number().optional(), message: z.string().default('') });

export async function callTwilio(at: TwilioNumber, call: TwilioCall): Promise<Called> {
  const { method, path, form, withinMs } = call;
  const answer = await callProvider(at.reach, {
    ...{
      url: `${at.base}/2010-04-01/Accounts/${encodeURIComponent(at.accountSid)}/${path}`,
      method,
    },
    headers: {
      authorization: basicOf(at),
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form !== undefined && { body: form.toString() }),
    withinMs,
  });
  if (answer.type === 'not-answered') return answer.outcome;
  const { status, json, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { type: 'ok', json };
  const { code = 0, message = '' } = Failed.safeParse(json).data ?? {};
  const detail = message === '' ? `It answered ${status}.` : message;
  if (status === 429 || full.has(code)) return { type: 'rate', retryAfterMs };
  if (status === 401 || isOfSender(code)) return { type: 'reconnect', detail };
  if (status < 500) return { type: 'refused', reason: meaningOf(code), detail };
  // Twilio knows no key, so what may have been done is not repeated.
  return { type: method === 'POST' ? 'uncertain' : 'unreachable', detail };
}

export function basicOf({ accountSid, authToken }: TwilioNumber): string {
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
}

/** Where only what can be tried again matters. */
export function postponedOf(called: Exclude<Called, { type: 'ok' }>): Postponed {
  return called.type === 'refused' || called.type === 'uncertain'
    ? { type: 'unreachable', detail: called.detail }
    : called;
}
