// What all webhooks of Meta share: the handshake, and a signature over the bytes as they were sent.
// Meta escapes what it signs (`\u00fc`, `\/`), so that the same JSON written again has another one.
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started, checked 2026-11-25
import { createHmac } from 'node:crypto';
import type { Entry, RawRequest, Verified } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { jsonOf } from '../provider/json-of.ts';
import { isSameSecret } from '../provider/same-secret.ts';

export interface MetaSecrets {
  /** Of the app that sends. */
  readonly appSecret: string;
  /** Meta repeats it when the address is entered. */
  readonly verifyToken: string;
}

const Delivered = z.object({ object: z.string(), entry: z.array(z.unknown()) });
const received = { status: 200, contentType: 'text/plain', body: 'EVENT_RECEIVED' } as const;

/** `read` makes entries of one of the request's. */
export function verifyMeta(
  request: RawRequest,
  secrets: MetaSecrets,
  object: string,
  read: (entry: unknown) => readonly Entry[],
): Verified {
  if (request.method === 'GET') return handshake(request, secrets.verifyToken);
  const given = request.headers['x-hub-signature-256'] ?? '';
  if (!isSameSecret(given, metaSignature(request.body, secrets.appSecret)))
    return { type: 'refused', why: 'signature' };
  const delivered = Delivered.safeParse(jsonOf(Buffer.from(request.body).toString('utf8')));
  if (!delivered.success || delivered.data.object !== object)
    return { type: 'refused', why: 'malformed', at: delivered.success ? 'object' : 'entry' };
  return { type: 'entries', entries: delivered.data.entry.flatMap(read), answer: received };
}

export function metaSignature(body: Uint8Array, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

function handshake({ query }: RawRequest, verifyToken: string): Verified {
  const isRight =
    query['hub.mode'] === 'subscribe' && isSameSecret(query['hub.verify_token'] ?? '', verifyToken);
  if (!isRight) return { type: 'refused', why: 'signature' };
  const body = query['hub.challenge'] ?? '';
  return { type: 'handshake', answer: { status: 200, contentType: 'text/plain', body } };
}
