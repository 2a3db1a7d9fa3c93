// Decisions and conversions reach subscribed webhooks from the real log of facts: once, in order,
// within the bounds of what waits, and also what was stored while nobody followed.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { factsStored } from '@opportune/protocol/bus/changes.ts';
import { AccountId, CampaignId, WebhookId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import type { WebhookType } from '@opportune/protocol/webhook/webhook.ts';
import { testEngines, type TestEngines, testLog } from '../../adapter/engines.test-support.ts';
import { openJobStore } from '../../adapter/jobs/jobs-postgres.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { realTime } from '../../testing/real-time.test-support.ts';
import { createOrdinals } from '@opportune/core/world/ordinals.ts';
import { changeWebhook, insertWebhook } from '../webhook-rows.ts';
import { placeInFacts, toldThrough } from './fact-place.ts';
import { tellFacts } from './tell-facts.ts';

let engines: TestEngines;
before(async () => (engines = await testEngines()));
after(() => engines.close());

const clock = { now: () => Date.now() };
const ids = { next: () => randomUUID() };

function follow() {
  const { records, facts, bus } = engines;
  const jobs = openJobStore(records);
  const world = { bus, clock, ids, log: testLog(), schedule: realTime };
  const newestOrdinal = () => Math.max(lastOrdinal, Date.now() * 1000 - 1);
  const stop = tellFacts({ ...world, records, facts, jobs, newestOrdinal, homes: onlyHome });
  after(stop);
  return stop;
}

/** An account whose webhook is subscribed to these since then. */
async function subscribed(events: readonly WebhookType[], since = Date.now() - 60_000) {
  const account = AccountId.parse(`a-${randomUUID()}`);
  const webhook = WebhookId.parse(`h_${randomUUID()}`);
  const { records } = engines;
  await records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())",
      [account],
    );
    const of = { id: webhook, name: 'Ours', url: 'https://data.example', secret: 'sealed' };
    await insertWebhook(sql, account, { ...of, events: [...events], createdAt: since } as never);
    await placeInFacts(sql, webhook, events, since * 1000);
  });
  const told = () =>
    records.withAccount(account, (sql) =>
      sql.rows<{ type: string; subject: string; body: string }>(
        'SELECT type, subject, body FROM webhook_events WHERE webhook = $1 ORDER BY made_at, body',
        [webhook],
      ),
    );
  return {
    ...{ account, webhook, told },
    dataOf: async () => (await told()).map(({ body }) => JSON.parse(body).data),
    subscribe: (now: readonly WebhookType[]) =>
      records.withAccount(account, async (sql) => {
        await changeWebhook(sql, webhook, { events: [...now] } as never);
        await placeInFacts(sql, webhook, now, Math.max(lastOrdinal, Date.now() * 1000 - 1));
      }),
    dropped: async () =>
      (
        await records.withAccount(account, (sql) =>
          sql.row<{ dropped: number }>('SELECT dropped FROM webhooks WHERE id = $1', [webhook]),
        )
      )?.dropped,
  };
}

let lastOrdinal = 0;
/** As owners number what they store. */
const nextOrdinal = () => (lastOrdinal = Math.max(lastOrdinal + 1, Date.now() * 1000));
const stamp = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

function decision(account: AccountId, arm: string, visitor = 'v1') {
  const of = { site: 's', visit: 'w', campaign: 'c', engagement: 'e', goal: 'g', zone: 'corner' };
  return {
    ...{ ...of, account, visitor, arm, variant: arm === 'control' ? '' : 'a', offer: 'live' },
    ...{ ordinal: nextOrdinal(), id: randomUUID(), period: 2, at: stamp(Date.now()) },
  };
}

function conversion(account: AccountId, key: string) {
  const of = { site: 's', visitor: 'v1', goal: 'g', event: 'ev', value: 289, currency: 'EUR' };
  const now = stamp(Date.now());
  return {
    ...{ ...of, account, key, ordinal: nextOrdinal(), at: now, received_at: now, trust: 'server' },
  };
}

