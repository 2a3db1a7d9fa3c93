// Addresses that were stored before they had one spelling, and how much it costs to ask about one of many.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { ownRecords } from '../adapter/engines.test-support.ts';
import { isConversationSuppressed } from './permission-rows.ts';

const account = AccountId.parse('a');
const migration = path.join(
  import.meta.dirname,
  '../adapter/migrations/records/481_permission_addresses.sql',
);
/** Far more than looking at each suppression would allow. */
const many = 100_000;
const mostMs = 300;

let engine: Awaited<ReturnType<typeof ownRecords>>;
let owner: pg.Client;

before(async () => {
  engine = await ownRecords();
  owner = new pg.Client(engine.owner);
  await owner.connect();
  await owner.query(
    `INSERT INTO accounts (id, settings, salt, created_at) VALUES ('a', '{}', 's', now())`,
  );
  await owner.query(
    `INSERT INTO channels (account, id, kind, created_at) VALUES ('a', 'mail', 'email', now()), ('a', 'line', 'line', now())`,
  );
  // Conversations refer to contacts, which are not needed here.
  await owner.query('SET session_replication_role = replica');
});
after(async () => {
  await owner.end();
  await engine.close();
});

test('[OI2] of several spellings of an address the suppression that takes most to release is kept', async () => {
  await owner.query(
    `INSERT INTO suppressions (account, channel, address, reason, words, since, released_at) VALUES
       ('a', 'mail', 'Zoe@post.example', 'account', 'her lawyer wrote', '2026-01-01', NULL),
       ('a', 'mail', 'zoe@post.example', 'blocked', '', '2026-02-01', NULL),
       ('a', 'mail', 'Ann@post.example', 'account', 'released', '2026-02-01', '2026-03-01'),
       ('a', 'mail', 'ANN@post.example', 'link', 'holds', '2026-01-01', NULL),
       ('a', 'line', 'Zoe', 'blocked', '', '2026-01-01', NULL)`,
  );
  const [, statements = ''] = readFileSync(migration, 'utf8').split('TO opportune_app;');
  await owner.query(statements);
  const { rows } = await owner.query(
    'SELECT channel, address, reason, words FROM suppressions ORDER BY channel, address',
  );
  assert.deepEqual(rows, [
    { channel: 'line', address: 'Zoe', reason: 'blocked', words: '' },
    { channel: 'mail', address: 'ann@post.example', reason: 'link', words: 'holds' },
    { channel: 'mail', address: 'zoe@post.example', reason: 'account', words: 'her lawyer wrote' },
  ]);
});

test('[OI4] whether a conversation may be answered costs the same with 100,000 suppressed addresses', async () => {
  await owner.query(
    `INSERT INTO suppressions (account, channel, address, reason, words, since)
     SELECT 'a', 'mail', 'person' || n || '@post.example', 'blocked', '', now()
     FROM generate_series(1, $1::int) AS n`,
    [many],
  );
  await owner.query(
    `INSERT INTO suppressions (account, channel, address, reason, words, since)
     VALUES ('a', 'line', 'Una', 'blocked', '', now())`,
  );
  await owner.query('ANALYZE suppressions');
  const isSuppressed = async (
    id: string,
    of: { channel: string; address?: string; status?: string; replyTo?: string },
  ): Promise<boolean> => {
    await owner.query(
      `INSERT INTO conversations (account, id, visitor_name, status, started_at, queued_at, last_at,
         channel, contact, address, reply_to)
       VALUES ('a', $1, 'x', $2, now(), now(), now(), $3, 'x', $4, $5)`,
      [id, of.status ?? 'waiting', of.channel, of.address ?? 'v', of.replyTo ?? null],
    );
    const tookMs: number[] = [];
    let found = false;
    for (let times = 0; times < 3; times += 1) {
      const begun = performance.now();
      found = await engine.records.withAccount(account, (sql) =>
        isConversationSuppressed(sql, ConversationId.parse(id)),
      );
      tookMs.push(performance.now() - begun);
    }
    assert.ok(Math.min(...tookMs) < mostMs, `${tookMs} ms`);
    return found;
  };
  assert.equal(
    await isSuppressed('t1', { channel: 'mail', address: 'Nobody@post.example' }),
    false,
  );
  assert.equal(
    await isSuppressed('t2', { channel: 'mail', address: 'Person7@post.example' }),
    true,
  );
  assert.equal(
    await isSuppressed('t3', { channel: 'line', address: 'person7@post.example' }),
    false,
  );
  assert.equal(await isSuppressed('t4', { channel: 'line', address: 'Una' }), true);
  await owner.query(
    `INSERT INTO suppressions (account, channel, address, reason, words, since)
     VALUES ('a', 'email', 'eve@post.example', 'link', '', now())`,
  );
  const left = { channel: 'web', replyTo: 'Eve@post.example' };
  assert.equal(await isSuppressed('t5', { ...left, status: 'message' }), true);
  assert.equal(await isSuppressed('t6', left), false);
});
