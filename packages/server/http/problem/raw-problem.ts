// Sends problems outside of the framework, for the tag's files and other raw handlers.
import { type ErrorCode, errorTable, problem } from '@opportune/protocol/errors.ts';
import type { ServerResponse } from 'node:http';

/** Sends the problem with its status. A response that has already begun is cut off. */
export function answerRawProblem(
  response: ServerResponse,
  code: ErrorCode,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify(problem(code));
  response
    .writeHead(errorTable[code].status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...headers,
    })
    .end(body);
}
