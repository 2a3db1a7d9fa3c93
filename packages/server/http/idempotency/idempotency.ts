// Performs a POST with `Idempotency-Key` once. For a day, the same key and request get the first
// response again. Requests that were refused, or failed before they wrote anything, are not
// remembered. If a request failed later, or its process ended, its effect is unknown: a repeat is
// refused with an error that says so.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reasonOf } from '../problem/answer-errors.ts';
import type { App } from '../rest/app.ts';
import {
  type Answer,
  createKeptAnswers,
  type Kept,
  type KeptAnswers,
  type Key,
} from './kept-answers.ts';
import { notingIn, type Writes } from './noted-writes.ts';
import { Refusal, refuse } from '../problem/refusal.ts';
import { UnstoredAnswers } from './unstored-answers.ts';

const header = 'idempotency-key';

interface Performing {
  readonly key: Key;
  readonly writes: Writes;
  /** True for an unexpected failure, as opposed to a refusal. */
  failed: boolean;
}

/** Adds idempotency to every POST of a signed-in user. Register it after the access guard. */
export function rememberAnswers(app: App, records: Records, clock: Clock, log: Log): void {
  const answers = answersOf(createKeptAnswers(records, clock), log);
  const performing = new WeakMap<FastifyRequest, Performing>();
  // One process performs all requests of an account. A request that is not in this set has ended,
  // whatever is stored.
  const underWay = new Set<string>();

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request);
    if (key === null) return;
    const name = nameOf(key);
    if (underWay.has(name)) {
      const kept = await answers.find(key, textOf(request));
      if (typeof kept !== 'object') throw refuse('request.under_way');
      return answerAgain(kept, reply);
    }
    underWay.add(name);
    try {
      const kept = await answers.begin(key, textOf(request));
      if (kept === undefined) {
        performing.set(request, { key, writes: { any: false }, failed: false });
        return;
      }
      if (kept === 'unanswered') throw refuse('request.outcome_unknown');
      return answerAgain(kept, reply);
    } finally {
      if (!performing.has(request)) underWay.delete(name);
    }
  });

  // Uses a callback, because an async hook would end before the handler is called.
  app.addHook('preHandler', (request, _, next) => {
    const performed = performing.get(request);
    if (performed === undefined) next();
    else notingIn(performed.writes, next);
  });

  app.addHook('onError', async (request, _, error) => {
    const performed = performing.get(request);
    if (performed !== undefined) performed.failed = !(error instanceof Refusal);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const performed = performing.get(request);
    if (performed === undefined) return payload;
    performing.delete(request);
    const { key, writes, failed } = performed;
    if (failed && writes.any) {
      // The stored row still says that the request began, and nothing more.
      underWay.delete(nameOf(key));
      return payload;
    }
    await answers.finish(key, answerOf(reply, payload), request.id);
    underWay.delete(nameOf(key));
    return payload;
  });
}

/** The stored responses, and in memory those that could not be stored yet. */
function answersOf(stored: KeptAnswers, log: Log) {
  const unstored = new UnstoredAnswers();
  return {
    find: stored.find,

    async begin(key: Key, request: string): Promise<Kept> {
      const late = unstored.find(nameOf(key));
      if (late !== undefined) {
        await stored.finish(key, late);
        unstored.forget(nameOf(key));
      }
      return stored.begin(key, request);
    },

    /** Never rejects: the work is done, so this client gets the response, and a repeat stores it. */
    async finish(key: Key, answer: Answer | null, requestId: string): Promise<void> {
      try {
        await stored.finish(key, answer);
      } catch (error) {
        unstored.keep(nameOf(key), answer);
        log.warn('an answer was not stored', { requestId, reason: reasonOf(error) });
      }
    },
  };
}

/** Null if the response is not one to repeat. */
function answerOf(reply: FastifyReply, payload: unknown): Answer | null {
  return reply.statusCode < 300 && typeof payload === 'string'
    ? { status: reply.statusCode, body: payload }
    : null;
}

/** Null if the request is not to be remembered. */
function keyOf({ headers, method, principal }: FastifyRequest): Key | null {
  const key = headers[header];
  if (method !== 'POST' || typeof key !== 'string' || principal === null) return null;
  if (key === '' || key.length > 200) throw refuse('request.invalid', { path: header });
  return { account: principal.account, text: `${principal.user.id}\n${key}` };
}

function nameOf({ account, text }: Key): string {
  return `${account}\n${text}`;
}

function textOf(request: FastifyRequest): string {
  return `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
}

function answerAgain({ status, body }: Answer, reply: FastifyReply): FastifyReply {
  reply.header('idempotency-replayed', 'true').code(status).type('application/json; charset=utf-8');
  return reply.serializer((payload: unknown) => String(payload)).send(body);
}
