// A client id stays unique for seven days, however many others come meanwhile, on the real store of
// facts. A visitor with fewer ids than a profile remembers is never looked up.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { configuration } from '@opportune/core/world/test/shop.test-support.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { AccountId, EventId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { AccountEngines } from '../owner/account-engine.ts';
import { History } from './visitor-history.ts';
import { withoutRepeats } from './history-repeats.ts';
import type { AdmittedEvent, Intake } from '../intake.ts';
import { Ledger } from '../ledger/ledger.ts';
import { configurationsOf, deciding, roomy } from '../../testing/engage.test-support.ts';
import { realTime } from '../../testing/real-time.test-support.ts';
import { createOrdinals } from '@opportune/core/world/ordinals.ts';
import { VisitorOwner } from '../owner/owner.ts';

const quiet: Log = { info() {}, warn() {}, error: (event) => assert.fail(event) };
const site = SiteId.parse('shop');
const visitor = VisitorId.parse('v1');
const many = profileLimits.dedupeIds + 100;

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

interface Server {
  readonly intake: Intake;
  lookups: number;
}

function server(account: AccountId, clock: { now(): number }): Server {
  const history = new History(engines.facts, quiet);
  const ledger = new Ledger(engines.facts, quiet, {
    clock,
    schedule: realTime,
    run: randomUUID(),
    gatherMs: 0,
  });
  const current = { ...configuration([]), account };
  const owner = new VisitorOwner({
    ...roomy(clock),
    world: { clock, schedule: realTime, log: quiet },
    engines: new AccountEngines(
      configurationsOf(() => current),
      deciding().intent,
    ),
    ledger,
    history,
    deciding: deciding(),
    nextOrdinal: createOrdinals(clock).next,
    changed() {},
  });
  after(() => owner.close());
  const counted: Server = {
    lookups: 0,
    intake: withoutRepeats({
      clock,
      ledger,
      owner,
      history: {
        load: (...of) => history.load(...of),
        stored(...of) {
          counted.lookups += 1;
          return history.stored(...of);
        },
      },
    }),
  };
  return counted;
}

const idOf = (at: number): EventId => EventId.parse(`event-${at}`);

async function send(to: Server, account: AccountId, now: number, ids: readonly EventId[]) {
  const events = ids.map((id): AdmittedEvent => ({
    account,
    site,
    visitor,
    id,
    kind: 'track',
    name: 'Looked',
    trust: 'page',
    at: now,
    receivedAt: now,
    properties: {},
    bot: false,
    imported: false,
  }));
  const { told, stored } = await to.intake.accept({ account, site, visitor, fresh: false, events });
  await stored;
  return told.map(({ id, problem }) => `${id} ${problem.code}`);
}

async function stored(account: AccountId): Promise<readonly number[]> {
  const [row] = await engines.facts.query<{ rows: number; ids: number }>(
    account,
    'SELECT toFloat64(count()) AS rows, toFloat64(uniqExact(id)) AS ids FROM $events',
  );
  return [row?.rows ?? 0, row?.ids ?? 0];
}

describe('[T3] a client id that the profile has forgotten', () => {
  it('is a repeat for seven days, also after a restart, and two of it at once are stored once', async () => {
    const account = AccountId.parse(`repeats-${randomUUID().slice(0, 8)}`);
    let now = Date.now();
    const clock = { now: () => now };
    const first = server(account, clock);
    const ids = Array.from({ length: many }, (_, at) => idOf(at));
    for (let from = 0; from < many; from += 500)
      await send(first, account, now, ids.slice(from, from + 500));
    assert.deepEqual(await send(first, account, now, [idOf(0), idOf(many)]), [
      'event-0 event.repeat',
    ]);
    const both = await Promise.all(
      [1, 2].map(() => send(first, account, now, [idOf(1), idOf(many + 1)])),
    );
    assert.deepEqual(both, [
      ['event-1 event.repeat'],
      ['event-1 event.repeat', `event-${many + 1} event.repeat`],
    ]);
    now += 3600_000;
    const second = server(account, clock);
    assert.deepEqual(await send(second, account, now, [idOf(2), idOf(many + 2)]), [
      'event-2 event.repeat',
    ]);
    assert.deepEqual(await stored(account), [many + 3, many + 3]);
    now += profileLimits.dedupeMs + 2 * 3600_000;
    assert.deepEqual(await send(second, account, now, [idOf(3)]), []);
  });

  it('keeps the order of batches that wait for the look-up', async () => {
    const account = AccountId.parse(`repeats-${randomUUID().slice(0, 8)}`);
    const clock = { now: () => 1_780_000_000_000 };
    const to = server(account, clock);
    const now = clock.now();
    const ids = Array.from({ length: many }, (_, at) => idOf(at));
    for (let from = 0; from < many; from += 500)
      await send(to, account, now, ids.slice(from, from + 500));
    const late = Array.from({ length: 6 }, (_, at) => EventId.parse(`late-${at}`));
    await Promise.all(late.map((id, at) => send(to, account, now, at % 2 ? [id] : [id, idOf(5)])));
    const rows = await engines.facts.query<{ id: string }>(
      account,
      "SELECT id FROM $events WHERE startsWith(id, 'late') ORDER BY ordinal",
    );
    assert.deepEqual(
      rows.map(({ id }) => id),
      late,
    );
  });

  it('is not looked up for a visitor whose profile remembers all their ids', async () => {
    const account = AccountId.parse(`repeats-${randomUUID().slice(0, 8)}`);
    const clock = { now: () => 1_780_000_000_000 };
    const to = server(account, clock);
    const ids = Array.from({ length: profileLimits.dedupeIds }, (_, at) => idOf(at));
    for (let from = 0; from < ids.length; from += 500)
      await send(to, account, clock.now(), ids.slice(from, from + 500));
    assert.equal((await send(to, account, clock.now(), [idOf(7)])).length, 1);
    assert.equal(to.lookups, 0);
    await send(to, account, clock.now(), [EventId.parse('one-more')]);
    await send(to, account, clock.now(), [EventId.parse('and-another')]);
    assert.equal(to.lookups, 1);
  });
});
