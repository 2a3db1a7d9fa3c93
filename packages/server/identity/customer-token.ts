// Verifies a customer's token from an identity provider: a JWT (RFC 7519) as OpenID Connect signs
// it, RS256 or ES256, for one issuer and one audience. It accepts no other algorithm, whatever the
// token names, and reports what is wrong, for integrators.
import { verify } from 'node:crypto';
import { z } from 'zod';
import type { CustomerTokens } from '@opportune/protocol/campaign/configuration.ts';
import type { PublicKey } from '../http/access/public-key.ts';

export type TokenFault =
  | 'form'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'customer'
  | 'time';

/** `crit` names extensions that must be understood (RFC 7515, 4.1.11); none is. */
const Header = z.object({
  alg: z.string(),
  kid: z.string().max(256).optional(),
  crit: z.undefined().optional(),
});
const Payload = z.object({
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  sub: z.string().min(1).optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
});

export interface TokenParts {
  readonly algorithm: string;
  /** The id of the signing key, if the token names one. */
  readonly keyId: string | null;
  readonly signed: string;
  readonly signature: Buffer;
  readonly payload: unknown;
}

/** The parts of a token, all unverified. Null if it is not a token. */
export function readToken(token: string): TokenParts | null {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const said = Header.safeParse(decode(header));
  if (more.length > 0 || signature === '' || !said.success) return null;
  return {
    algorithm: said.data.alg,
    keyId: said.data.kid ?? null,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
    payload: decode(payload),
  };
}

/** The keys that may have signed it: of its algorithm, and with its key id if it names one. */
export function keysFor(parts: TokenParts, keys: readonly PublicKey[]): readonly PublicKey[] {
  return keys.filter(
    ({ id, algorithm }) =>
      algorithm === parts.algorithm && (parts.keyId === null || id === null || id === parts.keyId),
  );
}

/**
 * What is wrong with a token for `userId` that one of `keys` should have signed. Null if it is
 * valid.
 */
export function faultOf(
  parts: TokenParts,
  userId: string,
  expected: Pick<CustomerTokens, 'issuer' | 'audience' | 'leewayS'>,
  keys: readonly PublicKey[],
  nowMs: number,
): TokenFault | null {
  if (parts.algorithm !== 'RS256' && parts.algorithm !== 'ES256') return 'algorithm';
  const candidates = keysFor(parts, keys);
  if (candidates.length === 0) return 'key';
  if (!candidates.some((key) => isSignedBy(parts, key))) return 'signature';
  return faultOfClaims(parts, userId, expected, nowMs / 1000);
}

function faultOfClaims(
  { payload }: TokenParts,
  userId: string,
  expected: Pick<CustomerTokens, 'issuer' | 'audience' | 'leewayS'>,
  now: number,
): TokenFault | null {
  const said = Payload.safeParse(payload);
  if (!said.success) return 'form';
  const { iss, aud = [], sub, exp, nbf = 0, iat = 0 } = said.data;
  if (iss !== expected.issuer) return 'issuer';
  if (![aud].flat().includes(expected.audience)) return 'audience';
  if (sub !== userId) return 'customer';
  const inTime = now < exp + expected.leewayS && Math.max(nbf, iat) <= now + expected.leewayS;
  return inTime ? null : 'time';
}

function isSignedBy({ signed, signature }: TokenParts, { key }: PublicKey): boolean {
  // JWS concatenates the two numbers of an ECDSA signature (RFC 7518, 3.4).
  return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
