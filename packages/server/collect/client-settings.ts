// What client libraries ask for before they send: a GET that names a write key and is answered with
// settings of the library's own form. It tells nothing that the page does not know, and refuses secret keys.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '@opportune/protocol/errors.ts';
import { addressPrefix } from '../http/address-prefix.ts';
import { chargeAddress } from './charging.ts';
import { allowOrigin, answerJson, answerPreflight, answerProblem } from './answer.ts';
import { problemOf, type Collector } from './event-batch.ts';
import { grantFor } from './key-check.ts';

export interface SettingsOf {
  /** Null where the request names no key, or none that can be read. */
  keyIn(request: IncomingMessage): string | null;
  settings(key: string, base: URL): object;
}

/** Answers a request for settings, and its preflight. */
export function answerSettings(
  use: Collector,
  { keyIn, settings }: SettingsOf,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method === 'OPTIONS') return answerPreflight(request, response);
  const key = keyIn(request);
  if (key === null || request.method !== 'GET')
    return answerProblem(response, problem('request.not_found'));
  const payer = addressPrefix(use.clientAddress(request));
  const tooMany = chargeAddress(use.budgets, 'requests.address', payer, 1);
  if (tooMany !== null) return answerProblem(response, tooMany);
  grantFor(use, key, request.headers.origin, {
    payer,
    visitor: null,
    raw: () => ({ settings: true }),
    page: true,
  }).then(
    (granted) => {
      if (granted.ok || granted.problem.code === 'key.unknown')
        allowOrigin(response, request.headers.origin);
      if (granted.ok) answerJson(response, 200, settings(key, baseOf(request, use.publicUrl)));
      else answerProblem(response, granted.problem);
    },
    (error: unknown) => answerProblem(response, problemOf(error)),
  );
}

/** The server's address as the asking page sees it. */
function baseOf(request: IncomingMessage, publicUrl: string | null | undefined): URL {
  const fallback = `http://${request.headers.host ?? 'localhost'}`;
  const wanted = publicUrl ?? fallback;
  return new URL(URL.canParse(wanted) ? wanted : 'http://localhost');
}
