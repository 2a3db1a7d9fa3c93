import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoursAt } from './hours-at.ts';

const berlin = { from: '+4930123456', zone: 'Europe/Berlin' } as const;
/** 9 o'clock in Berlin. */
const morning = Date.UTC(2026, 10, 27, 8);

test('[CX36] the hour is that of the place of a number, and of both ends of a wide country', () => {
  assert.deepEqual(hoursAt('+4915112345678', berlin, morning), [9]);
  assert.deepEqual(hoursAt('+447911123456', berlin, morning), [8]);
  assert.deepEqual(hoursAt('+12065550177', berlin, morning), [3, 22]);
  assert.deepEqual(hoursAt('+9779812345678', berlin, morning), [13]);
});

test('[CX36] numbers of the own country and of unknown ones count in the zone of the account', () => {
  const newYork = { from: '+12065550177', zone: 'America/New_York' } as const;
  assert.deepEqual(hoursAt('+18085550177', newYork, morning), [3]);
  assert.deepEqual(hoursAt('+88112345678', berlin, morning), [9]);
  assert.deepEqual(hoursAt('+447911123456', { ...berlin, from: '' }, morning), [8]);
});
