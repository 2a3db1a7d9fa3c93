// What webhooks may use of the store, on a real PostgreSQL: events that wait, and the log of those that
// ended.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { AccountId, ContactId, WebhookEventId, WebhookId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import type { Ground } from '@opportune/server/ground.ts';
import { openOutbound } from '@opportune/server/outbound.ts';
import { Refusal } from '@opportune/server/http/problem/refusal.ts';
import {
  type SampleGround,
  sampleGround,
} from '@opportune/server/sample/sample-ground.test-support.ts';
import { EventJob, eventJob } from '@opportune/server/webhook/event-job.ts';
import { eventKind } from '@opportune/server/webhook/post-event.ts';
import { type Happening, tellWebhooks } from '@opportune/server/webhook/tell-webhooks.ts';
import { insertWebhook, listWebhooks } from '@opportune/server/webhook/webhook-rows.ts';
import { createWebhooks } from '@opportune/server/webhook/webhooks.ts';

const MiB = 1024 * 1024;
const webhook = WebhookId.parse('h_one');
const contact = ContactId.parse('c-ada');
const happening: Happening = {
  type: 'contact.moved',
  subject: contact,
  data: { contact, addresses: [] },
};
let open: SampleGround;
let ground: Ground;
before(async () => {
  open = await sampleGround();
  ground = open.ground;
});
after(() => open[Symbol.asyncDispose]());

const parts = () => ({ ...ground.world, jobs: ground.jobs });

async function withWebhook(url = 'https://receiver.example') {
  const account = AccountId.parse(`a-${randomUUID()}`);
  const run = (text: string, ...values: unknown[]) =>
    ground.records.withAccount(account, (sql) => sql.run(text, values));
  await run(
    "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())",
    account,
  );
  const made = { id: webhook, name: 'Ours', url, secret: 'sealed', createdAt: Date.now() };
  await ground.records.withAccount(account, (sql) =>
    insertWebhook(sql, account, { ...made, events: ['contact.moved'] }),
  );
  return {
    account,
    run,
    /** Events of a mebibyte each, the newest first. */
    fill: (many: number, state: 'waiting' | 'delivered') =>
      run(
        `INSERT INTO webhook_events (account, id, webhook, type, subject, body, state, made_at)
         SELECT $1, 'e' || lpad(n::text, 4, '0'), $2, 'webhook.test', $2, repeat('x', $3), $4,
           now() - n * interval '1 minute'
         FROM generate_series(1, $5::int) n`,
        ...[account, webhook, MiB, state, many],
      ),
    tell: () => ground.records.withAccount(account, (sql) => tellWebhooks(parts(), sql, happening)),
    dropped: async () =>
      (await ground.records.withAccount(account, listWebhooks))[0]?.dropped ?? assert.fail(),
    ids: async () => {
      const rows = await ground.records.withAccount(account, (sql) =>
        sql.rows<{ id: string }>('SELECT id FROM webhook_events ORDER BY made_at DESC, id'),
      );
      return rows.map(({ id }) => id);
    },
  };
}

test('[WH5.2] events beyond the bytes that may wait are dropped and counted, and none is posted again', async () => {
  const { account, run, fill, tell, dropped, ids } = await withWebhook();
  const full = webhookLimits.waitingBytes / MiB;
  await fill(full - 1, 'waiting');
  await tell();
  assert.deepEqual([(await ids()).length, await dropped()], [full, 0]);
  await run(
    `INSERT INTO webhook_events (account, id, webhook, type, subject, body, state, made_at)
     VALUES ($1, 'ended', $2, 'webhook.test', $2, 'x', 'delivered', now())`,
    ...[account, webhook],
  );
  await run("UPDATE webhook_events SET body = repeat('x', $1) WHERE id = 'e0001'", 2 * MiB);
  await tell();
  await tell();
  assert.deepEqual([(await ids()).length, await dropped()], [full + 1, 2]);
  const webhooks = createWebhooks({
    ...{
      ...parts(),
      records: ground.records,
      sealing: ground.sealing,
      mayReach: async () => true,
      newestOrdinal: () => 0,
    },
  });
  const again = () => webhooks.sendAgain(account, webhook, WebhookEventId.parse('ended'));
  const isFull = (error: unknown): boolean =>
    error instanceof Refusal && error.problem.code === 'request.conflict';
  await assert.rejects(again(), isFull);
  await assert.rejects(webhooks.test(account, webhook), isFull);

  await run("DELETE FROM webhook_events WHERE id = 'e0001'");
  assert.equal((await again()).state, 'waiting');
});

test('[WH4.4] the log loses its oldest ended events beyond its bytes, and none that waits', async () => {
  const receiver = createServer((_, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const { account, run, fill, tell, ids } = await withWebhook(`http://127.0.0.1:${port}`);
  const outbound = openOutbound(true);
  const kept = webhookLimits.keptBytes / MiB;
  await fill(kept + 3, 'delivered');
  const oldest = `e${String(kept + 3).padStart(4, '0')}`;
  await run("UPDATE webhook_events SET state = 'waiting' WHERE id = $1", oldest);
  const kind = eventKind({
    ...{ records: ground.records, clock: ground.world.clock, reach: outbound.request },
    ...{
      jobs: ground.jobs,
      keysOf: () => [Buffer.from('key')],
      paused: () => assert.fail('it is paused'),
    },
  });
  const post = async (): Promise<void> => {
    await tell();
    const now = Date.now();
    const [job] = await ground.jobs.lease(account, {
      ...{ lease: `test/${randomUUID()}`, now, until: now + 600_000, kinds: [eventJob] },
      ...{ most: 1, ofLane: 1, held: new Map<string, number>() },
    });
    assert.ok(job !== undefined);
    const payload = EventJob.parse(job.payload);
    const outcome = await kind.handle({ ...job, account, payload, endsBy: now + 15_000 });
    const along = outcome.along ?? assert.fail('it notes nothing');
    await ground.jobs.settle(account, job, { type: 'done' }, now, (sql) => along(sql, null));
  };

  await post();
  assert.equal((await ids()).length, kept + 4, 'it is not measured for each event');
  await run('UPDATE webhooks SET unmeasured = $1', webhookLimits.measuredBytes - 1);
  await post();
  const left = await ids();
  assert.ok(left.includes(oldest), 'the oldest waits');
  // The two that were posted are small, and take the place of one large one.
  assert.equal(left.length, 2 + (kept - 1) + 1);
  assert.ok(!left.includes(`e${String(kept).padStart(4, '0')}`));
  receiver.close();
});
