// Turns every failure of a route into a Problem of the error table. Texts meant for people stay.
// Others, such as a database message or a stack, go to the log under the same request id.
import { type ErrorCode, type Problem, errorTable, problem } from '@opportune/protocol/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isResponseSerializationError } from 'fastify-type-provider-zod';
import type { App } from '../rest/app.ts';
import type { Failures } from './failures.ts';
import { Refusal, retryAfterSeconds } from './refusal.ts';

/** Sets the error and not-found answers of the API. */
export function answerErrors(app: App, failures: Failures): void {
  app.setErrorHandler((error, request, reply) => {
    const answer = problemFor(error);
    if (errorTable[answer.code].status >= 500) {
      failures.tell(reply.raw, 'a request failed', {
        requestId: request.id,
        route: request.routeOptions.url,
        code: answer.code,
        reason: reasonOf(error),
      });
    }
    return sendProblem(answer, request, reply);
  });
}

/** Sends the problem, with the id under which the request is logged. */
export function sendProblem(
  answer: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  const seconds = retryAfterSeconds(answer);
  if (seconds !== null) void reply.header('retry-after', String(seconds));
  return reply
    .code(errorTable[answer.code].status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ ...answer, requestId: request.id });
}

/** Translates any thrown value into a problem. */
export function problemFor(thrown: unknown): Problem {
  if (thrown instanceof Refusal) return thrown.problem;
  const code = codeOf(thrown);
  if (isErrorCode(code)) return problem(code);
  if (isResponseSerializationError(thrown)) return problem('server.failed');
  return problem(frameworkCodes[code] ?? codeByStatus(thrown) ?? 'server.failed');
}

/** The code for a client error of the framework or a plugin that has no row below. */
function codeByStatus(thrown: unknown): ErrorCode | null {
  if (typeof thrown !== 'object' || thrown === null || !('statusCode' in thrown)) return null;
  const isTheirs = codeOf(thrown).startsWith('FST_') || ('expose' in thrown && thrown.expose);
  const status = Number(thrown.statusCode);
  if (isTheirs !== true || !(status >= 400 && status < 500)) return null;
  if (status === 404) return 'request.not_found';
  return status === 413 ? 'request.too_large' : 'request.malformed';
}

/** What Fastify refuses before it reaches a route. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_MAX_URL_LENGTH: 'request.not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'request.not_found',
  FST_ERR_BAD_URL: 'request.malformed',
};

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return String(thrown.code);
}

/** Engines and other ports throw errors with a code of the table. */
function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** The reason of a failure, for the log. */
export function reasonOf(thrown: unknown): string {
  if (isResponseSerializationError(thrown))
    return `the answer is not of its schema: ${thrown.cause.message}`;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
