// Random conditions for property tests, over the values that histories.test-support.ts uses: every
// node, and every kind of fact with every operator of its type.
import fc from 'fast-check';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import {
  Operator,
  type Condition,
  type EventPattern,
} from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { factCatalogue, operatorsOf, type FactType } from '@opportune/protocol/behaviour/facts.ts';
import { noon } from '../../world/test/shop.test-support.ts';
import { paths } from './histories.test-support.ts';

/** `custom.other` is not declared. */
export const attributes: readonly CustomAttribute[] = [
  { name: 'tier', type: 'text', privacy: 'public' },
  { name: 'renewal', type: 'instant', privacy: 'internal' },
  { name: 'spend', type: 'number', privacy: 'internal' },
];

type Scalar = string | number | boolean;
const seconds = fc.constantFrom(1, 2, 5, 8, 10, 20, 1800);

const sections = ['checkout', 'goods', 'product'];
const channels = ['direct', 'paid', 'email', 'search', 'referral', 'campaign'];

/** Values that occur, for facts whose type alone does not determine them. */
const valuesOf: Readonly<Record<string, readonly Scalar[]>> = {
  'page.path': paths,
  'page.previous': paths,
  'visit.landing': paths,
  'visit.paths': paths,
  'page.section': sections,
  'page.previousSection': sections,
  'visit.sections': sections,
  'visitor.localHour': [0, 1, 12, 13],
  'visitor.weekday': ['mon', 'tue'],
  'page.url': paths.map((path) => `https://shop.example${path}`),
  'page.title': ['', 'Shoes', 'Hats'],
  'source.referrer': ['', 'https://blog.example/x', 'https://News.example/1'],
  'source.utmSource': ['news', 'ads'],
  'source.utmMedium': ['cpc', 'email'],
  'source.utmCampaign': ['spring'],
  'source.utmTerm': ['boots'],
  'source.utmContent': ['b'],
  'source.firstReferrer': ['blog.example', 'news.example', 'www.google.com'],
  'source.firstUtmSource': ['news', 'ads'],
  'source.firstUtmMedium': ['cpc', 'email'],
  'source.firstUtmCampaign': ['spring'],
  'source.channel': channels,
  'source.firstChannel': channels,
  'device.browser': ['Firefox'],
  'device.os': ['Linux'],
  'device.language': ['de', 'en'],
  'device.type': ['desktop', 'phone'],
  'place.country': ['DE', 'FR'],
  'place.region': ['BE'],
  'place.city': ['Berlin'],
  'intent.score': [20, 50, 80],
  'engagements.outcome': ['shown', 'dismissed', 'clicked'],
  'cart.products': ['p1', 'p2'],
  'products.ids': ['p1', 'p3'],
  'products.categories': ['shoes', 'hats'],
  'search.words': ['boots', ' Boots', 'sale'],
  'errors.met': ['declined'],
  'forms.started': ['pay'],
  'forms.left': ['pay'],
  'forms.submitted': ['news'],
  'clicks.marks': ['size', 'help'],
  'services.topics': ['return', 'Return', 'size'],
};

const usualValues: Readonly<Partial<Record<FactType, readonly Scalar[]>>> = {
  number: [0, 1, 2, 3],
  money: [-50, 0, 20, 50, 100],
  seconds: [0, 1, 5, 8.5, 10, 20],
  percent: [0, 25, 90],
  boolean: [true, false],
  instant: [noon, noon + 10_000],
};

type PlayedFact = readonly [type: FactType, fact: string, values: readonly Scalar[]];

const facts: readonly PlayedFact[] = [
  ...factCatalogue
    .filter(({ group }) => group !== 'agents')
    .map(({ type, fact }): PlayedFact => [type, fact, valuesOf[fact] ?? usualValues[type] ?? []])
    .filter(([, , values]) => values.length > 0),
  ['text', 'customer.plan', ['gold', 'blue', 3]],
  ['text', 'custom.tier', ['gold', 'blue', 5]],
  ['number', 'custom.spend', [5, 6]],
  ...[1, 2].map((): PlayedFact => [
    'instant',
    'custom.renewal',
    [noon, noon + 20_000, noon + 60_000],
  ]),
  ...[1, 2].map((): PlayedFact => ['number', 'order.count', [1, 2]]),
  ['text', 'custom.other', ['gold']],
  ['text', 'page.nothing', ['x']],
];

