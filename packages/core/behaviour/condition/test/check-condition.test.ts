import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conditionLimits,
  Operator,
  type Condition,
} from '@opportune/protocol/campaign/condition.ts';
import { factCatalogue, operatorsOf } from '@opportune/protocol/behaviour/facts.ts';
import { checkCondition } from '../check-condition.ts';

const good: readonly Condition[] = [
  { all: [] },
  { fact: 'cart.total', op: 'gte', value: 100 },
  { fact: 'cart.total', op: 'between', value: [10, 20] },
  { fact: 'page.section', op: 'contains', value: 'checkout' },
  { fact: 'source.channel', op: 'in', value: ['search', 'paid'] },
  { fact: 'visitor.lastVisit', op: 'withinLast', value: 86_400 },
  { fact: 'visitor.firstSeen', op: 'before', value: '2026-03-01' },
  { fact: 'page.path', op: 'matches', value: '^/product/[0-9]+$' },
  { fact: 'customer.plan', op: 'eq', value: 'gold' },
  { fact: 'customer.age', op: 'gte', value: 18 },
  { fact: 'place.country', op: 'exists' },
  { fact: 'agents.free.billing', op: 'gte', value: 1 },
  { fact: 'agents.online.sales:eu', op: 'between', value: [1, 3] },
  { score: { fact: 'cart.total', rises: 100, falls: 50 } },
  {
    performed: { event: 'A', where: [{ path: 'price', op: 'gt', value: 10 }] },
    count: { op: 'lte', value: 2 },
  },
];

const bad: readonly (readonly [condition: Condition, path: string, code: string])[] = [
  [{ fact: 'cart.colour', op: 'eq', value: 1 }, 'fact', 'condition.unknown_fact'],
  [{ fact: 'customer.', op: 'eq', value: 1 }, 'fact', 'condition.unknown_fact'],
  [{ fact: 'agents.free.', op: 'gte', value: 1 }, 'fact', 'condition.unknown_fact'],
  [{ fact: 'agents.away.billing', op: 'gte', value: 1 }, 'fact', 'condition.unknown_fact'],
  [{ fact: 'agents.free.no skill', op: 'gte', value: 1 }, 'fact', 'condition.unknown_fact'],
  [{ fact: 'agents.free.billing', op: 'gte', value: '1' }, 'value', 'condition.value'],
  [{ fact: 'cart.total', op: 'contains', value: '1' }, 'op', 'condition.operator'],
  [{ fact: 'cart.total', op: 'gte', value: '100' }, 'value', 'condition.value'],
  [{ fact: 'cart.total', op: 'gte' }, 'value', 'condition.value'],
  [{ fact: 'cart.total', op: 'between', value: [20, 10] }, 'value', 'condition.value'],
  [{ fact: 'source.channel', op: 'in', value: [] }, 'value', 'condition.value'],
  [{ fact: 'source.channel', op: 'eq', value: 'fax' }, 'value', 'condition.value'],
  [{ fact: 'page.path', op: 'matches', value: '(a)\\1' }, 'value', 'condition.value'],
  [{ fact: 'page.path', op: 'matches', value: '(' }, 'value', 'condition.value'],
  [{ fact: 'visitor.firstSeen', op: 'before', value: 'soon' }, 'value', 'condition.value'],
  [{ fact: 'visitor.returning', op: 'eq', value: 'yes' }, 'value', 'condition.value'],
  [{ any: [] }, 'any', 'condition.invalid'],
  [{ all: [{ not: { fact: 'no', op: 'exists' } }] }, 'all.0.not.fact', 'condition.unknown_fact'],
  [
    { performed: { event: 'A', where: [{ path: 'p', op: 'withinLast', value: 5 }] } },
    'performed.where.0.op',
    'condition.operator',
  ],
  [
    { sequence: [{ event: 'A' }, { event: 'B', where: [{ path: 'p', op: 'in', value: 1 }] }] },
    'sequence.1.where.0.value',
    'condition.value',
  ],
  [{ score: { fact: 'page.dwell', rises: 2, falls: 1 } }, 'score.fact', 'condition.operator'],
  [{ score: { fact: 'cart.total', rises: 1, falls: 1 } }, 'score.falls', 'condition.value'],
];

test('[B8] a condition that makes sense has no problems', () => {
  for (const condition of good)
    assert.deepEqual(checkCondition(condition), [], JSON.stringify(condition));
});

test('[B8] each mistake is named with its place and its code', () => {
  for (const [condition, path, code] of bad) {
    const problems = checkCondition(condition).map((each) => [each.path, each.code]);
    assert.deepEqual(problems, [[path, code]], JSON.stringify(condition));
  }
});

test('[B8] a fact, and a declared attribute, accepts only the operators and values of its type', () => {
  const attributes = (['text', 'number', 'boolean', 'instant'] as const).map(
    (type) => ({ name: `a-${type}`, type, privacy: 'public' }) as const,
  );
  const declared = attributes.map(({ name, type }) => ({ fact: `custom.${name}`, type }));
  for (const { fact, type } of [...factCatalogue, ...declared]) {
    for (const op of Operator.options) {
      const problems = checkCondition({ fact, op, value: true }, attributes);
      const isRefused = problems.some(
        ({ path, code }) => path === 'op' && code === 'condition.operator',
      );
      assert.equal(isRefused, !operatorsOf[type].includes(op), `${fact} ${op}`);
    }
  }
  const wrong: Condition = { fact: 'custom.a-number', op: 'gte', value: 'ten' };
  assert.deepEqual(checkCondition(wrong, attributes)[0]?.path, 'value');
  const rising: Condition = { score: { fact: 'custom.a-text', rises: 2, falls: 1 } };
  assert.deepEqual(checkCondition(rising, attributes)[0]?.path, 'score.fact');
});

test('[B8] depth and size are accepted at the limit and refused beyond it', () => {
  const leaf: Condition = { leaving: true };
  const nested = (depth: number): Condition => (depth === 1 ? leaf : { not: nested(depth - 1) });
  assert.deepEqual(checkCondition(nested(conditionLimits.depth)), []);
  assert.equal(checkCondition(nested(conditionLimits.depth + 1))[0]?.code, 'condition.too_deep');
  const wide = (parts: number): Condition => ({ all: Array.from({ length: parts }, () => leaf) });
  assert.deepEqual(checkCondition(wide(conditionLimits.nodes - 1)), []);
  assert.equal(checkCondition(wide(conditionLimits.nodes))[0]?.code, 'condition.too_deep');
});
