// Which conditions may exclude visitors from a sensitivity analysis.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Condition } from '@opportune/protocol/campaign/condition.ts';
import { factCatalogue } from '@opportune/protocol/behaviour/facts.ts';
import { excludingFacts, isExcludingFact } from '@opportune/protocol/campaign/excluding-facts.ts';
import { checkExclusion } from '../check-exclusion.ts';

const codes = (condition: unknown): string[] =>
  checkExclusion(Condition.parse(condition)).map(({ code, path }) => `${path} ${code}`);

test('[F32] facts of how a visit began may exclude visitors, alone and together', () => {
  const names = factCatalogue.map(({ fact }) => fact);
  assert.ok(excludingFacts.every((fact) => fact === 'visitor.burst' || names.includes(fact)));
  assert.deepEqual(codes({ fact: 'visitor.burst', op: 'eq', value: true }), []);
  assert.deepEqual(
    codes({
      all: [
        { fact: 'device.type', op: 'in', value: ['phone'] },
        {
          any: [
            { not: { fact: 'place.country', op: 'exists' } },
            { fact: 'visit.landing', op: 'startsWith', value: '/a' },
          ],
        },
      ],
    }),
    [],
  );
});

test('[F32] every other fact, and what a visitor does, is refused with its place', () => {
  for (const { fact } of factCatalogue.filter((each) => !isExcludingFact(each.fact)))
    assert.deepEqual(codes({ fact, op: 'exists' }), ['fact exclusion.too_late'], fact);
  assert.deepEqual(
    codes({
      any: [
        { fact: 'order.count', op: 'gte', value: 1 },
        { not: { performed: { event: 'Page' } } },
      ],
    }),
    ['any.0.fact exclusion.too_late', 'any.1.not exclusion.too_late'],
  );
  const [found] = checkExclusion({ fact: 'engagements.clicked', op: 'gte', value: 1 });
  assert.match(found?.message ?? '', /"engagements.clicked" may change.*device.type/);
});

test('[F32] operators and values are checked as in any condition', () => {
  assert.deepEqual(codes({ fact: 'visitor.burst', op: 'exists' }), ['op condition.operator']);
  assert.deepEqual(codes({ fact: 'visitor.burst', op: 'eq', value: 'yes' }), [
    'value condition.value',
  ]);
  assert.deepEqual(codes({ fact: 'device.os', op: 'gt', value: 'a' }), ['op condition.operator']);
  assert.deepEqual(codes({ fact: 'device.type', op: 'eq', value: 'toaster' }), [
    'value condition.value',
  ]);
  assert.deepEqual(codes({ any: [] }), ['any condition.invalid']);
});
