// The days that an address asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byOf, dayIn, daysOf, HistoryPlace } from './history-place.ts';
import { stay } from '../now/use-still.ts';

const place = (of: object) => HistoryPlace.parse(of);

test('days are counted back from today across a month end and a 25-hour night', () => {
  const of = (span: string) => daysOf(place({ span }), '2026-11-02');
  assert.deepEqual(of('today'), { from: '2026-11-02', until: '2026-11-02' });
  assert.deepEqual(of('yesterday'), { from: '2026-11-01', until: '2026-11-01' });
  assert.deepEqual(of('7'), { from: '2026-10-27', until: '2026-11-02' });
  assert.deepEqual(of('28'), { from: '2026-10-06', until: '2026-11-02' });
});

test('chosen days are used, and an invalid value falls back to the default', () => {
  const own = place({ span: 'own', from: '2026-10-01', until: 'soon' });
  assert.deepEqual(daysOf(own, '2026-11-02'), { from: '2026-10-01', until: '2026-11-02' });
  const { span, by } = place({ span: 'ever', by: 'moon' });
  assert.deepEqual([span, by], [undefined, undefined]);
});

test('without a choice, one day is shown by hour and several by day', () => {
  assert.equal(byOf(place({ span: 'today' })), 'hour');
  assert.equal(byOf(place({})), 'day');
  assert.equal(byOf(place({ span: 'today', by: 'agent' })), 'agent');
});

test('today is the day in the account’s time zone', () => {
  assert.equal(dayIn('Asia/Kolkata', Date.parse('2026-11-01T19:00:00Z')), '2026-11-02');
});

test('rows keep their places while pointed at, and new rows come last', () => {
  assert.deepEqual(stay(['b', 'a', 'c'], ['a', 'c', 'd', 'b']), ['b', 'a', 'c', 'd']);
  assert.deepEqual(stay(['b', 'a'], ['a']), ['a']);
});
