// Other conversations of the same contact, on real records. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelId, ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { PageQuery } from '@opportune/protocol/rest/common.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createEarlier, type Earlier } from './earlier-conversations.ts';

let stage: Stage;
let records: Records;
let earlier: Earlier;
let closeEngines: () => Promise<void>;

before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
  stage = await openStage();
  earlier = createEarlier(records, stage.store);
});
after(async () => {
  await stage.close();
  await closeEngines();
});

/** At the address of a visitor, or of a telephone. */
async function talk(id: string, address: string, startedAt: number): Promise<Conversation> {
  const isWeb = !address.startsWith('+');
  const { record } = await stage.store.open(
    stage.account,
    id,
    {
      id: ConversationId.parse(id),
      ...{ channel: isWeb ? webChannel : ChannelId.parse('sms'), address },
      site: isWeb ? stage.visitor().link.site : null,
      visitor: isWeb ? VisitorId.parse(address) : null,
      visitorName: '',
      skill: null,
      origin: null,
      startedAt,
      replyTo: null,
      topic: null,
      status: 'waiting',
    },
    [],
  );
  return record;
}

/** From then on the person at the address is the contact of that conversation. */
async function join(
  { channel, address }: Pick<Conversation, 'channel' | 'address'>,
  { contact }: Conversation,
): Promise<void> {
  await records.withAccount(stage.account, (sql) =>
    sql.run(
      `WITH moved AS (
         UPDATE contact_addresses SET contact = $3 WHERE channel = $1 AND address = $2
       ) UPDATE conversations SET contact = $3 WHERE channel = $1 AND address = $2`,
      [channel, address, contact],
    ),
  );
}

const ids = async (of: ConversationId, query: object = {}): Promise<string[]> =>
  (await earlier(stage.account, of, PageQuery.parse(query))).items.map(({ id }) => id);

test('[J4] the others of the same contact, over all channels, newest first', async () => {
  const now = await talk('now', 'phone', 5);
  await talk('before', 'phone', 4);
  const [laptop, sms] = [await talk('desk', 'laptop', 3), await talk('sms', '+31', 2)];
  await talk('stranger', 'another', 1);
  assert.deepEqual(await ids(now.id), ['before']);
  await join(laptop, now);
  await join(sms, now);
  assert.deepEqual(await ids(now.id), ['before', 'desk', 'sms']);
  assert.deepEqual(await ids(sms.id), ['now', 'before', 'desk']);
  const first = await earlier(stage.account, now.id, PageQuery.parse({ limit: 1 }));
  assert.deepEqual(await ids(now.id, { limit: 1, cursor: first.next }), ['desk']);
});

test('[J4] nothing of another account', async () => {
  const other = await stage.anotherAccount();
  await assert.rejects(
    earlier(other, ConversationId.parse('now'), PageQuery.parse({})),
    (error) => error instanceof Refusal && error.problem.code === 'request.not_found',
  );
});
