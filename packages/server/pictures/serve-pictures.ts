// `GET /v1/pictures/…`: a logo or a photo, for everybody who knows its address. The content under an
// address never changes, so browsers keep it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { addressPrefix } from '../http/address/address-prefix.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import { createDownloads, type Downloads } from '../http/files/downloads.ts';
import type { SocketHost } from '../http/feature.ts';
import { problemFor } from '../http/problem/answer-errors.ts';
import { answerRawProblem } from '../http/problem/raw-problem.ts';
import { pathOf } from '../http/raw-routes.ts';
import type { Pictures } from './pictures.ts';

const prefix = '/v1/pictures/';

export interface ServePicturesParts {
  readonly pictures: Pictures;
  readonly budgets: Budgets;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly clientAddress: ClientAddress;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export function servePictures(host: SocketHost, use: ServePicturesParts): void {
  const downloads = createDownloads(use.budgets, use.schedule);
  host.raw(prefix, (request, response) => {
    answer(use, downloads, { request, response }).catch((error: unknown) => {
      const { code } = problemFor(error);
      if (code === 'server.failed') use.log.error('a picture failed', { reason: String(error) });
      if (response.headersSent) response.destroy();
      else answerRawProblem(response, code);
    });
  });
}

async function answer(use: ServePicturesParts, downloads: Downloads, asked: Asked): Promise<void> {
  const { request, response } = asked;
  openToSites(response);
  if (request.method !== 'GET')
    return answerRawProblem(response, 'request.method', { allow: 'GET' });
  const payer = addressPrefix(use.clientAddress(request));
  const late = use.budgets.charge([{ budget: 'requests.address', payer, amount: 1 }]);
  if (late > 0) return answerRawProblem(response, 'rate.address');
  downloads.hold(response, [{ budget: 'downloads.address', payer }]);
  const found = await use.pictures.open(pathOf(request).slice(prefix.length));
  if (found === null) return answerRawProblem(response, 'request.not_found');
  response.writeHead(200, {
    'content-type': found.mediaType,
    'content-length': String(found.bytes.sizeBytes),
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cache-control': 'public, max-age=31536000, immutable',
  });
  await pipeline(found.bytes.content, response);
}

/** Any site may show it. */
function openToSites(response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('x-content-type-options', 'nosniff');
}
