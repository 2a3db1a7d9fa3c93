// Visits as reports count them, on the real store of facts: by the times of the events, however
// they arrived. Visitors whom only the business's server reports are separate.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { siteFunnel } from './funnel.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const from = Date.UTC(2026, 0, 11);
const until = from + dayMs;

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

let ordinal = 0;
/** An event this many minutes into the span. */
function seen(visitor: string, minutes: number, name = 'Page', more: FactRow = {}): FactRow {
  const at = from + minutes * minuteMs;
  return {
    ...{ site: 's1', visitor, visit: `${visitor}-1`, ordinal: ++ordinal, id: randomUUID() },
    ...{ kind: 'track', name, trust: 'page', at, received_at: at, properties: '{}' },
    ...more,
  };
}

/** As an offline queue sends them: all at once, hours later, in one visit of the engine. */
const late = (hours = 24): FactRow => ({ received_at: from + hours * 60 * minuteMs });
const imported: FactRow = { received_at: until + dayMs, imported: 1 };
const byServer: FactRow = { trust: 'server' };

async function funnelOf(rows: readonly FactRow[]): Promise<Funnel> {
  const account = AccountId.parse(`visits-${randomUUID().slice(0, 8)}`);
  const events = rows.map((row) => ({ ...row, account }));
  await engines.facts.append({ token: randomUUID(), tables: { events } });
  return siteFunnel(engines.facts, {
    ...{ account, site: null, fromMs: from, untilMs: until, timeZone: 'UTC' },
    ...{ currency: 'EUR', now: until },
  });
}

const steps = ({ visits, visitors, withCart, withOrder }: Funnel['fromServer']) => [
  visits,
  visitors,
  withCart,
  withOrder,
];

describe('[F10] visits whose events did not come as they happened', () => {
  const kinds: readonly [string, FactRow][] = [
    ['an offline queue', late()],
    ['an import', imported],
  ];
  for (const [kind, how] of kinds) {
    it(`are two where ${kind} brings events of 120 and 60 minutes before`, async () => {
      const funnel = await funnelOf([
        seen('ada', 600, 'Page', how),
        seen('ada', 660, 'Page', how),
        seen('ada', 661, 'Order Completed', how),
      ]);
      assert.deepEqual(steps(funnel), [2, 1, 0, 1]);
    });

    it(`continue across the beginning of a span, and into live events, in ${kind}`, async () => {
      const funnel = await funnelOf([
        // Began the day before.
        seen('owl', -20, 'Page', how),
        seen('owl', 5, 'Page', how),
        // One visit, of which the engine saw only the end.
        seen('bee', 100, 'Product Added', how),
        seen('bee', 120, 'Page', { visit: 'bee-2' }),
        // The visit between two known ones joins them.
        seen('cat', 200, 'Page', { visit: 'cat-1' }),
        seen('cat', 225, 'Page', { ...how, visit: 'cat-2' }),
        seen('cat', 250, 'Order Completed', { visit: 'cat-2' }),
      ]);
      assert.deepEqual(steps(funnel), [2, 2, 1, 1]);
    });
  }

  it('are the same in an offline queue and in an import of the same events', async () => {
    const names = fc.constantFrom('Page', 'Page', 'Product Added', 'Order Completed');
    const event = fc.record({
      visitor: fc.constantFrom('a', 'b', 'c'),
      minutes: fc.integer({ min: -90, max: 24 * 60 - 1 }),
      name: names,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), async (events) => {
        const rows = (how: FactRow) =>
          events.map(({ visitor, minutes, name }) => seen(visitor, minutes, name, how));
        const [queued, brought] = [await funnelOf(rows(late(48))), await funnelOf(rows(imported))];
        assert.deepEqual(queued, brought);
        assert.deepEqual(steps(queued), reference(events));
      }),
      { numRuns: rounds({ usual: 4, full: 10 }) },
    );
  });

  it('take what the server reports into the visit that began last before it', async () => {
    const order = seen('ada', 500, 'Order Completed', byServer);
    const funnel = await funnelOf([
      seen('ada', 100, 'Page', late()),
      seen('ada', 200, 'Page', late()),
      order,
    ]);
    assert.deepEqual(steps(funnel), [2, 1, 0, 1]);
    assert.deepEqual(steps(funnel.fromServer), [0, 0, 0, 0]);
  });
});

describe('[F10] visits that only the server reports', () => {
  it('are separated by the same gap, and shown beside the others', async () => {
    const funnel = await funnelOf([
      seen('ada', 10, 'Product Added', byServer),
      seen('ada', 40, 'Order Completed', byServer),
      seen('ada', 71, 'Page', byServer),
      seen('ben', 90, 'Order Completed', byServer),
      seen('ben', 300, 'Order Refunded', byServer),
      seen('cy', 90),
    ]);
    assert.deepEqual(steps(funnel), [1, 1, 0, 0]);
    assert.deepEqual(steps(funnel.fromServer), [3, 2, 1, 2]);
    assert.deepEqual(
      funnel.days.map(({ visits, fromServer }) => [visits, fromServer.visits]),
      [[1, 3]],
    );
  });

  it('began in the span, and are of visitors whom no browser ever showed', async () => {
    const funnel = await funnelOf([
      seen('ada', -10, 'Page', byServer),
      seen('ada', 15, 'Order Completed', byServer),
      seen('ben', -5 * 24 * 60),
      seen('ben', 15, 'Order Completed', byServer),
    ]);
    assert.deepEqual(steps(funnel.fromServer), [0, 0, 0, 0]);
  });

  it('leave bots out', async () => {
    const funnel = await funnelOf([seen('robot', 1, 'Page', { ...byServer, bot: 1 })]);
    assert.deepEqual([steps(funnel.fromServer), funnel.bots], [[0, 0, 0, 0], 1]);
  });
});

interface Happened {
  readonly visitor: string;
  readonly minutes: number;
  readonly name: string;
}

/** Visits, visitors, with a cart, with an order, counted over each visitor's events in order. */
function reference(events: readonly Happened[]): number[] {
  const visits: Happened[][] = [];
  for (const own of Map.groupBy(events, ({ visitor }) => visitor).values()) {
    let visit: Happened[] = [];
    for (const event of own.toSorted((one, other) => one.minutes - other.minutes)) {
      const last = visit.at(-1);
      if (last === undefined || event.minutes - last.minutes > 30) visits.push((visit = []));
      visit.push(event);
    }
  }
  const begun = visits.filter(([first]) => first !== undefined && first.minutes >= 0);
  const having = (name: string) =>
    begun.filter((visit) => visit.some((each) => each.name === name)).length;
  const visitors = new Set(begun.map(([first]) => first?.visitor));
  return [begun.length, visitors.size, having('Product Added'), having('Order Completed')];
}
