// Signatures by the convention of Standard Webhooks 1.0.0: HMAC-SHA256 over id, timestamp and the body
// as it is sent, `v1,` and base64, several apart by spaces. The clock is given; the convention's library
// reads that of the machine, so it judges this file in a test and does not run here.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const prefix = 'whsec_';
const toleranceMs = 5 * 60_000;
/** The convention asks for 24 to 64. */
const secretBytes = 32;

export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

export function newSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

/** The key of a secret as it is written; null: it is none. */
export function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(prefix)) return null;
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}

/** Signed with each of the keys. */
export function signedHeaders(
  keys: readonly Buffer[],
  id: string,
  body: string,
  now: number,
): SignedHeaders {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = keys.map(
    (key) => `v1,${signatureOf(key, id, timestamp, body).toString('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** The id of a request that is signed with one of the keys within five minutes of now; else why it is not. */
export function verifySigned(
  keys: readonly Buffer[],
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  now: number,
): { readonly id: string } | 'signature' | 'replay' {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers;
  // An id with a dot could stand for another id and another time.
  if (id === '' || id.includes('.') || !/^\d{1,12}$/.test(timestamp)) return 'signature';
  const wanted = keys.map((key) => signatureOf(key, id, timestamp, body));
  const given = (headers['webhook-signature'] ?? '').split(' ').slice(0, mostSignatures);
  if (!given.some((each) => wanted.some((one) => isSame(each, one)))) return 'signature';
  return Math.abs(now - Number(timestamp) * 1000) > toleranceMs ? 'replay' : { id };
}

/** A sender that changes its secret signs with both. */
const mostSignatures = 5;

function signatureOf(
  key: Buffer,
  id: string,
  timestamp: string,
  body: string | Uint8Array,
): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

function isSame(signature: string, wanted: Buffer): boolean {
  const [version, text = ''] = signature.split(',', 2);
  const given = Buffer.from(text, 'base64');
  return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
}
