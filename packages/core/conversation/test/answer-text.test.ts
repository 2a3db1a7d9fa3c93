// Texts of predefined answers: what they may name, and what becomes of a variable without a value.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillAnswer, gapIn, unknownVariables } from '../answer-text.ts';

const words = (variable: string): string => variable.replace('.', ' ');

test('[X2] a text may name variables of the list only, and braces must close', () => {
  assert.deepEqual(unknownVariables('Hello {{visitor.name}}, { {{ agent.name }} }'), []);
  assert.deepEqual(unknownVariables('{{visitor.age}} {{}} {{visitor.age}}'), ['visitor.age', '']);
  assert.deepEqual(unknownVariables('Hello {{visitor.name'), ['{{']);
  assert.deepEqual(unknownVariables('Hello visitor.name}}'), ['}}']);
  assert.deepEqual(unknownVariables('{{{visitor.name}}}'), []);
  assert.deepEqual(unknownVariables('{{constructor}} {{__proto__}}'), ['constructor', '__proto__']);
});

test('[X3] a value replaces its variable, and is not parsed again', () => {
  const values = { 'visitor.name': '$& {{order.id}}', 'agent.name': 'Tomas' };
  assert.equal(
    fillAnswer('Hello {{visitor.name}}, {{ agent.name }} here', values, words),
    'Hello $& {{order.id}}, Tomas here',
  );
});

test('[X3] a variable without a value, or with an empty one, is a gap that can be found', () => {
  const filled = fillAnswer(
    'Order {{order.id}} of {{visitor.name}}',
    { 'visitor.name': ' ' },
    words,
  );
  assert.equal(filled, 'Order ⟦order id⟧ of ⟦visitor name⟧');
  assert.deepEqual(gapIn(filled), { start: 6, end: 16 });
  assert.deepEqual(gapIn(filled, 16), { start: 20, end: 34 });
  assert.equal(gapIn('Order 7 of Clara'), null);
});

test('[X3] a value that looks like a gap is not one', () => {
  const filled = fillAnswer('Hello {{visitor.name}}', { 'visitor.name': '⟦Clara⟧' }, words);
  assert.equal(filled, 'Hello Clara');
  assert.equal(gapIn(filled), null);
});
