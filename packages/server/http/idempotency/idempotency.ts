// A POST with `Idempotency-Key` is performed once: the same key and request again get the first
// answer for a day. Requests that were refused are not remembered, nor those that failed before they
// wrote anything. Of one that failed after that, or ended with the process that performed it, nobody
// knows what it did: its repeat is told so, and not performed.
import { tableLimits } from '@opportune/protocol/limits.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reasonOf } from '../problem/answer-errors.ts';
import type { App } from '../rest/app.ts';
import { type Answer, createKeptAnswers, type Kept, type Key } from './kept-answers.ts';
import { notingIn, type Writes } from './noted-writes.ts';
import { Refusal, refuse } from '../problem/refusal.ts';

const header = 'idempotency-key';

interface Performing {
  readonly key: Key;
  readonly writes: Writes;
  /** It failed by no decision of ours. */
  failed: boolean;
}

/** Adds the behaviour to every POST of a signed-in user. Registers after the guard of routes. */
export function rememberAnswers(app: App, records: Records, clock: Clock, log: Log): void {
  const answers = createKeptAnswers(records, clock);
  const performing = new WeakMap<FastifyRequest, Performing>();
  // One process performs what an account asks for: what is not in here has ended, whatever is stored.
  const underWay = new Set<string>();
  const unstored = new Map<string, Answer | null>();

  async function begin(key: Key, request: string): Promise<Kept> {
    const late = unstored.get(nameOf(key));
    if (late !== undefined) {
      await answers.finish(key, late);
      unstored.delete(nameOf(key));
    }
    return answers.begin(key, request);
  }

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
      const kept = await begin(key, textOf(request));
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

  // With a callback, as an async hook ends before the handler is called.
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
      // What is stored says that it began, and says no more.
      underWay.delete(nameOf(key));
      return payload;
    }
    const answer =
      reply.statusCode < 300 && typeof payload === 'string'
        ? { status: reply.statusCode, body: payload }
        : null;
    try {
      await answers.finish(key, answer);
    } catch (error) {
      // It is done: whoever asked hears what came of it, and so does a repeat, which stores it first.
      unstored.set(nameOf(key), answer);
      for (const oldest of unstored.keys())
        if (unstored.size > tableLimits.unstoredAnswers) unstored.delete(oldest);
      const reason = reasonOf(error);
      log.warn('an answer was not stored', { requestId: request.id, reason });
    } finally {
      underWay.delete(nameOf(key));
    }
    return payload;
  });
}

/** Null where the request is none to remember. */
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
