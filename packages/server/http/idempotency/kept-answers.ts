// Stores requests with an idempotency key: that they began, and their response. A response may
// contain secrets, so it is encrypted with the client's key, which is not stored.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { refuse } from '../problem/refusal.ts';

const keptMs = 24 * 3600_000;

/** `text` is unique to one user of the account. */
export interface Key {
  readonly account: AccountId;
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** `unanswered`: the request began, and no response was stored. */
export type Kept = Answer | 'unanswered' | undefined;

interface Row {
  readonly request_hash: Buffer;
  readonly status: number | null;
  readonly sealed_body: Buffer | null;
}

export interface KeptAnswers {
  /** Throws `request.key_reused` if the key was used for another request. */
  find(key: Key, request: string): Promise<Kept>;
  /**
   * Notes that the request begins and returns undefined. If the key is known, behaves like `find`.
   */
  begin(key: Key, request: string): Promise<Kept>;
  /** Stores the response. With null, forgets the key, so that the client may retry. */
  finish(key: Key, answer: Answer | null): Promise<void>;
}

export function createKeptAnswers(records: Records, clock: Clock): KeptAnswers {
  return {
    find: (key, request) => records.withAccount(key.account, (sql) => read(sql, key, request)),

    begin: (key, request) =>
      records.withAccount(key.account, async (sql) => {
        const now = clock.now();
        await sql.run('DELETE FROM idempotent_requests WHERE begun_at < $1', [
          new Date(now - keptMs),
        ]);
        const inserted = await sql.run(
          `INSERT INTO idempotent_requests (account, key_hash, request_hash, begun_at)
           VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
          [key.account, sha256(key.text), sha256(request), new Date(now)],
        );
        return inserted === 1 ? undefined : read(sql, key, request);
      }),

    finish: async ({ account, text }, answer) => {
      await records.withAccount(account, (sql) =>
        answer === null
          ? sql.run('DELETE FROM idempotent_requests WHERE key_hash = $1', [sha256(text)])
          : sql.run(
              'UPDATE idempotent_requests SET status = $2, sealed_body = $3 WHERE key_hash = $1',
              [sha256(text), answer.status, seal(text, answer.body)],
            ),
      );
    },
  };
}

async function read(sql: Sql, { text }: Key, request: string): Promise<Kept> {
  const row = await sql.row<Row>(
    'SELECT request_hash, status, sealed_body FROM idempotent_requests WHERE key_hash = $1',
    [sha256(text)],
  );
  if (row === undefined) return undefined;
  if (!row.request_hash.equals(sha256(request))) throw refuse('request.key_reused');
  if (row.status === null || row.sealed_body === null) return 'unanswered';
  return { status: row.status, body: open(text, row.sealed_body) };
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
