// HTTP responses of the public intake, with cross-origin rules: a page of an allowed origin may
// read the response, others may not. Responses never allow credentials or cookies.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorTable, type Problem } from '@opportune/protocol/errors.ts';
import { retryAfterSeconds } from '../http/problem/refusal.ts';

const preflightSeconds = 86_400;
/**
 * Any header is allowed, because only the key is trusted and no response depends on cookies.
 * Headers of known libraries are also listed by name for browsers that do not support `*` (Safari
 * before 15.4). `*` covers those that a later version or a monitoring tool adds.
 */
const allowedHeaders = [
  ...['authorization', 'content-type', 'content-encoding'],
  // Segment's web library, on a retry.
  'x-retry-count',
  // RudderStack's web library.
  ...['anonymousid', 'sentat', 'rsa-retry-attempt', 'rsa-retry-reason', 'rsa-recovered'],
  ...['rsa-since-first-attempt', 'rsa-since-last-attempt'],
  '*',
].join(', ');

/** Lets pages of `origin` read the response. Null lets no page read it. */
export function allowOrigin(response: ServerResponse, origin: string | undefined | null): void {
  response.setHeader('vary', 'Origin');
  if (origin !== undefined && origin !== null)
    response.setHeader('access-control-allow-origin', origin);
}

/**
 * A preflight carries no key, so this allows the kind of request only. The request itself is
 * refused if its origin is not allowed for its key.
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

/** Sends the problem as the body, with its status, and a retry time if it may be retried. */
export function answerProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) return;
  const { status } = errorTable[problem.code];
  const seconds = retryAfterSeconds(problem);
  if (seconds !== null) response.setHeader('retry-after', String(seconds));
  // The rest of a body that is too large or too slow is not read, so the connection cannot serve
  // another request.
  if (status === 413 || status === 408) response.setHeader('connection', 'close');
  answerJson(response, status, problem);
}
