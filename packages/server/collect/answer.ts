// Answers of the public intake over HTTP, with cross-origin rules: an allowed origin may read the
// answer, another may not. Nothing is ever answered with credentials or cookies.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorTable, type Problem } from '@opportune/protocol/errors.ts';
import { retryAfterSeconds } from '../http/problem/refusal.ts';

const preflightSeconds = 86_400;
/**
 * Any header: only the key is believed, and nothing is answered by who asks. Those of the libraries that
 * are known stand by name too, for browsers that do not read `*` (Safari before 15.4), and `*` covers
 * what a later version or a tool that watches the page's requests adds.
 */
const allowedHeaders = [
  ...['authorization', 'content-type', 'content-encoding'],
  // Segment's web library, at a retry.
  'x-retry-count',
  // RudderStack's web library.
  ...['anonymousid', 'sentat', 'rsa-retry-attempt', 'rsa-retry-reason', 'rsa-recovered'],
  ...['rsa-since-first-attempt', 'rsa-since-last-attempt'],
  '*',
].join(', ');

/** Lets the page of `origin` read the answer; null lets no page. */
export function allowOrigin(response: ServerResponse, origin: string | undefined | null): void {
  response.setHeader('vary', 'Origin');
  if (origin !== undefined && origin !== null)
    response.setHeader('access-control-allow-origin', origin);
}

/**
 * A preflight carries no key, so it says only what kind of request may follow; the request itself
 * is refused where its origin is not allowed for its key.
 */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  allowOrigin(response, request.headers.origin);
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': allowedHeaders,
    'access-control-max-age': String(preflightSeconds),
  });
  response.end();
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

/** The problem as the body, with its status; where it may be retried, says when. */
export function answerProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) return;
  const { status } = errorTable[problem.code];
  const seconds = retryAfterSeconds(problem);
  if (seconds !== null) response.setHeader('retry-after', String(seconds));
  // What is left of a body that is too large or too slow is not read, so the connection cannot serve another request.
  if (status === 413 || status === 408) response.setHeader('connection', 'close');
  answerJson(response, status, problem);
}