function comparison(
  fact: string,
  type: FactType,
  values: readonly Scalar[],
): fc.Arbitrary<Condition> {
  const one = fc.constantFrom(...values);
  const ops = Operator.options.filter((op) => operatorsOf[type].includes(op));
  return fc.constantFrom(...ops).chain((op): fc.Arbitrary<Condition> => {
    if (op === 'exists')
      return fc.constantFrom<Condition>({ fact, op }, { fact, op, value: false });
    if (op === 'in' || op === 'notIn')
      return fc.subarray([...values], { minLength: 1 }).map((value) => ({ fact, op, value }));
    if (op === 'between')
      return fc
        .tuple(fc.constantFrom(0, 1, 5), fc.nat(20))
        .map(([least, more]) => ({ fact, op, value: [least, least + more] }));
    if (op === 'withinLast' || op === 'withinNext')
      return seconds.map((value) => ({ fact, op, value }));
    return one.map((value) => ({ fact, op, value }));
  });
}

const factLeaf = fc.oneof(...facts.map(([type, fact, values]) => comparison(fact, type, values)));

const pattern: fc.Arbitrary<EventPattern> = fc.oneof(
  fc.constantFrom<EventPattern>(
    { event: 'A' },
    { event: 'B' },
    { event: 'C' },
    { event: eventName.page },
    { event: eventName.leaving },
    { event: eventName.cartUpdated, where: [{ path: 'total', op: 'between', value: [20, 100] }] },
  ),
  fc
    .record({
      event: fc.constantFrom('A', 'B'),
      n: fc.nat(2),
      op: fc.constantFrom('eq' as const, 'gte' as const, 'ne' as const, 'lt' as const),
    })
    .map(({ event: name, n, op }) => ({ event: name, where: [{ path: 'n', op, value: n }] })),
  fc.constantFrom(...paths).map((path) => ({
    event: eventName.page,
    where: [{ path: 'path', op: 'eq' as const, value: path }],
  })),
);

const steps = fc.oneof(
  fc.array(pattern, { minLength: 2, maxLength: 3 }),
  fc.array(fc.constantFrom({ event: 'A' }, { event: 'B' }), { minLength: 2, maxLength: 3 }),
);
const count = fc.record({
  op: fc.constantFrom('gte' as const, 'lte' as const, 'eq' as const),
  value: fc.nat(3),
});

const behaviourLeaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ performed: pattern, withinS: seconds, count }),
  fc.record({ performed: pattern, count }),
  fc.record({ sequence: steps, withinS: seconds }),
  fc.record({ sequence: steps, without: pattern }),
  fc.record({ sequence: steps, without: pattern, withinS: seconds }),
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
  fc.record({ idle: fc.record({ forS: fc.constantFrom(2, 5, 8) }) }),
  fc.record({
    sequence: fc.constant<EventPattern[]>([{ event: 'A' }, { event: 'B' }]),
    withinS: fc.constantFrom(1, 2, 3, 5),
  }),
  fc.constant<Condition>({ leaving: true }),
  fc.constantFrom<Condition>(
    { score: { fact: 'cart.total', rises: 100, falls: 20 } },
    { score: { fact: 'cart.total', rises: 50, falls: 0 } },
    { score: { fact: 'visit.pages', rises: 2, falls: 1 } },
    { score: { fact: 'custom.spend', rises: 5, falls: 4 } },
    { score: { fact: 'intent.score', rises: 80, falls: 20 } },
  ),
);

const agentFacts: readonly PlayedFact[] = [
  ['number', 'agents.free', [0, 1]],
  ['number', 'agents.online', [0, 1]],
  ['number', 'agents.free.billing', [0, 1]],
  ['number', 'agents.online.billing', [1, 2]],
  ['number', 'agents.free.sales', [0, 1]],
  ['seconds', 'agents.wait', [0, 60]],
  ['seconds', 'agents.wait.billing', [60, 180]],
];
const agentsLeaf = fc.oneof(
  ...agentFacts.map(([type, fact, values]) => comparison(fact, type, values)),
);

/** Every fact that a condition here may read. */
export const playedFacts: readonly string[] = [...facts, ...agentFacts].map(([, fact]) => fact);

function upToThreeLevels(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 2 },
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })) },
      { weight: 1, arbitrary: fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })) },
      { weight: 1, arbitrary: tie('node').map((not) => ({ not })) },
    ),
  })).node;
}

const visitorLeaf = fc.oneof(
  { weight: 3, arbitrary: behaviourLeaf },
  { weight: 2, arbitrary: factLeaf },
);

/** Conditions on the visitor alone. */
export const conditions = upToThreeLevels(visitorLeaf);

/** Conditions on the visitor and on availability. */
export const everyCondition = upToThreeLevels(
  fc.oneof({ weight: 30, arbitrary: visitorLeaf }, { weight: 1, arbitrary: agentsLeaf }),
);
