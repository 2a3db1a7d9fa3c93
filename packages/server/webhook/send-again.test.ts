// Events that are put into the log by hand or wait for a paused webhook, on a real PostgreSQL: the bound of
// those that wait, and a webhook that is resumed while a job looks at it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type AccountId, type WebhookEventId, WebhookId } from '@opportune/protocol/ids.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { testSealing } from '../sealing/sealing.test-support.ts';
import { type Bench, openBench } from '../testing/jobs-bench.test-support.ts';
import { EventJob, eventJob, laneOf } from './event-job.ts';
import { eventKind } from './post-event.ts';
import { store } from './tell-webhooks.ts';
import { changeWebhook, insertWebhook } from './webhook-rows.ts';
import { createWebhooks } from './webhooks.ts';

let bench: Bench;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());

async function subscribed() {
  const { records, jobs, time } = bench;
  const account = await bench.account();
  const id = WebhookId.parse(`h_${randomUUID()}`);
  const clock = { now: time.now };
  const ids = { next: () => randomUUID() };
  const url = 'https://receiver.example/';
  const event = await records.withAccount(account, async (sql) => {
    const made = { id, name: 'Ours', url, secret: 'sealed', createdAt: time.now() };
    await insertWebhook(sql, account, { ...made, events: ['message.created'] });
    const happening = { type: 'webhook.test', subject: id, data: {} } as const;
    return store({ jobs, ids, clock }, sql, { account, webhook: id }, happening);
  });
  const webhooks = createWebhooks({
    ...{ records, jobs, clock, ids, bus: openMemoryBus(testLog()) },
    ...{ sealing: testSealing(), mayReach: async () => true, newestOrdinal: () => 0 },
  });
  return { account, id, event, webhooks, clock };
}

test('[WH5.2] no more than the most events wait, also if they are sent again by hand', async () => {
  const { account, id, event, webhooks } = await subscribed();
  await ended(account, event);
  await bench.records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO jobs (account, id, kind, key, lane, payload, is_first, made_at, due_at, deadline_at)
       SELECT $1, 'full' || n, 'test', 'full' || n, $2, '{}', true, now(), now(), now() + interval '1 day'
       FROM generate_series(1, $3::int) AS n`,
      [account, laneOf(id), webhookLimits.waiting],
    ),
  );
  const refused = (error: unknown) =>
    error instanceof Refusal && error.problem.code === 'request.conflict';
  await assert.rejects(webhooks.sendAgain(account, id, event), refused);
  const { state } = await webhooks.event(account, id, event);
  assert.equal(state, 'delivered');
  await bench.records.withAccount(account, (sql) => sql.run("DELETE FROM jobs WHERE id = 'full1'"));
  assert.equal((await webhooks.sendAgain(account, id, event)).state, 'waiting');
});

test('[WH5.1] an event leaves at once if its webhook is resumed while a job looks at it', async () => {
  const { account, id, webhooks, clock } = await subscribed();
  const { records, jobs } = bench;
  await records.withAccount(account, (sql) => changeWebhook(sql, id, { state: 'paused' }));
  const kind = eventKind({
    ...{ records, clock, jobs, keysOf: () => assert.fail('it is posted') },
    ...{ reach: () => assert.fail('it is posted'), paused: () => assert.fail('it is paused') },
  });
  const now = clock.now();
  const [job] = await jobs.lease(account, {
    ...{ lease: `test/${randomUUID()}`, now, until: now + jobLimits.leaseMs, kinds: [eventJob] },
    ...{ most: 1, ofLane: 1, held: new Map<string, number>() },
  });
  assert.ok(job);
  const work = { ...job, account, payload: EventJob.parse(job.payload), endsBy: now + 1000 };
  const outcome = await kind.handle(work);
  assert.ok(outcome.type === 'later');
  await webhooks.change(account, id, { state: 'active' });
  const again = { dueAt: outcome.at, deadlineAt: job.deadlineAt, reason: null };
  await jobs.settle(account, job, { type: 'again', ...again }, now, async (sql) =>
    outcome.along?.(sql, outcome.at),
  );
  const row = await records.withAccount(account, (sql) =>
    sql.row<{ due_at: Date }>('SELECT due_at FROM jobs WHERE id = $1', [job.id]),
  );
  assert.ok((row?.due_at.getTime() ?? Infinity) <= clock.now());
});

async function ended(account: AccountId, event: WebhookEventId): Promise<void> {
  await bench.records.withAccount(account, async (sql) => {
    await sql.run("UPDATE webhook_events SET state = 'delivered' WHERE id = $1", [event]);
    await sql.run('DELETE FROM jobs');
  });
}