async function stored(account: AccountId, tables: object): Promise<void> {
  await engines.facts.append({ token: randomUUID(), tables });
  tell(account, lastOrdinal);
}

/** All of the account up to this ordinal is stored. */
function tell(account: AccountId, through: number): void {
  const campaigns = [CampaignId.parse('c')];
  publish(engines.bus, factsStored, {
    accounts: [{ account, sites: [], campaigns, goals: [], holds: [], through }],
  });
}

test('[WH8] decisions of both arms and conversions are told with what they are', async () => {
  const { account, dataOf, told } = await subscribed(['decision.made', 'conversion.made']);
  const stop = follow();
  const decisions = [decision(account, 'treatment'), decision(account, 'control')];
  await stored(account, { decisions, conversions: [conversion(account, 'o-1')] });
  await until('three are told', async () => (await told()).length === 3);
  const data = await dataOf();
  assert.deepEqual(
    data.flatMap(({ arm, variant }) => (arm === undefined ? [] : [[arm, variant]])).toSorted(),
    [
      ['control', null],
      ['treatment', 'a'],
    ],
  );
  const { at: _, ...bought } = data.find(({ key }) => key === 'o-1');
  assert.deepEqual(bought, {
    ...{ site: 's', visitor: 'v1', goal: 'g', key: 'o-1', event: 'ev' },
    ...{ value: 289, currency: 'EUR', trust: 'server' },
  });
  assert.deepEqual(new Set((await told()).map(({ subject }) => subject)), new Set(['visitor v1']));
  await stop();
});

test('[WH8] each is told once, also what was stored while nobody followed', async () => {
  const { account, told } = await subscribed(['decision.made']);
  for (let round = 1; round <= 3; round++) {
    await stored(account, { decisions: [decision(account, 'control')] });
    const stops = [follow(), follow()];
    await until(`${round} are told`, async () => (await told()).length === round);
    await Promise.all(stops.map((stop) => stop()));
  }
  assert.equal((await told()).length, 3);
});

test('[WH8] more than one part is told whole', async () => {
  const { account, told } = await subscribed(['decision.made']);
  const many = webhookLimits.factsAtOnce + 20;
  await stored(account, {
    decisions: Array.from({ length: many }, () => decision(account, 'control')),
  });
  const stop = follow();
  await until('all are told', async () => (await told()).length === many);
  await stop();
});

test('[WH8] what a batch has not brought to every table waits, and is not passed over', async () => {
  const { account, told, dataOf } = await subscribed(['decision.made', 'conversion.made']);
  const stop = follow();
  const [before, late] = [decision(account, 'control'), conversion(account, 'late')];
  const after = decision(account, 'treatment', 'v2');
  // The batch of the last two is stored table by table: conversions come after decisions.
  await engines.facts.append({ token: randomUUID(), tables: { decisions: [before, after] } });
  tell(account, before.ordinal);
  await until('the first is told', async () => (await told()).length === 1);
  await engines.facts.append({ token: randomUUID(), tables: { conversions: [late] } });
  tell(account, after.ordinal);
  await until('all are told', async () => (await told()).length === 3);
  assert.ok((await dataOf()).some(({ key }) => key === 'late'));
  await stop();
});

test('[WH8] conversions of one event are told together at the end of a part', async () => {
  const { account, told } = await subscribed(['conversion.made']);
  const many = webhookLimits.factsAtOnce + 1;
  const conversions = Array.from({ length: many }, (_, at) => conversion(account, `o-${at}`));
  // The last one of a part and the first one of the next.
  const [last, next] = conversions.slice(-2);
  assert.ok(last && next);
  next.ordinal = last.ordinal;
  await stored(account, { conversions });
  const stop = follow();
  await until('all are told', async () => (await told()).length === many);
  await stop();
});

