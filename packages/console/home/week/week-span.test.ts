// The days that Home compares, also where a clock changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weekSpan } from './week-span.ts';

test('[HM3] the week ends today and is compared with the seven days before, up to the same time', () => {
  const span = weekSpan(Date.parse('2026-05-27T12:38:20Z'), 'Europe/Amsterdam');
  assert.equal(span.days.join(' '), daysFrom('2026-05-21'));
  assert.equal(span.daysBefore.join(' '), daysFrom('2026-05-14'));
  assert.equal(iso(span.now.from), '2026-05-20T22:00');
  assert.equal(iso(span.now.until), '2026-05-27T22:00');
  assert.equal(iso(span.before.from), '2026-05-13T22:00');
  assert.equal(iso(span.before.until), '2026-05-20T12:35', 'rounded down to five minutes');
});

test('[HM3] the compared time is that of the wall clock, also over a change of the clock', () => {
  const span = weekSpan(Date.parse('2026-03-30T10:00:00Z'), 'Europe/Amsterdam');
  assert.equal(iso(span.before.until), '2026-03-23T11:00', '12:00 on both days');
  assert.equal(iso(span.now.from), '2026-03-23T23:00');
  assert.equal(iso(span.now.until), '2026-03-30T22:00');
});

test('[HM3] nothing of the span changes within five minutes', () => {
  const at = (time: string) => weekSpan(Date.parse(`2026-05-27T${time}Z`), 'UTC');
  assert.deepEqual(at('12:35:00'), at('12:39:59'));
});

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

function daysFrom(first: string): string {
  const from = Date.parse(`${first}T00:00Z`);
  const day = (at: number) => new Date(from + at * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: 7 }, (_, at) => day(at)).join(' ');
}
