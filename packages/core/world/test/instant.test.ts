import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDay, parseInstant } from '../instant.ts';

test('[B1] an instant parses as servers of every language write it: a date, UTC, or an offset from it', () => {
  const at = Date.UTC(2026, 2, 1, 9, 30);
  const read: readonly (readonly [string, number])[] = [
    ['2026-03-01', Date.UTC(2026, 2, 1)],
    ['2026-03-01T09:30', at],
    ['2026-03-01T09:30:00Z', at],
    // Ruby, PHP, Go, and Python with its microseconds.
    ['2026-03-01T11:30:00.000+02:00', at],
    ['2026-03-01T09:30:00+00:00', at],
    ['2026-03-01T04:00:00-05:30', at],
    ['2026-03-01T09:30:00.123456+00:00', at + 123],
    ['2026-03-01T09:30:00.123456789Z', at + 123],
    ['2026-03-01T09:30:00.5Z', at + 500],
    ['2026-03-01T09:30:00+0000', at],
  ];
  for (const [text, ms] of read) assert.equal(parseInstant(text), ms, text);
});

test('[B1] an invalid instant is null', () => {
  for (const text of [
    '',
    'soon',
    '2026-13-01',
    '2026-03-32',
    // No such day, nor one of the next month.
    '2026-02-30',
    '2026-02-29T09:30:00Z',
    '1900-02-29',
    '2026-04-31',
    '2026-03-01T24:00Z',
    '2026-03-01+02:00',
    '2026-03-01T09:30:00+25:00',
    '2026-03-01T09:30:00+02:60',
    '2026-03-01T09:30:00.Z',
    '1 March 2026',
  ])
    assert.equal(parseInstant(text), null, text);
});

test('[B1] a day is one that the calendar has, and nothing else', () => {
  for (const day of ['2026-03-09', '2024-02-29', '2000-02-29', '2026-12-31'])
    assert.ok(isDay(day), day);
  for (const text of ['2026-02-29', '2026-02-30', '2026-3-9', '2026-03-09T00:00', ''])
    assert.ok(!isDay(text), text);
});
