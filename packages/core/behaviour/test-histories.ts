// Random visits and random conditions for property tests: few names, few values and short pauses, so
// that they meet often.
import fc from 'fast-check';
import type { Condition, EventPattern } from '@opportune/protocol/condition.ts';
import { eventName, type AcceptedEvent, type JsonObject } from '@opportune/protocol/event.ts';
import { event, noon } from '../world/test-shop.ts';

/** One thing a visitor does, after a pause. */
export interface Deed {
  readonly pauseMs: number;
  readonly name: string;
  readonly view: number;
  readonly path: string | null;
  readonly properties: JsonObject;
}

const pause = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 1000, 2000, 3000, 5000, 8000, 10_000) },
  { weight: 3, arbitrary: fc.nat(9000) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 30 * 60_000, 30 * 60_000 + 1, 45 * 60_000) },
);
const paths = ['/', '/checkout', '/checkout/pay', '/product/1', '/product/2'] as const;
const view = fc.nat(2);

function deed(
  name: string,
  properties: fc.Arbitrary<JsonObject> = fc.constant({}),
  path: fc.Arbitrary<string | null> = fc.constant(null),
): fc.Arbitrary<Deed> {
  return fc.record({ pauseMs: pause, name: fc.constant(name), view, path, properties });
}

const tracked = fc.oneof(
  ...['A', 'B', 'C'].map((name) =>
    deed(name, fc.record({ n: fc.nat(2) }), fc.constantFrom(null, null, '/product/1')),
  ),
);
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: deed(eventName.page, fc.constant({}), fc.constantFrom(...paths)) },
    { weight: 8, arbitrary: tracked },
    { weight: 1, arbitrary: deed(eventName.pageShown) },
    { weight: 1, arbitrary: deed(eventName.pageHidden) },
    { weight: 1, arbitrary: deed(eventName.pageLeft) },
    {
      weight: 1,
      arbitrary: deed(eventName.idleStarted, fc.constantFrom({}, { after_s: 5 }, { after_s: 30 })),
    },
    { weight: 2, arbitrary: deed(eventName.leaving) },
    {
      weight: 2,
      arbitrary: deed(
        eventName.cartUpdated,
        fc.record({ total: fc.constantFrom(0, 20, 50, 100, 150), items: fc.nat(3) }),
      ),
    },
    {
      weight: 1,
      arbitrary: deed(
        eventName.orderCompleted,
        fc.record({ order_id: fc.nat(3), total: fc.nat(100) }),
      ),
    },
  ),
  { maxLength: 24 },
);

/** The events of deeds, on one clock from noon. */
export function eventsOf(list: readonly Deed[]): readonly AcceptedEvent[] {
  let now = noon;
  return list.map(({ pauseMs, name, view: tab, path, properties }, at) => {
    now += pauseMs;
    const sections = path === null ? {} : { sections: sectionsOf(path) };
    return event(name, now, at + 1, {
      properties,
      view: `v${tab}`,
      ...(path === null ? {} : { path }),
      ...sections,
    });
  });
}

function sectionsOf(path: string): readonly string[] {
  return path.startsWith('/checkout')
    ? ['checkout']
    : path.startsWith('/product')
      ? ['product', 'goods']
      : [];
}

const pattern: fc.Arbitrary<EventPattern> = fc.oneof(
  fc.constantFrom<EventPattern>(
    { event: 'A' },
    { event: 'B' },
    { event: 'C' },
    { event: eventName.page },
    { event: eventName.leaving },
  ),
  fc
    .record({
      event: fc.constantFrom('A', 'B'),
      n: fc.nat(2),
      op: fc.constantFrom('eq' as const, 'gte' as const),
    })
    .map(({ event: name, n, op }) => ({ event: name, where: [{ path: 'n', op, value: n }] })),
  fc.constantFrom(...paths).map((path) => ({
    event: eventName.page,
    where: [{ path: 'path', op: 'eq' as const, value: path }],
  })),
);
const seconds = fc.constantFrom(1, 2, 5, 8, 10, 20, 1800);

const steps = fc.oneof(
  fc.array(pattern, { minLength: 2, maxLength: 3 }),
  fc.array(fc.constantFrom({ event: 'A' }, { event: 'B' }), { minLength: 2, maxLength: 3 }),
);

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    fact: fc.constantFrom(
      'visit.pages',
      'visit.events',
      'visit.duration',
      'visitor.visits',
      'cart.total',
      'page.nothing',
    ),
    op: fc.constantFrom('gte' as const, 'lt' as const),
    value: fc.constantFrom(0, 1, 2, 3, 10, 50, 100),
  }),
  fc.record({
    performed: pattern,
    withinS: seconds,
    count: fc.record({
      op: fc.constantFrom('gte' as const, 'lte' as const, 'eq' as const),
      value: fc.nat(3),
    }),
  }),
  fc.record({
    performed: pattern,
    count: fc.record({
      op: fc.constantFrom('gte' as const, 'lte' as const, 'eq' as const),
      value: fc.nat(3),
    }),
  }),
  fc.record({ sequence: steps, withinS: seconds }),
  fc.record({ sequence: steps, without: pattern }),
  fc.record({ absence: pattern, after: pattern, withinS: seconds }),
  fc.record({
    absence: fc.constant({ event: 'B' }),
    after: fc.constant({ event: 'A' }),
    withinS: seconds,
  }),
  fc.record({
    dwell: fc.record({
      on: fc.constantFrom('page' as const, 'section' as const, 'visit' as const),
      forS: seconds,
    }),
  }),
  fc.record({
    dwell: fc.record({
      on: fc.constant('section' as const),
      section: fc.constantFrom('checkout', 'goods'),
      forS: seconds,
    }),
  }),
  fc.record({ idle: fc.record({ forS: seconds }) }),
  fc.constant<Condition>({ leaving: true }),
  fc.constantFrom<Condition>(
    { score: { fact: 'cart.total', rises: 100, falls: 20 } },
    { score: { fact: 'cart.total', rises: 50, falls: 0 } },
  ),
);

/** Conditions of up to three levels. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
})).node;
