// The visitor token proves that a browser owns a visitor id. It is an HMAC over account and visitor
// with the server's secret, the same for every tab. It names nothing and never expires.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';

export interface VisitorTokens {
  issue(account: AccountId, visitor: VisitorId): string;
  valid(account: AccountId, visitor: VisitorId, token: string | undefined): boolean;
}

/** Creates tokens signed with `secret`. A new secret invalidates all earlier tokens. */
export function createVisitorTokens(secret: string): VisitorTokens {
  if (secret.length < 32)
    throw new RangeError('the secret of visitor tokens needs at least 32 characters');
  const sign = (account: AccountId, visitor: VisitorId): Buffer =>
    createHmac('sha256', secret).update(`visitor\n${account}\n${visitor}`).digest();
  return {
    issue: (account, visitor) => `v1.${sign(account, visitor).toString('base64url')}`,
    valid(account, visitor, token) {
      if (token === undefined || !token.startsWith('v1.')) return false;
      const given = Buffer.from(token.slice(3), 'base64url');
      const wanted = sign(account, visitor);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
