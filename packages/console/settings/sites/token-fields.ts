// The customer tokens of a site as the fields of their form, and back.
import type { CustomerTokens } from '@opportune/protocol/campaign/configuration.ts';

export interface TokenFields {
  readonly issuer: string;
  readonly audience: string;
  readonly leewayS: string;
  readonly from: CustomerTokens['keys']['type'];
  readonly url: string;
  /** Public keys as PEM or JWK, an empty line between two. */
  readonly keys: string;
}

export function tokenFieldsOf(tokens: CustomerTokens | null | undefined): TokenFields {
  const { issuer = '', audience = '', leewayS = 60, keys } = tokens ?? {};
  return {
    issuer,
    audience,
    leewayS: String(leewayS),
    from: keys?.type ?? 'fetched',
    url: keys?.type === 'fetched' ? keys.url : '',
    keys: keys?.type === 'pasted' ? keys.keys.join('\n\n') : '',
  };
}

/** What the fields say; whether it is allowed is for the server. */
export function tokensFrom(fields: TokenFields): CustomerTokens {
  const { issuer, audience, leewayS, from, url, keys } = fields;
  return {
    issuer: issuer.trim(),
    audience: audience.trim(),
    leewayS: Number(leewayS),
    keys:
      from === 'fetched'
        ? { type: 'fetched', url: url.trim() }
        : { type: 'pasted', keys: keysIn(keys) },
  };
}

/** PEM blocks, and whatever else is divided by an empty line. */
export function keysIn(text: string): string[] {
  return text
    .split(/\n\s*\n|(?<=-----END [A-Z ]+-----)\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
