// The customer tokens of a site as the fields of their form, and back.
import { z } from 'zod';
import type { CustomerTokens } from '@opportune/protocol/campaign/configuration.ts';

export const TokenFields = z.object({
  issuer: z.string().trim().min(1).max(512),
  audience: z.string().trim().min(1).max(512),
  from: z.enum(['fetched', 'pasted']),
  url: z.string().trim().max(1024),
  /** Public keys as PEM or JWK, separated by empty lines. */
  keys: z.string(),
  leewayS: z.number().min(0).max(300),
});
export type TokenFields = z.infer<typeof TokenFields>;

export function tokenFieldsOf(tokens: CustomerTokens | null | undefined): TokenFields {
  const { issuer = '', audience = '', leewayS = 60, keys } = tokens ?? {};
  return {
    ...{ issuer, audience, leewayS },
    from: keys?.type ?? 'fetched',
    url: keys?.type === 'fetched' ? keys.url : '',
    keys: keys?.type === 'pasted' ? keys.keys.join('\n\n') : '',
  };
}

/** The tokens that the fields describe. The server decides whether they are allowed. */
export function tokensFrom(fields: TokenFields): CustomerTokens {
  const { issuer, audience, leewayS, from, url, keys } = fields;
  return {
    ...{ issuer, audience, leewayS },
    keys: from === 'fetched' ? { type: from, url } : { type: from, keys: keysIn(keys) },
  };
}

/** Splits PEM blocks, and anything else at empty lines. */
export function keysIn(text: string): string[] {
  return text
    .split(/\n\s*\n|(?<=-----END [A-Z ]+-----)\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
