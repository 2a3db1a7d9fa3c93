// A webhook that is removed while something happens that it is subscribed to, on a real PostgreSQL.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type AccountId, WebhookId } from '@opportune/protocol/ids.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { type Bench, openBench } from '../testing/jobs-bench.test-support.ts';
import { untilOthersWait } from '../testing/lock-waits.test-support.ts';
import { tellWebhooks } from './tell-webhooks.ts';
import { deleteWebhook, insertWebhook } from './webhook-rows.ts';

let bench: Bench;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());

async function webhookOf(account: AccountId): Promise<WebhookId> {
  const id = WebhookId.parse(`h_${randomUUID()}`);
  const url = 'https://receiver.example/';
  const made = { id, name: 'Ours', url, secret: 'sealed', createdAt: bench.time.now() };
  await bench.records.withAccount(account, (sql) =>
    insertWebhook(sql, account, { ...made, events: ['message.created'] }),
  );
  return id;
}

function tell(account: AccountId): Promise<unknown> {
  const { records, jobs, time } = bench;
  const bus = openMemoryBus(testLog());
  const parts = { bus, jobs, ids: { next: () => randomUUID() }, clock: { now: time.now } };
  const data = { conversation: 'talk', message: { text: 'Hello' } } as never;
  return records.withAccount(account, (sql) =>
    tellWebhooks(parts, sql, { type: 'message.created', subject: 'talk', data }),
  );
}

test('[WH2.8] what happens while a webhook is removed succeeds, and is told to the others', async () => {
  const account = await bench.account();
  const removed = await webhookOf(account);
  const stays = await webhookOf(account);
  const told = await bench.records.withAccount(account, async (sql) => {
    await deleteWebhook(sql, removed);
    const telling = tell(account).then(
      () => 'told',
      (error: unknown) => error,
    );
    await untilOthersWait(bench.records, sql);
    return { telling };
  });
  assert.equal(await told.telling, 'told');
  const rows = await bench.records.withAccount(account, (sql) =>
    sql.rows<{ webhook: string }>('SELECT webhook FROM webhook_events', []),
  );
  assert.deepEqual(rows, [{ webhook: stays }]);
});
