// Every failure of a route becomes a Problem of the error table. What was meant for people stays;
// what was not (a database's words, a stack) goes to the log, under the same request id.
import type { Log } from '@opportune/core/ports/log.ts';
import { type ErrorCode, type Problem, errorTable, problem } from '@opportune/protocol/errors.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isResponseSerializationError } from 'fastify-type-provider-zod';
import type { App } from './app.ts';
import { Refusal } from './refusal.ts';

/** Sets the error and not-found answers of the API. */
export function answerErrors(app: App, log: Log): void {
  app.setErrorHandler((error, request, reply) => {
    const answer = problemFor(error);
    if (errorTable[answer.code].status >= 500) {
      log.error('a request failed', {
        requestId: request.id,
        route: request.routeOptions.url,
        code: answer.code,
        reason: reasonOf(error),
      });
    }
    return sendProblem(answer, request, reply);
  });
}

/** Answers with the problem, and the id under which the request is logged. */
export function sendProblem(
  answer: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  return reply
    .code(errorTable[answer.code].status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ ...answer, requestId: request.id });
}

/** The problem that anything thrown amounts to. */
export function problemFor(thrown: unknown): Problem {
  if (thrown instanceof Refusal) return thrown.problem;
  const code = codeOf(thrown);
  if (isErrorCode(code)) return problem(code);
  if (isResponseSerializationError(thrown)) return problem('server.failed');
  const fromFramework = frameworkCodes[code];
  return problem(fromFramework ?? 'server.failed');
}

/** What Fastify itself refuses before a route is reached. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_MAX_URL_LENGTH: 'request.not_found',
  FST_ERR_BAD_URL: 'request.malformed',
};

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return String(thrown.code);
}

/** Engines and other ports throw errors that carry a code of the table. */
function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** What was thrown, for the log. */
export function reasonOf(thrown: unknown): string {
  if (isResponseSerializationError(thrown))
    return `the answer is not of its schema: ${thrown.cause.message}`;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
