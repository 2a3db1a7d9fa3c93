// The owner of visitors with little memory, on the real store of facts: who is evicted, that
// evicted visitors return unchanged, and who is refused. The clock is set by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { campaign, configuration, content } from '@opportune/core/world/test/shop.test-support.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { AccountId, EventId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { configurationsOf, deciding } from '../../testing/engage.test-support.ts';
import { realTimeBehind } from '../../testing/real-time.test-support.ts';
import { History } from '../history/visitor-history.ts';
import { createEngage } from '../engage.ts';
import type { AdmittedEvent, Payer } from '../intake.ts';

const site = SiteId.parse('shop');
const KiB = 1024;
const seen = { performed: { event: 'Product Viewed' } } as const;
/** About 4 KiB each. */
const roomFor = (visitors: number): number => visitors * 6 * KiB;

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

interface WorldOptions {
  readonly profileBytes: number;
  readonly waitingBytes?: number;
  readonly moment?: Condition;
  /** New visitors of one address in quick succession, who do not return. */
  readonly burst?: number;
}

function world({ profileBytes, waitingBytes = 1e9, moment = seen, burst = 1e9 }: WorldOptions) {
  const account = AccountId.parse(`room-${randomUUID().slice(0, 8)}`);
  const shop = {
    ...configuration([campaign({ id: 'c', moment, variants: [content()] })]),
    account,
  };
  const made = { account, now: Date.now(), isTight: false };
  const clock = { now: () => made.now };
  const log: Log = {
    info() {},
    warn() {},
    error: (name, fields) => assert.fail(`${name} ${JSON.stringify(fields)}`),
  };
  const ids = { next: () => randomUUID() };
  const engage = createEngage({
    ...engines,
    world: { bus: engines.bus, clock, ids, schedule: realTimeBehind, log },
    configurations: configurationsOf(() => shop),
    deciding: deciding(),
    history: new History(engines.facts, log),
    ledger: {},
    budgets: openMemoryBudgets(clock, {
      rates: { 'visitors.address': { perSecond: 1e-9, burst, payers: 1000 } },
    }),
    memory: { profileBytes, waitingBytes, isTight: () => made.isTight },
  });
  after(() => engage.close());
  return Object.assign(made, { engage });
}
type World = ReturnType<typeof world>;

/** Lets go of the account's configuration, as if it had not been used for a while. */
function letGo(of: World): void {
  of.engage.owner.sweep();
  of.engage.owner.letGo(1);
}

function event(of: World, visitor: VisitorId, id: string, name: string): AdmittedEvent {
  return {
    account: of.account,
    site,
    visitor,
    id: EventId.parse(id),
    kind: name === 'Page' ? 'page' : 'track',
    name,
    trust: 'page',
    at: of.now,
    receivedAt: of.now,
    pageView: PageViewId.parse('pv1'),
    page: { url: 'https://shop/p', path: '/p', search: '', title: 'P', referrer: '' },
    properties: { product_id: 'p1' },
    bot: false,
    imported: false,
  };
}

/** Resolves once the event is stored. */
async function send(
  of: World,
  id: string,
  eventId: string,
  payer: Payer = null,
  name = 'Product Viewed',
) {
  const visitor = VisitorId.parse(id);
  const { told, stored } = await of.engage.intake.accept({
    ...{ account: of.account, site, visitor, payer, fresh: false },
    events: [event(of, visitor, eventId, name)],
  });
  await stored;
  return told.map(({ problem }) => problem.code);
}

function connect(of: World, id: string) {
  const frames: ServerFrame[] = [];
  const visitor = VisitorId.parse(id);
  const leave = of.engage.intake.attach({
    ...{ account: of.account, site, visitor, fresh: false, trial: null },
    pageView: PageViewId.parse('pv1'),
    send: (frame) => void frames.push(frame),
    end() {},
  });
  const isIn = (): boolean =>
    (of.engage.owner.find(of.account, visitor)?.entry.links.size ?? 0) > 0;
  return { frames, leave, isIn, entered: until(isIn) };
}