test('[WH8] a webhook hears of what its subscription names, since then', async () => {
  const { account, dataOf, told, subscribe } = await subscribed(['message.created']);
  await stored(account, { decisions: [decision(account, 'control')] });
  await subscribe(['conversion.made']);
  const stop = follow();
  await stored(account, {
    decisions: [decision(account, 'control')],
    conversions: [conversion(account, 'later')],
  });
  await until('one is told', async () => (await told()).length > 0);
  await stop();
  assert.deepEqual(
    (await dataOf()).map(({ key }) => key),
    ['later'],
  );
});

test('[WH8] a type that is subscribed later is told since then, and the others go on', async () => {
  const { account, dataOf, told, subscribe } = await subscribed(['decision.made']);
  const stop = follow();
  await stored(account, { decisions: [decision(account, 'control')] });
  await until('it is told', async () => (await told()).length === 1);
  const missed = conversion(account, 'before');
  await stored(account, { conversions: [missed] });
  await subscribe(['decision.made', 'conversion.made']);
  await stored(account, {
    decisions: [decision(account, 'treatment')],
    conversions: [conversion(account, 'after')],
  });
  await until('both are told', async () => (await told()).length === 3);
  await subscribe(['conversion.made']);
  await subscribe(['decision.made', 'conversion.made']);
  await stored(account, { decisions: [decision(account, 'control')] });
  await until('all are told', async () => (await told()).length === 4);
  await stop();
  const data = await dataOf();
  assert.deepEqual(
    data.flatMap(({ key }) => (key === undefined ? [] : [key])),
    ['after'],
  );
});

test('[WH8] after a restart, ordinals begin above what any webhook was told through', async () => {
  const { webhook, account } = await subscribed(['decision.made']);
  const ahead = (Date.now() + 3_600_000) * 1000;
  await engines.records.withAccount(account, (sql) =>
    sql.run('UPDATE webhooks SET facts_through = $2 WHERE id = $1', [webhook, ahead]),
  );
  const ordinals = createOrdinals(clock);
  assert.ok(ordinals.next() < ahead);
  ordinals.above(await toldThrough(engines.records));
  assert.ok(ordinals.newest() >= ahead);
  assert.ok(ordinals.next() > ahead);
  await engines.records.withAccount(account, (sql) =>
    sql.run('DELETE FROM webhooks WHERE id = $1', [webhook]),
  );
});

test('[WH8] a clock that was far ahead and is set back hides nothing that comes later', async () => {
  const { account, told } = await subscribed(['decision.made']);
  const stop = follow();
  const ahead = Date.now() + 2 * 86_400_000;
  const [early, later] = [decision(account, 'control'), decision(account, 'treatment')];
  // Ordinals never fall, whatever the clock says.
  const first = { ...early, ordinal: ahead * 1000, at: stamp(ahead) };
  await engines.facts.append({ token: randomUUID(), tables: { decisions: [first] } });
  tell(account, first.ordinal);
  await until('the first is told', async () => (await told()).length === 1);
  const second = { ...later, ordinal: first.ordinal + 1 };
  await engines.facts.append({ token: randomUUID(), tables: { decisions: [second] } });
  tell(account, second.ordinal);
  await until('both are told', async () => (await told()).length === 2);
  await stop();
});

test('[WH8] what exceeds the room of a webhook is dropped and counted', async () => {
  const { account, told, dropped } = await subscribed(['decision.made']);
  const { records } = engines;
  await records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO webhook_events (account, id, webhook, type, subject, body, made_at)
       SELECT account, 'heavy-' || n, id, 'message.created', 's', repeat('x', $1), now()
       FROM webhooks, generate_series(1, 4) n`,
      [Math.ceil(webhookLimits.waitingBytes / 4)],
    ),
  );
  await stored(account, { decisions: [decision(account, 'control')] });
  const stop = follow();
  await until('it is counted', async () => (await dropped()) === 1);
  await stop();
  assert.equal((await told()).length, 4);
});
