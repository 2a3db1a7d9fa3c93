// The token by which a business's server vouches for a customer: a JWT, HS256, `{sub, exp}`. Its
// key belongs to a secret key of the site (signing-keys.ts). Refuses other algorithms and tokens
// without expiry.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const Header = z.object({ alg: z.literal('HS256') });
const Payload = z.object({ sub: z.string().min(1).max(256), exp: z.number() });

/** Whether one of `keys` signed the token for `userId` and it is valid at `nowMs`. Never throws. */
export function tokenHolds(
  token: string,
  userId: string,
  keys: readonly Uint8Array[],
  nowMs: number,
): boolean {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || !Header.safeParse(decode(header)).success) return false;
  const given = Buffer.from(signature, 'base64url');
  const signed = keys.some((key) => {
    const wanted = createHmac('sha256', key).update(`${header}.${payload}`).digest();
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (!signed) return false;
  const said = Payload.safeParse(decode(payload));
  return said.success && said.data.sub === userId && said.data.exp * 1000 > nowMs;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
