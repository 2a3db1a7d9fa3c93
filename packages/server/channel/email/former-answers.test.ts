// Answers by e-mail and transcripts that a former version stored, before e-mail was a channel.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { deliveryRows } from '../deliveries/delivery-rows.ts';
import { shownOf } from '../deliveries/tell.ts';
import { takeDataFolder } from '../../adapter/data-folder/data-folder.ts';
import { testDataFolder, testLog } from '../../adapter/engines.test-support.ts';
import { leaveFormer } from '../../adapter/former-folder.test-support.ts';
import { openRecordsEngine } from '../../adapter/records/records-engine.ts';

const account = AccountId.parse('shop');
const mailed = 'true, NULL';
const underWay = "false, timestamptz '2026-11-20 10:00Z'";
const neither = 'false, NULL';

const talk = (id: string, status: string, replyTo: string) =>
  `INSERT INTO conversations (account, id, site, visitor, visitor_name, status, case_state, reply_to,
     contact, channel, address, started_at, queued_at, last_at)
   VALUES ('shop', '${id}', 'site', 'bo', '', '${status}', 'open', ${replyTo}, 'p_1', 'web', 'bo', now(), now(), now())`;
const said = (talked: string, sequence: number, id: string, body: object, sent = neither) =>
  `INSERT INTO messages (account, conversation, sequence, id, author, body, at, mailed, mailing_at)
   VALUES ('shop', '${talked}', ${sequence}, '${id}', '{"type": "agent", "user": "u", "name": "Ada"}',
     '${JSON.stringify(body)}', '2026-11-20 09:00Z', ${sent})`;
const text = { type: 'text', text: 'On its way.' };
const left = { type: 'system', note: { type: 'left-message', address: 'bo@example.com' } };
const transcript = (id: string, sending: string, sent: string) =>
  `INSERT INTO transcripts (account, conversation, asked_by, visitor, address, tries, asked_at, sending_at, sent_at)
   VALUES ('shop', '${id}', 'visitor', 'bo', 'bo@example.com', 1, now(), ${sending}, ${sent})`;

const written = [
  "INSERT INTO accounts (id, settings, salt, created_at) VALUES ('shop', '{}', '', now())",
  "INSERT INTO contacts (account, id, created_at) VALUES ('shop', 'p_1', now())",
  talk('case', 'message', "'bo@example.com'"),
  said('case', 1, 'live', text),
  said('case', 2, 'left', left),
  said('case', 3, 'sent', text, mailed),
  said('case', 4, 'lost', text, underWay),
  said('case', 5, 'refused', text),
  said('case', 6, 'note', { type: 'note', text: 'a note' }),
  talk('chat', 'ended', "'bo@example.com'"),
  said('chat', 1, 'chatted', text),
  talk('nobody', 'message', 'NULL'),
  said('nobody', 1, 'unanswered', text),
  transcript('case', 'now()', 'NULL'),
  transcript('chat', 'NULL', 'now()'),
];

test('[EM5] a folder of the former version opens: sent, failed and pending e-mails become deliveries, and nothing is sent by itself', async (t) => {
  const folder = testDataFolder();
  const data = takeDataFolder(folder.path);
  await leaveFormer(data, '266', written);
  const { records, close } = await openRecordsEngine({}, data, testLog());
  t.after(async () => {
    await close();
    data.release();
    folder.remove();
  });
  const rows = await records.withAccount(account, async (sql) => ({
    ofCase: await deliveryRows.ofConversation(sql, ConversationId.parse('case')),
    all: await sql.rows('SELECT 1 FROM deliveries'),
    jobs: await sql.rows('SELECT 1 FROM jobs'),
    begun: await sql.rows<{ conversation: string }>(
      'SELECT conversation FROM transcripts WHERE begun_at IS NOT NULL',
    ),
  }));
  assert.equal(rows.all.length, 3);
  assert.deepEqual(
    rows.ofCase
      .map(shownOf)
      .map(({ message, state, reason, channel, address }) => [
        ...[message, state, reason, channel, address],
      ]),
    [
      ['sent', 'sent', null, 'email', 'bo@example.com'],
      ['lost', 'uncertain', null, 'email', 'bo@example.com'],
      ['refused', 'failed', 'other', 'email', 'bo@example.com'],
    ],
  );
  assert.deepEqual(rows.jobs, []);
  assert.deepEqual(
    rows.begun.map(({ conversation }) => conversation),
    ['case'],
  );
});
