// Other conversations of the same person, on real records. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import { ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
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

async function talk(id: string, visitor: string, startedAt: number): Promise<ConversationId> {
  const { record } = await stage.store.open(
    stage.account,
    id,
    {
      id: ConversationId.parse(id),
      site: stage.visitor().link.site,
      ...visitorAddress(VisitorId.parse(visitor)),
      visitor: VisitorId.parse(visitor),
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
  return record.id;
}

async function verify(visitor: string, userId: string): Promise<void> {
  await records.withAccount(stage.account, (sql) =>
    sql.run(
      `INSERT INTO customers (account, user_id, visitor, site, verified_at, seen_at)
       VALUES ($1, $2, $3, 'shop', now(), now())`,
      [stage.account, userId, visitor],
    ),
  );
}

const ids = async (of: ConversationId, query: object = {}): Promise<string[]> =>
  (await earlier(stage.account, of, PageQuery.parse(query))).items.map(({ id }) => id);

test('[J4] the others of the same browser, and of those verified as the same customer', async () => {
  const now = await talk('now', 'phone', 5);
  await talk('before', 'phone', 4);
  await talk('desk', 'laptop', 3);
  await talk('stranger', 'another', 2);
  assert.deepEqual(await ids(now), ['before']);
  await verify('phone', 'clara');
  await verify('another', 'bruno');
  assert.deepEqual(await ids(now), ['before']);
  await verify('laptop', 'clara');
  assert.deepEqual(await ids(now), ['before', 'desk']);
  const first = await earlier(stage.account, now, PageQuery.parse({ limit: 1 }));
  assert.deepEqual(await ids(now, { limit: 1, cursor: first.next }), ['desk']);
});

test('[J4] nothing of another account', async () => {
  const other = await stage.anotherAccount();
  await assert.rejects(
    earlier(other, ConversationId.parse('now'), PageQuery.parse({})),
    (error) => error instanceof Refusal && error.problem.code === 'request.not_found',
  );
});
