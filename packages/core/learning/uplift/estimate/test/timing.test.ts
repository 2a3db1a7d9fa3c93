// What the value of waiting learns in cases with a known answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellOf, laterWorth, learnNext, newWaiting } from '../timing.ts';

test('before anything is learnt, waiting is worth nothing', () => {
  assert.equal(laterWorth(newWaiting(2), cellOf(1, 0.4)), 0);
});

test('[U9] if half of visits end and half go on to a worth of 4, waiting is worth 2', () => {
  const waiting = newWaiting(2);
  const first = cellOf(0, 1.2);
  const second = cellOf(1, 4);
  for (let visit = 0; visit < 4000; visit++) {
    if (visit % 2 === 0) {
      learnNext(waiting, first, { cell: second, worth: 4 });
      learnNext(waiting, second, null);
    } else {
      learnNext(waiting, first, null);
    }
  }
  assert.ok(Math.abs(laterWorth(waiting, first) - 2) < 0.05);
  assert.equal(laterWorth(waiting, second), 0);
});

test('[U9] a good moment two steps later is worth waiting for through a bad one', () => {
  const waiting = newWaiting(3);
  const [first, bad, good] = [cellOf(0, 0.3), cellOf(1, -2), cellOf(2, 2.5)];
  for (let visit = 0; visit < 5000; visit++) {
    learnNext(waiting, first, { cell: bad, worth: -2 });
    learnNext(waiting, bad, { cell: good, worth: 2.5 });
    learnNext(waiting, good, null);
  }
  assert.ok(Math.abs(laterWorth(waiting, first) - 2.5) < 0.05);
});

test('moments of different kind or worth are kept apart', () => {
  const cells = [cellOf(0, 0.1), cellOf(0, 0.6), cellOf(1, 0.1), cellOf(1, 99), cellOf(0, -99)];
  assert.equal(new Set(cells).size, cells.length);
});
