// Answers the settings request that client libraries make before they send: a GET that names a
// write key, answered in the library's own format. It reveals nothing that the page does not know,
// and refuses secret keys.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '@opportune/protocol/errors.ts';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import { chargeAddress } from '../charging.ts';
import { allowOrigin, answerJson, answerPreflight, answerProblem } from '../answer.ts';
import { type Collector, problemOf } from '../events/event-batch.ts';
import { grantFor } from '../greeting/key-check.ts';

export interface SettingsOf {
  /** Null if the request names no readable key. */
  keyIn(request: IncomingMessage): string | null;
  settings(key: string, base: URL): object;
}

/** Answers a settings request and its preflight. */
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
  const base = baseOf(request, use.publicUrl);
  if (base === null) return answerProblem(response, problem('request.malformed'));
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
      if (granted.ok) answerJson(response, 200, settings(key, base));
      else answerProblem(response, granted.problem);
    },
    (error: unknown) => answerProblem(response, problemOf(error)),
  );
}

/**
 * A name, an IPv4 or an IPv6 address, and a port. Nothing else that could change the meaning of a
 * URL.
 */
const host = /^(?:\w(?:[\w.-]{0,251}[\w.])?|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * The server's address as the page sees it: the configured one, or the host that the request names.
 * Null if that host is malformed, because the library will send events there.
 */
function baseOf({ headers }: IncomingMessage, publicUrl: string | null): URL | null {
  if (publicUrl !== null) return new URL(publicUrl);
  const named = headers.host ?? 'localhost';
  return host.test(named) ? URL.parse(`http://${named}`) : null;
}
