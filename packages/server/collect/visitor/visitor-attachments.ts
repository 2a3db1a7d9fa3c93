// Files of visitors over HTTP: `/v1/attachments/…` receives and serves them. The browser gets the
// address from its conversation, and the address alone identifies the file.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorTable, problem } from '@opportune/protocol/errors.ts';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { fileHeaders } from '../../http/files/file-answer.ts';
import { pathOf } from '../../http/raw-routes.ts';
import { retryAfterSeconds } from '../../http/problem/refusal.ts';
import { chargeAddress } from '../charging.ts';
import { allowOrigin, answerJson, answerPreflight, answerProblem } from '../answer.ts';
import type { Collector } from '../events/event-batch.ts';
import type { VisitorFiles } from '../seams.ts';

const prefix = '/v1/attachments/';

type Use = Pick<Collector, 'http' | 'budgets' | 'log' | 'clientAddress'> & {
  readonly files: VisitorFiles;
};

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
}

export function serveVisitorAttachments(use: Use): void {
  use.http.raw(prefix, (request, response) => {
    if (request.method === 'OPTIONS') return answerPreflight(request, response);
    allowOrigin(response, request.headers.origin);
    const address = addressPrefix(use.clientAddress(request));
    const tooMany = chargeAddress(use.budgets, 'requests.address', address, 1);
    if (tooMany !== null) return answerProblem(response, tooMany);
    answer(use.files, { request, response, address }).catch((error: unknown) =>
      refuse(use, error, response),
    );
  });
}

async function answer(files: VisitorFiles, { request, response, address }: Asked): Promise<void> {
  const ticket = pathOf(request).slice(prefix.length);
  switch (request.method) {
    case 'POST':
      return answerJson(response, 200, await files.receive(ticket, request, address));
    case 'GET':
      files.hold(address, response);
      return send(response, await files.open(ticket));
    default:
      return answerProblem(response, problem('request.not_found'));
  }
}

async function send(
  response: ServerResponse,
  found: Awaited<ReturnType<VisitorFiles['open']>>,
): Promise<void> {
  if (found === null) return answerProblem(response, problem('request.not_found'));
  response.writeHead(200, {
    ...fileHeaders(found.attachment, found.bytes.sizeBytes),
    // The site that shows it has another origin.
    'cross-origin-resource-policy': 'cross-origin',
  });
  await pipeline(found.bytes.content, response);
}

/**
 * Reads and discards the rest of an unwanted body, because a browser reads the response only after
 * that.
 */
function refuse(use: Use, error: unknown, response: ServerResponse): void {
  const failed = problemFor(error);
  if (failed.code === 'server.failed' && !response.destroyed)
    use.log.error('collect.attachment_failed', { error: String(error) });
  if (response.headersSent) return void response.destroy();
  // A slow sender would keep the connection open for the rest of the body.
  if (failed.code === 'attachment.too_slow') response.setHeader('connection', 'close');
  const seconds = retryAfterSeconds(failed);
  if (seconds !== null) response.setHeader('retry-after', String(seconds));
  answerJson(response, errorTable[failed.code].status, failed);
}
