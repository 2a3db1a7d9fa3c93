// Answers a GET with an ETag of its content, and with 304 if the client has that content already.
// On request it waits until the content may have changed. The reader signals a possible change; the
// content itself decides, so clients stay correct across a restart.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Reads an answer, and signals when it may have changed. */
export interface Reading<T> {
  readonly answer: T;
  /**
   * Resolves with true once the answer may have changed, or with false after `waitMs` without a
   * change.
   */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean>;
}

export interface ChangingAnswer<T> {
  /**
   * Reads the answer. Use `paced` if the caller has an answer already and can wait for the next
   * scheduled reading.
   */
  read(haste: 'at-once' | 'paced'): Promise<Reading<T>>;
  /** The answer without the time of its reading. */
  steady(answer: T): unknown;
  readonly waitS: number;
}

/** The meaning of 304 in the API document. */
export const unchanged =
  'Nothing differs from the answer with the ETag that was sent as `If-None-Match`.';

/** Returns the answer with its ETag, or sends 304 if the client has it already. */
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

/** A weak tag: equal figures are the same answer, whenever they were read. */
function tagOf(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(value)).digest('base64url');
  return `W/"${hash.slice(0, 22)}"`;
}
