// Which days an address asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byOf, dayIn, daysOf, HistoryPlace } from './history-place.ts';
import { stay } from '../now/use-still.ts';

const place = (of: object) => HistoryPlace.parse(of);

test('days are counted back from today, over the end of a month and a night of 25 hours', () => {
  const of = (span: string) => daysOf(place({ span }), '2026-11-02');
  assert.deepEqual(of('today'), { from: '2026-11-02', until: '2026-11-02' });
  assert.deepEqual(of('yesterday'), { from: '2026-11-01', until: '2026-11-01' });
  assert.deepEqual(of('7'), { from: '2026-10-27', until: '2026-11-02' });
  assert.deepEqual(of('28'), { from: '2026-10-06', until: '2026-11-02' });
});

test('a day of one’s own is taken, and what is no day is as usual', () => {
  const own = place({ span: 'own', from: '2026-10-01', until: 'soon' });
  assert.deepEqual(daysOf(own, '2026-11-02'), { from: '2026-10-01', until: '2026-11-02' });
  const { span, by } = place({ span: 'ever', by: 'moon' });
  assert.deepEqual([span, by], [undefined, undefined]);
});

test('one day is shown by its hours, several by days, where nothing was chosen', () => {
  assert.equal(byOf(place({ span: 'today' })), 'hour');
  assert.equal(byOf(place({})), 'day');
  assert.equal(byOf(place({ span: 'today', by: 'agent' })), 'agent');
});

test('today is that of the account’s time zone', () => {
  assert.equal(dayIn('Asia/Kolkata', Date.parse('2026-11-01T19:00:00Z')), '2026-11-02');
});

test('rows that are pointed at keep their places; new ones come last', () => {
  assert.deepEqual(stay(['b', 'a', 'c'], ['a', 'c', 'd', 'b']), ['b', 'a', 'c', 'd']);
  assert.deepEqual(stay(['b', 'a'], ['a']), ['a']);
});
