import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DialNow, mayDial } from '../dialling.ts';

const rules = { from: '+4930123456', allowed: [], secondsADay: 7200, secondsACall: 3600 } as const;
const now = { number: '+4915112345678', takenS: 0, hours: [12], calledUs: false } as const;
const dial = (change: Partial<DialNow>, of: Partial<typeof rules> = {}) =>
  mayDial({ ...rules, ...of }, { ...now, ...change });

test('[CX36] only numbers of the own country are called, or those that are allowed', () => {
  assert.equal(dial({}), 3600);
  for (const number of ['+4315112345678', '+8821612345678', '+35315112345678'])
    assert.equal(dial({ number }), 'call.country');
  const allowed = ['+43', '+353'] as never;
  assert.equal(dial({ number: '+4315112345678' }, { allowed }), 3600);
  assert.equal(dial({ number: '+35315112345678' }, { allowed }), 3600);
  assert.equal(dial({}, { allowed }), 'call.country');
  // Islands share the code of the United States, and cost many times as much.
  const from = '+12065550177' as never;
  assert.equal(dial({ number: '+14155550100' }, { from }), 3600);
  for (const number of ['+18765550100', '+18095550100', '+19005550100', '+12425550100'])
    assert.equal(dial({ number }, { from }), 'call.country');
  assert.equal(dial({ number: '+77011234567' }, { from: '+74951234567' as never }), 'call.country');
});

test('[CX36] numbers that cost more are called only where their own beginning is named', () => {
  for (const number of ['+4990012345', '+4913712345', '+4918012345'])
    for (const allowed of [[], ['+4'], ['+49']] as never[])
      assert.equal(dial({ number }, { allowed }), 'call.country', number);
  const foreign = [
    ['+33899123456', '+33'],
    ['+449012345678', '+44'],
    ['+19005550100', '+1'],
    ['+18765550100', '+1'],
  ];
  for (const [number = '', country] of foreign) {
    assert.equal(dial({ number }, { allowed: [country] as never }), 'call.country', number);
    assert.equal(dial({ number }, { allowed: [number.slice(0, 6)] as never }), 3600, number);
  }
  const from = '+18765550101' as never;
  assert.equal(dial({ number: '+18765550100' }, { from }), 3600);
});

test('[CX36] emergency and other short numbers are refused, and what is no number', () => {
  for (const number of ['112', '911', '110', '999', '+49112', '+1911', '118'])
    assert.equal(dial({ number }), 'call.emergency', number);
  for (const number of ['CA0123', '', '+0491234567', '015112345678', '+49151123456789012'])
    assert.equal(dial({ number }), 'call.number', number);
});

test('[CX36] nobody is called at night who did not call within the last hour', () => {
  for (const hour of [0, 7, 21, 23]) assert.equal(dial({ hours: [12, hour] }), 'call.quiet_hours');
  for (const hour of [8, 20]) assert.equal(dial({ hours: [8, hour] }), 3600);
  assert.equal(dial({ hours: [23], calledUs: true }), 3600);
});

test('[CX36] a day has a bound, which the last call keeps', () => {
  assert.equal(dial({ takenS: 6000 }), 1200);
  assert.equal(dial({ takenS: 7140 }), 60);
  assert.equal(dial({ takenS: 7141 }), 'call.spent');
});
