// Transactions that meet at the events of a webhook, on a real PostgreSQL: none waits in a circle for
// another, and a deletion rewrites only what shows its words.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { LeasedJob } from '@opportune/core/ports/jobs.ts';
import {
  AccountId,
  ChannelId,
  ConversationId,
  DeliveryId,
  MessageId,
  SiteId,
  UserId,
  VisitorId,
  WebhookId,
} from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import type { subscribed } from '@opportune/protocol/webhook/webhook.ts';
import type { z } from 'zod';
import { deliveryJob, DeliveryJob } from './channel/deliveries/delivery-job.ts';
import { tell } from './channel/deliveries/tell.ts';
import type { Ground } from './ground.ts';
import { type SampleGround, sampleGround } from './sample/sample-ground.test-support.ts';
import { untilOthersWait } from './testing/lock-waits.test-support.ts';
import { EventJob, eventJob } from './webhook/event-job.ts';
import { eventKind } from './webhook/post-event.ts';
import { deleteWebhook, insertWebhook } from './webhook/webhook-rows.ts';

const webhook = WebhookId.parse('h_one');
let open: SampleGround;
let ground: Ground;
before(async () => {
  open = await sampleGround();
  ground = open.ground;
});
after(() => open[Symbol.asyncDispose]());

type Types = readonly z.infer<typeof subscribed>[];

/** A conversation on a channel of an account whose webhook is subscribed to these. */
async function subscribedTalk(url: string, ...events: Types) {
  const account = AccountId.parse(`a-${randomUUID()}`);
  const id = ConversationId.parse(randomUUID());
  const now = Date.now();
  await ground.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())",
      [account],
    );
    const of = { id: webhook, name: 'Ours', url, secret: 'sealed', createdAt: now };
    await insertWebhook(sql, account, { ...of, events: [...events] });
  });
  await ground.conversations.open(
    account,
    'r',
    {
      ...{ id, channel: ChannelId.parse('c1'), address: '1', visitorName: '', status: 'waiting' },
      ...{ site: SiteId.parse('shop'), visitor: VisitorId.parse(randomUUID()) },
      ...{ skill: null, origin: null, startedAt: now, replyTo: null, topic: null },
    },
    [],
  );
  const author = { type: 'agent', user: UserId.parse('ada'), name: 'Ada' } as const;
  return {
    ...{ account, id },
    write: (name: string) =>
      ground.conversations.append(
        account,
        id,
        [
          {
            ...{ id: MessageId.parse(name), author, at: Date.now() },
            body: { type: 'text', text: `words of ${name}` },
          },
        ],
        {},
      ),
    forget: (name: string) =>
      ground.conversations.append(
        account,
        id,
        [
          {
            ...{ id: MessageId.parse(`no-${name}`), author: { type: 'visitor' }, at: Date.now() },
            body: { type: 'aside', aside: { type: 'deleted', message: MessageId.parse(name) } },
          },
        ],
        {},
      ),
  };
}

async function leased(account: AccountId, kind: string): Promise<LeasedJob> {
  const now = Date.now();
  const [job] = await ground.jobs.lease(account, {
    ...{ lease: `test/${randomUUID()}`, now, until: now + 600_000, kinds: [kind] },
    ...{ most: 1, ofLane: 1, held: new Map<string, number>() },
  });
  return job ?? assert.fail(`no job of ${kind}`);
}

test('[WH2.1] an agent writes while a delivery of the same conversation ends, and both are told', async () => {
  const { account, write } = await subscribedTalk(
    'https://shop.example',
    'message.created',
    'delivery.changed',
  );
  await write('one');
  const job = await leased(account, deliveryJob);
  const { delivery } = DeliveryJob.parse(job.payload);
  let written: Promise<unknown> = Promise.resolve();
  const ends = ground.jobs.settle(account, job, { type: 'done' }, Date.now(), async (sql) => {
    const known = await ground.deliveries.lock(sql, DeliveryId.parse(delivery));
    assert.ok(known !== null);
    const sent = { type: 'taken', externalIds: ['x'], isAll: true } as const;
    await tell(ground.deliveries, sql, known, [sent], Date.now() + 1);
    written = write('two');
    await untilOthersWait(ground.records, sql);
  });
  assert.equal(await ends, true);
  await written;
  assert.deepEqual(await typesOf(account), [
    'message.created',
    'delivery.changed',
    'message.created',
  ]);
});

async function typesOf(account: AccountId): Promise<readonly string[]> {
  const rows = await ground.records.withAccount(account, (sql) =>
    sql.rows<{ type: string }>(
      `SELECT type FROM webhook_events JOIN jobs ON payload->>'event' = webhook_events.id
       ORDER BY number`,
    ),
  );
  return rows.map(({ type }) => type);
}

test('[WH1.4] a webhook is removed while an event of it is posted, and neither fails', async () => {
  const receiver = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  const { port } = receiver.address() as AddressInfo;
  const { account, write } = await subscribedTalk(`http://127.0.0.1:${port}`, 'message.created');
  await write('one');
  const kind = eventKind({
    ...{ records: ground.records, clock: ground.world.clock, reach: ground.outbound.request },
    ...{
      jobs: ground.jobs,
      keysOf: () => [Buffer.from('key')],
      paused: () => assert.fail('it is paused'),
    },
  });
  const job = await leased(account, eventJob);
  const now = Date.now();
  const payload = EventJob.parse(job.payload);
  const outcome = await kind.handle({
    ...{ ...job, account, payload },
    endsBy: now + webhookLimits.answerMs,
  });
  const along = outcome.along ?? assert.fail('it notes nothing');
  let settles: Promise<unknown> = Promise.resolve();
  await ground.records.withAccount(account, async (sql) => {
    await sql.run('SELECT 1 FROM webhooks WHERE id = $1 FOR UPDATE', [webhook]);
    settles = ground.jobs.settle(account, job, { type: 'done' }, now, (on) => along(on, null));
    await untilOthersWait(ground.records, sql);
    await deleteWebhook(sql, webhook);
  });
  assert.equal(await settles, true);
  assert.deepEqual(await typesOf(account), []);
  receiver.close();
});

test('[WH4.6] a deletion rewrites the events that show its words, and no others', async () => {
  const { account, write, forget } = await subscribedTalk(
    'https://shop.example',
    'message.created',
  );
  const versions = async () => {
    const rows = await ground.records.withAccount(account, (sql) =>
      sql.rows<{ version: string; body: string }>(
        'SELECT xmin::text AS version, body FROM webhook_events ORDER BY made_at, id',
      ),
    );
    return new Map(rows.map(({ version, body }) => [body, version]));
  };
  for (const name of ['one', 'two', 'three', 'four']) await write(name);
  await forget('one');
  const before = await versions();
  assert.ok(![...before.keys()].join().includes('words of one'));
  await forget('two');
  const now = await versions();
  assert.equal([...now].filter(([body, version]) => before.get(body) !== version).length, 1);
  assert.ok(![...now.keys()].join().includes('words of two'));
  assert.ok([...now.keys()].join().includes('words of four'));
});