async function until(holds: () => boolean): Promise<void> {
  const late = performance.now() + 60_000;
  while (!holds()) {
    assert.ok(performance.now() < late, 'it did not come to that');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const state = (of: World, id: string) =>
  of.engage.owner.find(of.account, VisitorId.parse(id))?.state ?? null;

/** Fills the room with other visitors, each new and from another address. */
async function others(of: World, count: number): Promise<void> {
  for (let at = 0; at < count; at++)
    await send(of, `other-${randomUUID()}`, `o${at}`, `10.0.0.${at}`);
}

describe('[P9] the owner of visitors with little room', () => {
  it('[P10] evicts the visitor unused longest, who is restored unchanged: repeats, caps and decisions [promise 4] [promise 5]', async () => {
    const shop = world({ profileBytes: roomFor(5) });
    await send(shop, 'anna', 'e1');
    const before = JSON.stringify(state(shop, 'anna')?.cart);
    const decided = state(shop, 'anna')?.decisionCount;
    assert.equal(decided, 0);
    await others(shop, 10);
    assert.equal(state(shop, 'anna'), null);
    assert.ok(shop.engage.owner.room.evicted > 0);
    assert.ok(shop.engage.owner.room.sizeBytes <= roomFor(5));
    assert.deepEqual(await send(shop, 'anna', 'e1'), ['event.repeat']);
    assert.deepEqual(await send(shop, 'anna', 'e2'), []);
    assert.equal(state(shop, 'anna')?.visit?.events, 2);
    assert.equal(JSON.stringify(state(shop, 'anna')?.cart), before);
  });

  it('[P11] lets a connected visitor sleep only if nobody else can be evicted, and decides for them as if awake', async () => {
    const shop = world({ profileBytes: roomFor(1) });
    const anna = connect(shop, 'anna');
    await anna.entered;
    await send(shop, 'anna', 'e1');
    const engaged = anna.frames.length;
    assert.equal(engaged, 1);
    for (const id of ['ben', 'cara']) {
      await connect(shop, id).entered;
      await send(shop, id, 'e1');
    }
    assert.equal(state(shop, 'anna'), null);
    // The next event restores the profile, and the visit still counts its one engagement.
    assert.deepEqual(await send(shop, 'anna', 'e2'), []);
    assert.ok(anna.isIn());
    assert.equal(state(shop, 'anna')?.visit?.events, 2);
    assert.equal(anna.frames.length, engaged);
    anna.leave();
  });

  it('[P11] wakes a sleeping visitor at the instant a moment turns true by time alone', async () => {
    const shop = world({
      profileBytes: roomFor(1),
      moment: { dwell: { on: 'page', forS: 2 } },
    });
    const anna = connect(shop, 'anna');
    await anna.entered;
    await send(shop, 'anna', 'e1', null, 'Page');
    for (const id of ['ben', 'cara']) {
      await connect(shop, id).entered;
      await send(shop, id, 'e1');
    }
    assert.equal(state(shop, 'anna'), null);
    assert.equal(anna.frames.length, 0);
    shop.now += 2000;
    await until(() => anna.frames.length > 0);
    assert.equal(anna.frames[0]?.type, 'engage');
  });

  it('[P13] refuses new visitors of an address beyond its budget, and neither a server’s nor a connected one', async () => {
    const shop = world({ profileBytes: roomFor(1000), burst: 3 });
    for (let at = 0; at < 3; at++) await send(shop, `v${at}`, 'e1', '203.0.113.9');
    await assert.rejects(send(shop, 'v3', 'e1', '203.0.113.9'), /address/);
    assert.equal(shop.engage.owner.refused, 1);
    assert.deepEqual(await send(shop, 'v0', 'e2', '203.0.113.9'), []);
    assert.deepEqual(await send(shop, 'v4', 'e1', '203.0.113.10'), []);
    for (let at = 0; at < 5; at++) assert.deepEqual(await send(shop, `s${at}`, 'e1', null), []);
    const connected = connect(shop, 'v5');
    await connected.entered;
    assert.deepEqual(await send(shop, 'v5', 'e1', '203.0.113.9'), []);
  });

  it('[OP10] takes in no new visitor near the maximum of the process, and serves those who are connected', async () => {
    const shop = world({ profileBytes: roomFor(1000) });
    const anna = connect(shop, 'anna');
    await anna.entered;
    shop.isTight = true;
    await assert.rejects(send(shop, 'v1', 'e1'), /limit/);
    assert.deepEqual(await send(shop, 'anna', 'e1'), []);
    assert.equal(anna.frames.length, 1);
    const ben = connect(shop, 'ben');
    await ben.entered;
    assert.deepEqual(await send(shop, 'ben', 'e1'), []);
    shop.isTight = false;
    assert.deepEqual(await send(shop, 'v1', 'e1'), []);
  });

  it('[OP10] lets go of an account unused longest when memory is short, and caps and repeats hold when it returns', async () => {
    const shop = world({ profileBytes: roomFor(1000) });
    const anna = connect(shop, 'anna');
    await anna.entered;
    await send(shop, 'anna', 'e1');
    await send(shop, 'ben', 'e1');
    assert.equal(anna.frames.length, 1);
    letGo(shop);
    assert.equal(shop.engage.isAwake(shop.account), true, 'somebody is connected');
    anna.leave();
    letGo(shop);
    assert.equal(shop.engage.isAwake(shop.account), false);
    assert.deepEqual([state(shop, 'anna'), state(shop, 'ben')], [null, null]);
    const again = connect(shop, 'anna');
    await again.entered;
    assert.deepEqual(await send(shop, 'anna', 'e1'), ['event.repeat']);
    assert.deepEqual(await send(shop, 'anna', 'e2'), []);
    assert.equal(state(shop, 'anna')?.visit?.events, 2);
    assert.equal(again.frames.length, 0, 'the visit has had its one engagement');
    assert.deepEqual(await send(shop, 'ben', 'e2'), []);
    assert.equal(state(shop, 'ben')?.visit?.events, 2);
  });

  it('[OP10] has no account loaded for a visitor who is refused', async () => {
    const shop = world({ profileBytes: roomFor(1000) });
    await send(shop, 'anna', 'e1');
    letGo(shop);
    shop.isTight = true;
    await assert.rejects(send(shop, 'ben', 'e1'), /limit/);
    assert.equal(shop.engage.isAwake(shop.account), false);
  });

  it('[OP10] spares an account that was used since the last round, unless it takes more than a fair part', async () => {
    const shop = world({ profileBytes: 256 * 1024 * KiB });
    shop.engage.owner.sweep();
    await send(shop, 'anna', 'e1');
    shop.engage.owner.letGo(1);
    assert.equal(shop.engage.isAwake(shop.account), true);
    shop.engage.owner.letGo(1);
    assert.equal(shop.engage.isAwake(shop.account), false, 'not used since');
    const large = world({ profileBytes: 64 * KiB });
    large.engage.owner.sweep();
    await send(large, 'anna', 'e1');
    large.engage.owner.letGo(1);
    assert.equal(large.engage.isAwake(large.account), false);
  });

  it('[OP10] keeps the account whose visitor has facts that are not stored yet', async () => {
    const shop = world({ profileBytes: roomFor(1000) });
    const sent = send(shop, 'anna', 'e1');
    await until(() => state(shop, 'anna') !== null);
    letGo(shop);
    assert.equal(shop.engage.isAwake(shop.account), true);
    await sent;
    letGo(shop);
    assert.equal(shop.engage.isAwake(shop.account), false);
  });

  it('[P14] lets only a limited amount wait for profiles, and refuses the rest at once', async () => {
    const shop = world({ profileBytes: roomFor(1000), waitingBytes: 100 * KiB });
    const sent = await Promise.allSettled(
      Array.from({ length: 100 }, (_, at) => send(shop, `v${at}`, 'e1')),
    );
    const taken = sent.filter(({ status }) => status === 'fulfilled').length;
    assert.ok(taken > 5 && taken < 50, `${taken}`);
    assert.deepEqual(await send(shop, 'v99', 'e2'), []);
  });
});
