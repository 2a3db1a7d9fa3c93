// Files of visitors over HTTP: `/v1/attachments/…` takes one and answers one. Their browser was given
// the address by its conversation, and the address alone says which file of whose it is.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorTable, problem } from '@opportune/protocol/errors.ts';
import { problemFor } from '../http/answer-errors.ts';
import { fileHeaders } from '../http/file-answer.ts';
import { pathOf } from '../http/raw-routes.ts';
import { allowOrigin, answerJson, answerPreflight, answerProblem } from './answer.ts';
import type { Collector } from './event-batch.ts';
import type { VisitorFiles } from './seams.ts';

const prefix = '/v1/attachments/';

type Use = Pick<Collector, 'http' | 'rates' | 'clock' | 'log' | 'clientAddress'> & {
  readonly files: VisitorFiles;
};

export function serveVisitorAttachments(use: Use): void {
  use.http.raw(prefix, (request, response) => {
    if (request.method === 'OPTIONS') return answerPreflight(request, response);
    allowOrigin(response, request.headers.origin);
    const address = use.clientAddress(request);
    if (use.rates.addresses.takeUpTo(address, 1, use.clock.now()) === 0)
      return answerProblem(response, problem('rate.address'));
    answer(use.files, request, response).catch((error: unknown) => refuse(use, error, response));
  });
}

async function answer(
  files: VisitorFiles,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const ticket = pathOf(request).slice(prefix.length);
  switch (request.method) {
    case 'POST':
      return answerJson(response, 200, await files.receive(ticket, request));
    case 'GET':
      return send(files, ticket, response);
    default:
      return answerProblem(response, problem('request.not_found'));
  }
}

async function send(files: VisitorFiles, ticket: string, response: ServerResponse): Promise<void> {
  const found = await files.open(ticket);
  if (found === null) return answerProblem(response, problem('request.not_found'));
  response.writeHead(200, {
    ...fileHeaders(found.attachment, found.bytes.sizeBytes),
    // The site that shows it is another origin.
    'cross-origin-resource-policy': 'cross-origin',
  });
  await pipeline(found.bytes.content, response);
}

/** The rest of a body that is not wanted is read and thrown away: a browser hears the answer only then. */
function refuse(use: Use, error: unknown, response: ServerResponse): void {
  const failed = problemFor(error);
  if (failed.code === 'server.failed' && !response.destroyed)
    use.log.error('collect.attachment_failed', { error: String(error) });
  if (response.headersSent) return void response.destroy();
  answerJson(response, errorTable[failed.code].status, failed);
}
