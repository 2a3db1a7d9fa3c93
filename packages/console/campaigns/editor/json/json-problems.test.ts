import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import { readConditionJson } from './json-problems.ts';

function problemsOf(text: string, attributes: readonly CustomAttribute[] = []) {
  const reading = readConditionJson(text, attributes);
  assert.ok(reading.type === 'problems');
  return reading.problems;
}
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

test('a valid condition is read', () => {
  const condition = { all: [{ fact: 'cart.total', op: 'gte', value: 100 }] };
  assert.deepEqual(readConditionJson(pretty(condition), []), { type: 'value', value: condition });
});

test('a syntax error is reported at its line', () => {
  const [first] = problemsOf('{\n  "all": [\n    { "leaving": true, }\n  ]\n}');
  assert.equal(first?.kind, 'syntax');
  assert.equal(first?.line, 3);
});

test('a wrong value is reported at its own line, also within groups', () => {
  const text = pretty({
    all: [{ leaving: true }, { any: [{ fact: 'cart.total', op: 'gte', value: 'much' }] }],
  });
  const [first] = problemsOf(text);
  assert.equal(first?.path, 'all.1.any.0.value');
  assert.equal(text.split('\n')[(first?.line ?? 0) - 1]?.trim(), '"value": "much"');
});

test('an unknown field is reported at its line, by the branch of the union that was meant', () => {
  const text = pretty({ all: [{ dwell: { on: 'page', forS: 20, fors: 3 } }] });
  const problems = problemsOf(text);
  assert.deepEqual(
    problems.map(({ kind, path }) => [kind, path]),
    [['unknown-field', 'all.0.dwell.fors']],
  );
  assert.match(text.split('\n')[(problems[0]?.line ?? 0) - 1] ?? '', /fors/);
});

test('an unknown fact and an operator that does not fit are reported', () => {
  const problems = problemsOf(
    pretty({
      any: [
        { fact: 'cart.colour', op: 'eq', value: 1 },
        { fact: 'cart.total', op: 'contains', value: 'x' },
      ],
    }),
  );
  assert.deepEqual(
    problems.map(({ path }) => path),
    ['any.0.fact', 'any.1.op'],
  );
});

test('[B8] a custom attribute is valid only as it is declared', () => {
  const tier: CustomAttribute = { name: 'tier', type: 'number', privacy: 'public' };
  const above = { fact: 'custom.tier', op: 'gte', value: 2 } as const;
  assert.deepEqual(readConditionJson(pretty(above), [tier]), { type: 'value', value: above });
  const [undeclared] = problemsOf(pretty(above));
  assert.deepEqual([undeclared?.path, undeclared?.line], ['fact', 2]);
  const [misfit] = problemsOf(pretty({ ...above, op: 'contains', value: '2' }), [tier]);
  assert.deepEqual([misfit?.path, misfit?.line], ['op', 3]);
});

test('quotes and brackets within strings do not move the lines', () => {
  const text = pretty({
    all: [
      { fact: 'page.path', op: 'contains', value: 'a\\"]}{,:' },
      { fact: 'no.such', op: 'eq', value: 1 },
    ],
  });
  const [first] = problemsOf(text);
  assert.match(text.split('\n')[(first?.line ?? 0) - 1] ?? '', /no\.such/);
});
