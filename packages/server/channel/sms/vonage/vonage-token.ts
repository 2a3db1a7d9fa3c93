// JSON Web Tokens (RFC 7519) as Vonage uses them: it signs its requests with HS256 and names the digest
// of the body, and we sign ours with RS256.
// https://developer.vonage.com/en/getting-started/concepts/webhooks#signed-webhooks, checked 2026-11-25
import { createHash, createHmac, type KeyObject, randomUUID, sign } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../provider/json-of.ts';
import { isSameSecret } from '../../provider/same-secret.ts';

const Header = z.object({ alg: z.string() });
const Claims = z.object({ payload_hash: z.string(), api_key: z.string() });

/** Whether the header `Authorization` proves that Vonage sent this body to the owner of the key. */
export function isSignedByVonage(
  authorization: string,
  body: Uint8Array,
  { apiKey, signatureSecret }: { readonly apiKey: string; readonly signatureSecret: string },
): boolean {
  const found = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization);
  if (found === null) return false;
  const [, head = '', payload = '', given = ''] = found;
  const wanted = createHmac('sha256', signatureSecret).update(`${head}.${payload}`);
  if (!isSameSecret(given, wanted.digest('base64url'))) return false;
  if (Header.safeParse(read(head)).data?.alg !== 'HS256') return false;
  const claims = Claims.safeParse(read(payload)).data;
  if (claims === undefined) return false;
  const digest = createHash('sha256').update(body).digest('hex');
  return (
    isSameSecret(claims.payload_hash.toLowerCase(), digest) && isSameSecret(claims.api_key, apiKey)
  );
}

function read(part: string): unknown {
  return jsonOf(Buffer.from(part, 'base64url').toString('utf8'));
}

/** How long a token holds: one call takes seconds. */
const heldS = 300;

export function vonageToken(applicationId: string, key: KeyObject, now: number): string {
  const iat = Math.floor(now / 1000);
  const claims = { application_id: applicationId, iat, exp: iat + heldS, jti: randomUUID() };
  const text = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
