import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { plainWords, type Speaker } from '../plain-words.ts';
import { sentenceOf } from '../sentence.ts';

/** Keys for words, so that the test reads only the order of chips. */
const keys: Speaker = {
  say: (key) => (key.startsWith('pattern.') ? undefined : key.replace(/^(word|op|fact)\./, '')),
  show: (value, unit) => (unit === 'seconds' ? `${value}s` : String(value)),
};

const table: readonly (readonly [condition: Condition, words: string])[] = [
  [{ all: [] }, 'always'],
  [{ fact: 'cart.total', op: 'gte', value: 100 }, 'cart.total gte 100'],
  [{ not: { fact: 'cart.total', op: 'gte', value: 100 } }, 'not cart.total gte 100'],
  [{ fact: 'customer.plan', op: 'in', value: ['gold', 'blue'] }, 'plan in gold, blue'],
  [{ fact: 'page.section', op: 'contains', value: 'checkout' }, 'page.section has checkout'],
  [{ fact: 'place.city', op: 'exists', value: false }, 'place.city missing'],
  [{ performed: { event: 'Buy' } }, 'Buy happened visit'],
  [{ not: { performed: { event: 'Buy' }, withinS: 20 } }, 'Buy happened.not within 20s'],
  [
    {
      performed: { event: 'View', where: [{ path: 'price', op: 'gt', value: 9 }] },
      count: { op: 'gte', value: 3 },
    },
    'View where price gt 9 happened atLeast 3 visit',
  ],
  [
    { sequence: [{ event: 'A' }, { event: 'B' }], without: { event: 'C' }, withinS: 60 },
    'A then B without C within 60s',
  ],
  [{ absence: { event: 'B' }, after: { event: 'A' }, withinS: 30 }, 'B absent within 30s after A'],
  [{ dwell: { on: 'section', section: 'checkout', forS: 20 } }, '20s in checkout'],
  [{ idle: { forS: 9 } }, 'idle idle.for 9s'],
  [
    { any: [{ leaving: true }, { all: [{ leaving: true }, { not: { leaving: true } }] }] },
    'leaving or (leaving and leaving.not)',
  ],
  [
    { not: { any: [{ leaving: true }, { idle: { forS: 1 } }] } },
    'not (leaving or idle idle.for 1s)',
  ],
  [{ score: { fact: 'intent.score', rises: 70, falls: 30 } }, 'intent.score rises 70 falls 30'],
];

test('[S2] every kind of condition reads as one line', () => {
  for (const [condition, words] of table) assert.equal(plainWords(condition, keys), words);
});

test('[LG7] a language puts the parts of a clause in its own order, and none is lost', () => {
  const german: Speaker = {
    ...keys,
    say: (key) =>
      ({ 'pattern.idle': '{for} {time} {verb}', 'pattern.performed': '{event} {span}' })[key] ??
      keys.say(key),
  };
  assert.equal(plainWords({ idle: { forS: 9 } }, german), 'idle.for 9s idle');
  assert.equal(
    plainWords({ performed: { event: 'Buy' }, withinS: 5 }, german),
    'Buy within 5s happened',
  );
});

test('[S2] a country is a country if it is compared as a whole, and text if a part of it is', () => {
  const unitOf = (op: 'eq' | 'in' | 'startsWith', value: string | string[]) => {
    const sentence = sentenceOf({ fact: 'place.country', op, value });
    const last = sentence.type === 'clause' ? sentence.chips.at(-1) : undefined;
    return last?.kind === 'value' ? last.unit : null;
  };
  assert.equal(unitOf('eq', 'NL'), 'country');
  assert.equal(unitOf('in', ['NL', 'DE']), 'country');
  assert.equal(unitOf('startsWith', 'N'), 'text');
});

test('[S2] each chip names the place in the condition that it shows', () => {
  const condition: Condition = {
    all: [{ leaving: true }, { not: { performed: { event: 'Buy' }, withinS: 20 } }],
  };
  const sentence = sentenceOf(condition, 'audience');
  assert.ok(sentence.type === 'group');
  const [, second] = sentence.parts;
  assert.ok(second?.type === 'clause' && second.negated);
  assert.equal(second.path, 'audience.all.1');
  assert.deepEqual(
    second.chips.map(({ path }) => path),
    [
      'audience.all.1.not.performed.event',
      'audience.all.1.not',
      'audience.all.1.not.withinS',
      'audience.all.1.not.withinS',
    ],
  );
});

test('[B11] a fact of one skill names it, and each part has its place', () => {
  const condition: Condition = { fact: 'agents.free.billing', op: 'gte', value: 1 };
  assert.equal(plainWords(condition, keys), 'agents.free for billing gte 1');
  const sentence = sentenceOf(condition, 'audience');
  assert.ok(sentence.type === 'clause');
  assert.deepEqual(sentence.chips.slice(0, 3), [
    { kind: 'name', of: 'fact', name: 'agents.free', path: 'audience.fact' },
    { kind: 'word', key: 'for', path: 'audience.fact' },
    { kind: 'name', of: 'skill', name: 'billing', path: 'audience.fact' },
  ]);
});
