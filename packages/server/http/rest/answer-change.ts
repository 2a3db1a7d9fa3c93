// Answers a GET when it has changed: with an ETag of what is said, 304 where the caller knows it
// already, and on request not before it is something else. Whether it may have changed is said by
// who read it; whether it has, by the answer itself, so that a restart misleads nobody.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer, and word of when it may no longer be so. */
export interface Reading<T> {
  readonly answer: T;
  /** True when it may have changed; false when it has not for so long. */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean>;
}

export interface ChangingAnswer<T> {
  /** Reads; `paced` where the caller knows an answer already and may wait for the next. */
  read(haste: 'at-once' | 'paced'): Promise<Reading<T>>;
  /** The answer without the instant of its reading. */
  steady(answer: T): unknown;
  readonly waitS: number;
}

/** What a 304 means, for the document of the API. */
export const unchanged =
  'Nothing differs from the answer with the ETag that was sent as `If-None-Match`.';

/** The answer with its ETag; 304 is sent where it is the one that the caller knows. */
export async function answerChange<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { read, steady, waitS }: ChangingAnswer<T>,
): Promise<T | FastifyReply> {
  const known = request.headers['if-none-match'];
  const until = performance.now() + waitS * 1000;
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  for (let waited = false; ; waited = true) {
    const { answer, changed } = await read(known === undefined ? 'at-once' : 'paced');
    const tag = tagOf(steady(answer));
    reply.header('etag', tag);
    if (tag !== known) {
      if (waited) await request.admitAgain();
      return answer;
    }
    const leftMs = until - performance.now();
    if (leftMs <= 0 || !(await changed(leftMs, gone.signal))) break;
  }
  return reply.code(304).send(null);
}

/** Weak: equal figures are one answer, whatever the instant that they are of. */
function tagOf(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(value)).digest('base64url');
  return `W/"${hash.slice(0, 22)}"`;
}
