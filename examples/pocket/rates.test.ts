// What one client address may send to the pocket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRates } from './rates.ts';

const mib = 1024 * 1024;

test('[PK4] an address does 100 acts at once and five a second, and others are not held up', () => {
  const rates = createRates();
  const taken = Array.from({ length: 120 }, () => rates.take('a', 10, 0)).filter(Boolean);
  assert.equal(taken.length, 100);
  assert.equal(rates.take('b', 10, 0), true);
  assert.deepEqual(
    [200, 200, 400].map((now) => rates.take('a', 10, now)),
    [true, false, true],
  );
});

test('[PK4] an address sends 8 MiB at once and 256 KiB a second', () => {
  const rates = createRates();
  assert.deepEqual(
    Array.from({ length: 5 }, () => rates.take('a', 2 * mib, 0)),
    [true, true, true, true, false],
  );
  assert.equal(rates.take('a', mib, 3000), false);
  assert.equal(rates.take('a', mib, 4000), true);
});

test('[PK4] a thousand addresses are remembered', () => {
  const rates = createRates();
  for (let times = 0; times < 100; times++) rates.take('first', 1, 0);
  for (let at = 0; at < 999; at++) rates.take(`a${at}`, 1, 0);
  assert.equal(rates.take('first', 1, 0), false);
  for (let at = 0; at < 1000; at++) rates.take(`b${at}`, 1, 0);
  assert.equal(rates.take('first', 1, 0), true);
});
