// Calls the Graph API and reads what its answer means. Messages have no key that makes them safe to
// repeat, so an answer that says nothing leaves it unknown whether one left.
import type { NotSent, Postponed } from '@opportune/core/ports/channel.ts';
import type { Outbound } from '../../http/outbound/bounded-request.ts';
import { z } from 'zod';
import { asJson, type Sent } from '../provider/file-form.ts';
import { callProvider } from '../provider/read-answer.ts';
import type { Reach } from '../reach.ts';
import { GraphError, meaningOf } from './graph-errors.ts';
import { graphVersion } from './graph-version.ts';

export interface Graph {
  readonly reach: Reach;
  readonly base: string;
  readonly token: string;
}

export interface GraphCall {
  readonly method: Outbound['method'];
  /** Below the version. */
  readonly path: string;
  readonly body?: object | undefined;
  /** Instead of `body`: a form. */
  readonly form?: Sent;
  readonly withinMs: number;
}

export type Called = { readonly type: 'ok'; readonly json: unknown } | NotSent;

const Failed = z.object({ error: GraphError });

export async function callGraph(graph: Graph, call: GraphCall): Promise<Called> {
  const { method, path, body, withinMs } = call;
  const sent = call.form ?? (body === undefined ? null : asJson(body));
  const answer = await callProvider(graph.reach, {
    ...{ url: `${graph.base}/${graphVersion}/${path}`, method, withinMs },
    headers: { authorization: `Bearer ${graph.token}`, ...sent?.headers },
    ...(sent !== null && { body: sent.body }),
  });
  if (answer.type === 'not-answered') return answer.outcome;
  const { status, json, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { type: 'ok', json };
  const failed = Failed.safeParse(json);
  if (status === 429) return { type: 'rate', retryAfterMs };
  if (failed.success) return meaningOf(failed.data.error, retryAfterMs);
  return withoutError(status, method);
}

/** Where only what can be tried again matters. */
export function postponedOf(outcome: NotSent): Postponed {
  return outcome.type === 'refused' || outcome.type === 'uncertain'
    ? { type: 'unreachable', detail: outcome.detail }
    : outcome;
}

/** Of something in between, such as a gateway. */
function withoutError(status: number, method: string): NotSent {
  const detail = `It answered ${status}.`;
  if (status === 401) return { type: 'reconnect', detail };
  if (status === 413) return { type: 'refused', reason: 'too-large', detail };
  if (status < 500) return { type: 'refused', reason: 'not-taken', detail };
  return method === 'POST' ? { type: 'uncertain', detail } : { type: 'unreachable', detail };
}
