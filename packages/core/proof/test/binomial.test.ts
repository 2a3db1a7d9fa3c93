import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binomialUpper } from './binomial.test-support.ts';

test('the upper limit of a probability is that of Clopper and Pearson', () => {
  const near = (limit: number, known: number) => assert.ok(Math.abs(limit - known) < 5e-5);
  near(binomialUpper(0, 100, 0.05), 1 - 0.05 ** 0.01);
  near(binomialUpper(3, 100, 0.05), 0.07571);
  near(binomialUpper(5, 10, 0.05), 0.77756);
  assert.equal(binomialUpper(4, 4, 0.05), 1);
});
