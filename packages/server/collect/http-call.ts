// What every POST of the public intake has in common: method, preflight, rate by address, body.
// The handler gets parsed JSON; what it throws becomes one answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '@opportune/protocol/errors.ts';
import { allowOrigin, answerPreflight, answerProblem } from './answer.ts';
import { readBody } from './body.ts';
import { problemOf, type Collector } from './event-batch.ts';

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
  readonly origin: string | undefined;
  readonly body: unknown;
  readonly sizeBytes: number;
}

/** Serves a POST at `path`. */
export function servePost(
  use: Collector,
  path: string,
  handle: (call: Call) => Promise<void>,
): void {
  use.http.raw(path, (request, response) => {
    if (request.method === 'OPTIONS') return answerPreflight(request, response);
    const address = use.clientAddress(request);
    // Until a site is known, the page is let read the refusal: it tells nothing of any account.
    allowOrigin(response, request.headers.origin);
    if (request.method !== 'POST') return answerProblem(response, problem('request.not_found'));
    if (use.rates.addresses.takeUpTo(address, 1, use.clock.now()) === 0)
      return answerProblem(response, problem('rate.address'));
    serve(request, response, address, handle).catch((error: unknown) => {
      const failed = problemOf(error);
      if (failed.code === 'server.failed' && !request.destroyed)
        use.log.error('collect.request_failed', { path, error: String(error) });
      answerProblem(response, failed);
    });
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  handle: (call: Call) => Promise<void>,
): Promise<void> {
  const body = await readBody(request);
  if (!body.ok) return answerProblem(response, body.problem);
  await handle({
    request,
    response,
    address,
    origin: request.headers.origin,
    body: body.value,
    sizeBytes: body.sizeBytes,
  });
}

/** Takes back the leave to read, where the site does not allow the page. */
export function forbidOrigin(response: ServerResponse): void {
  response.removeHeader('access-control-allow-origin');
}
