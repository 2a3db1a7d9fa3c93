// Calls Vonage's Messages API and reads what its answer means.
// https://developer.vonage.com/en/api/messages and /en/api-errors, checked 2026-11-25
import type { KeyObject } from 'node:crypto';
import type { NotSent } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { z } from 'zod';
import { callProvider } from '../../provider/read-answer.ts';
import type { Reach } from '../../reach.ts';
import { meaningOf } from './vonage-errors.ts';
import { vonageToken } from './vonage-token.ts';

export interface VonageNumber {
  readonly reach: Reach;
  readonly clock: Clock;
  readonly base: string;
  readonly applicationId: string;
  readonly key: KeyObject;
  readonly number: string;
  /** Where Vonage posts. Null: nowhere yet. */
  readonly webhookUrl: string | null;
}

export type Called =
  | { readonly type: 'ok'; readonly json: unknown }
  /** 422: credentials hold, and what was asked is wrong. */
  | {
      readonly type: 'invalid';
      readonly reason: ReturnType<typeof meaningOf>;
      readonly detail: string;
    }
  | NotSent;

const Failed = z.object({
  type: z.string().default(''),
  title: z.string().default(''),
  detail: z.string().default(''),
  invalid_parameters: z.array(z.object({ name: z.string(), reason: z.string() })).default([]),
});

export async function postVonage(
  at: VonageNumber,
  body: object,
  withinMs: number,
): Promise<Called> {
  const answer = await callProvider(at.reach, {
    ...{ url: `${at.base}/v1/messages`, method: 'POST', withinMs },
    headers: { authorization: bearerOf(at), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.type === 'not-answered') return answer.outcome;
  const { status, json, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { type: 'ok', json };
  const failed = Failed.safeParse(json).data;
  const detail = detailOf(status, failed);
  if (status === 429) return { type: 'rate', retryAfterMs };
  // 402: the account has no money left. A person has to act in both cases.
  if (status === 401 || status === 402 || status === 403) return { type: 'reconnect', detail };
  const reason = reasonOf(failed);
  if (status === 422) return { type: 'invalid', reason, detail };
  return status < 500 ? { type: 'refused', reason, detail } : { type: 'uncertain', detail };
}

export function bearerOf({ applicationId, key, clock }: VonageNumber): string {
  return `Bearer ${vonageToken(applicationId, key, clock.now())}`;
}

/** The code is at the end of the type, an address: `…/api-errors/messages#1120`. */
function reasonOf(failed: z.infer<typeof Failed> | undefined) {
  const isOfTo = failed?.invalid_parameters.some(({ name }) => name === 'to') ?? false;
  return isOfTo ? 'no-such-address' : meaningOf(failed?.type.split('#').at(-1) ?? '');
}

function detailOf(status: number, failed: z.infer<typeof Failed> | undefined): string {
  const wrong = failed?.invalid_parameters.map(({ name, reason }) => `${name}: ${reason}`) ?? [];
  const words = [failed?.title ?? '', failed?.detail ?? '', ...wrong].filter((each) => each !== '');
  return words.length === 0 ? `It answered ${status}.` : words.join(' ');
}
