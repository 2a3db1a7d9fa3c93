import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOf, wallClock } from './zoned-time.ts';

test('wall clock and instant agree in summer and winter, east and west', () => {
  for (const zone of [
    'UTC',
    'Europe/Amsterdam',
    'America/St_Johns',
    'Asia/Kolkata',
    'Pacific/Auckland',
  ]) {
    for (const wall of ['2026-01-15T09:30', '2026-07-15T00:00', '2026-12-31T23:59']) {
      const at = instantOf(wall, zone);
      assert.ok(at !== null);
      assert.equal(wallClock(at, zone), wall, zone);
    }
  }
});

test('nine in Amsterdam is seven in UTC in summer', () => {
  assert.equal(instantOf('2026-05-06T09:00', 'Europe/Amsterdam'), Date.UTC(2026, 4, 6, 7));
});

test('a time in the hour that the clock change skips is read an hour later', () => {
  const at = instantOf('2026-03-29T02:30', 'Europe/Amsterdam');
  assert.ok(at !== null);
  assert.equal(wallClock(at, 'Europe/Amsterdam'), '2026-03-29T03:30');
});

test('text that is not a date gives null', () => {
  assert.equal(instantOf('', 'UTC'), null);
});
