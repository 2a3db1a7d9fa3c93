// A POST with `Idempotency-Key` is performed once: the same key and request again get the first
// answer for a day. The stored answer is sealed with the client's key, which is not stored, because
// answers may hold secrets. Requests that were refused are not remembered.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import { refuse } from './refusal.ts';

const keptMs = 24 * 3600_000;
const header = 'idempotency-key';

interface Row {
  readonly request_hash: Buffer;
  readonly status: number | null;
  readonly sealed_body: Buffer | null;
}

/** Adds the behaviour to every POST of a signed-in user. Registers after the guard of routes. */
export function rememberAnswers(app: App, records: Records, clock: Clock): void {
  const underway = new WeakMap<FastifyRequest, { account: AccountId; key: string }>();

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers[header];
    if (request.method !== 'POST' || typeof key !== 'string' || request.principal === null) return;
    if (key === '' || key.length > 200) throw refuse('request.invalid', { path: header });
    const { account, user } = request.principal;
    const scoped = `${user.id}\n${key}`;
    const earlier = await begin(
      records,
      account,
      scoped,
      requestHash(request),
      new Date(clock.now()),
    );
    if (earlier === null) return void underway.set(request, { account, key: scoped });
    return answerAgain(earlier, request, reply, scoped);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const begun = underway.get(request);
    if (begun === undefined) return payload;
    underway.delete(request);
    const kept = reply.statusCode < 300 && typeof payload === 'string';
    await finish(
      records,
      begun.account,
      begun.key,
      kept ? { status: reply.statusCode, body: payload } : null,
    );
    return payload;
  });
}

/** Null where this is the first time; else what is stored. */
async function begin(
  records: Records,
  account: AccountId,
  key: string,
  hash: Buffer,
  now: Date,
): Promise<Row | null> {
  return records.withAccount(account, async (sql) => {
    await sql.run('DELETE FROM idempotent_requests WHERE begun_at < $1', [
      new Date(now.getTime() - keptMs),
    ]);
    const inserted = await sql.run(
      `INSERT INTO idempotent_requests (account, key_hash, request_hash, begun_at)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [account, sha256(key), hash, now],
    );
    if (inserted === 1) return null;
    const row = await sql.row<Row>(
      'SELECT request_hash, status, sealed_body FROM idempotent_requests WHERE key_hash = $1',
      [sha256(key)],
    );
    if (row === undefined) throw refuse('request.conflict');
    if (!row.request_hash.equals(hash)) throw refuse('request.key_reused');
    return row;
  });
}

/** Forgets the key where there is no answer to keep, so that the client may try again. */
async function finish(
  records: Records,
  account: AccountId,
  key: string,
  answer: { status: number; body: string } | null,
): Promise<void> {
  await records.withAccount(account, async (sql) => {
    if (answer === null)
      return sql.run('DELETE FROM idempotent_requests WHERE key_hash = $1', [sha256(key)]);
    return sql.run(
      'UPDATE idempotent_requests SET status = $2, sealed_body = $3 WHERE key_hash = $1',
      [sha256(key), answer.status, seal(key, answer.body)],
    );
  });
}

function answerAgain(
  row: Row,
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
): FastifyReply {
  if (row.status === null || row.sealed_body === null) {
    const detail =
      'This request is being performed, or was cut short: load what it changes to see whether it took effect.';
    throw refuse('request.conflict', { detail });
  }
  reply
    .header('idempotency-replayed', 'true')
    .code(row.status)
    .type('application/json; charset=utf-8');
  return reply.serializer((payload: unknown) => String(payload)).send(open(key, row.sealed_body));
}

function requestHash(request: FastifyRequest): Buffer {
  return sha256(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sealingKey(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'opportune idempotent answer', 32));
}

function seal(key: string, body: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce);
  const text = Buffer.concat([cipher.update(body, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function open(key: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}
