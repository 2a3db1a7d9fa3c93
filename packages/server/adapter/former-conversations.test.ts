// Conversations stored by an earlier version, before there were contacts and channels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitorAddress, emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import { AccountId, ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { openConversationStore } from './conversations/conversation-store-postgres.ts';
import { takeDataFolder } from './data-folder/data-folder.ts';
import { testDataFolder, testLog } from './engines.test-support.ts';
import { leaveFormer } from './former-folder.test-support.ts';
import { openRecordsEngine } from './records/records-engine.ts';

const account = AccountId.parse('shop');
const talk = (id: string, visitor: string, name: string, hour: number) =>
  `INSERT INTO conversations (account, id, site, visitor, visitor_name, status, started_at, queued_at, last_at)
   SELECT 'shop', '${id}', 'site', '${visitor}', '${name}', 'ended', at, at, at
   FROM (SELECT timestamptz '2026-11-20 00:00Z' + interval '${hour} hours' AS at) AS began`;
const verified = (visitor: string, customer: string) =>
  `INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at)
   VALUES ('shop', '${customer}', '${visitor}', 'site', now(), now())`;

/** Mia has two browsers, Bo one; two customers share the fourth. */
const written = [
  "INSERT INTO accounts (id, settings, salt, created_at) VALUES ('shop', '{}', '', now())",
  talk('c1', 'mia-laptop', '', 1),
  talk('c2', 'mia-laptop', 'Mia', 2),
  talk('c3', 'mia-phone', '', 3),
  talk('c4', 'bo', 'Bo', 4),
  talk('c5', 'shared', 'Anna', 5),
  verified('mia-laptop', 'mia'),
  verified('mia-phone', 'mia'),
  verified('shared', 'anna'),
  verified('shared', 'ben'),
  "INSERT INTO conversation_requests VALUES ('shop', 'bo', 'r1', 'c4')",
  "INSERT INTO blocked_visitors (account, visitor, blocked_by, at) VALUES ('shop', 'shared', 'ada', now())",
];

test('[CT1] a folder of the former version opens: each conversation has its contact, and nothing is lost', async (t) => {
  const folder = testDataFolder();
  const data = takeDataFolder(folder.path);
  await leaveFormer(data, '250', written);
  const opened = await openRecordsEngine({}, data, testLog());
  t.after(async () => {
    await opened.close();
    data.release();
    folder.remove();
  });
  const store = openConversationStore(opened.records);
  const found = await store.list(account, { before: null, limit: 9 });
  assert.deepEqual(
    found.map(({ id, channel, address, visitor, site }) => [id, channel, address, visitor, site]),
    [
      ['c5', 'web', 'shared', 'shared', 'site'],
      ['c4', 'web', 'bo', 'bo', 'site'],
      ['c3', 'web', 'mia-phone', 'mia-phone', 'site'],
      ['c2', 'web', 'mia-laptop', 'mia-laptop', 'site'],
      ['c1', 'web', 'mia-laptop', 'mia-laptop', 'site'],
    ],
  );
  const [shared, bo, phone, laptop, first] = found.map(({ contact }) => contact);
  assert.deepEqual([phone, first], [laptop, laptop]);
  assert.equal(new Set([shared, bo, phone]).size, 3);
  const rows = await opened.records.withAccount(account, (sql) =>
    sql.rows<{ name: string; channel: string; address: string }>(
      `SELECT name, channel, address FROM contacts
       JOIN contact_addresses ON contact = contacts.id ORDER BY channel, address`,
    ),
  );
  assert.deepEqual(
    rows.map(({ name, channel, address }) => `${name} ${channel} ${address}`),
    ['Mia customer mia', 'Bo web bo', 'Mia web mia-laptop', 'Mia web mia-phone', 'Anna web shared'],
  );
  const at = (visitor: string) => visitorAddress(VisitorId.parse(visitor));
  assert.equal(await store.byRequest(account, at('bo'), 'r1'), ConversationId.parse('c4'));
  assert.equal(await store.isBlocked(account, at('shared')), true);
  assert.equal(await store.isBlocked(account, at('bo')), false);
  const channels = await opened.records.withAccount(account, (sql) =>
    sql.rows<{ id: string; kind: string }>('SELECT id, kind FROM channels ORDER BY id'),
  );
  assert.deepEqual(
    channels.map(({ id, kind }) => [id, kind]),
    [emailChannel, webChannel].map((each) => [each, each]),
  );
});
