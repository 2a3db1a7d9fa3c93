// Problems answered where no framework does: by the tag's files and other raw handlers.
import { type ErrorCode, errorTable, problem } from '@opportune/protocol/errors.ts';
import type { ServerResponse } from 'node:http';

/** Answers with the problem and its status; an answer that has begun is cut off. */
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
