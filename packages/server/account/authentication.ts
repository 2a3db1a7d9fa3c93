// Finds the owner of a session or API token, and who may open which socket. Unknown tokens are
// charged before either is looked up.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { chargedSessions } from '../http/access/charged-sessions.ts';
import {
  authenticate,
  type Authentication,
  type Principal,
  withPassword,
  withScope,
} from '../http/access/principal.ts';
import { addressPrefix } from '../http/address/address-prefix.ts';
import type { AccountParts } from './seams.ts';
import { hashToken } from './secrets.ts';
import type { Sessions } from './sign-in/sessions.ts';
import { isApiToken, type Tokens } from './tokens/tokens.ts';

export function createAuthentication(
  { budgets, web, secrets }: AccountParts,
  { sessions, tokens }: { readonly sessions: Sessions; readonly tokens: Tokens },
): Authentication {
  const expected = hashToken(secrets.operatorToken);
  const findSession = (token: string) =>
    isApiToken(token) ? tokens.find(token) : sessions.find(token);
  return {
    findSession: chargedSessions({ findSession }, budgets),
    isOperator: (token) => timingSafeEqual(hashToken(token), expected),
    isOwnOrigin: (origin, host) =>
      origin === new URL(web.publicUrl()).origin ||
      origin === `http://${host}` ||
      origin === `https://${host}`,
  };
}

/**
 * Who opens a console's socket. Null if nobody is signed in. Throws a Refusal for a request from
 * another site, for a user who must choose a password first, and for a token without access to
 * conversations.
 */
export async function authenticateSocket(
  authentication: Authentication,
  { clientAddress }: AccountParts['web'],
  request: IncomingMessage,
): Promise<Principal | null> {
  const payer = addressPrefix(clientAddress(request));
  const asking = { headers: request.headers, payer };
  const principal = withPassword(await authenticate(authentication, asking, true));
  return withScope(principal, ['conversations']);
}
