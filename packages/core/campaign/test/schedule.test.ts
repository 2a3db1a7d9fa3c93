// When a schedule is open by local time of the account's zone, and the next instant at which that
// may change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Schedule } from '@opportune/protocol/campaign/campaign.ts';
import { holds } from '../../behaviour/condition/truth.ts';
import { dayMs, weekdays } from '../../world/local-time.ts';
import { compileSchedule } from '../schedule.ts';

const minuteMs = 60_000;
const plain = { from: null, until: null, days: [], hours: null };

function openAt(change: object, zone: string, ...instants: readonly string[]): boolean[] {
  const schedule = compileSchedule(Schedule.parse({ ...plain, ...change }), zone);
  return instants.map((each) => holds(schedule(Date.parse(each))));
}

test('[D1] hours that pass midnight belong to the day on which they begin', () => {
  const fridayNight = { days: ['fri'], hours: { fromMinute: 22 * 60, untilMinute: 2 * 60 } };
  assert.deepEqual(
    openAt(
      fridayNight,
      'Europe/Berlin',
      '2026-05-08T01:30+02:00', // Friday, of Thursday's night
      '2026-05-08T21:59+02:00',
      '2026-05-08T22:00+02:00',
      '2026-05-09T00:00+02:00', // Saturday, of Friday's night
      '2026-05-09T01:59+02:00',
      '2026-05-09T02:00+02:00',
      '2026-05-09T22:00+02:00',
    ),
    [false, false, true, true, true, false, false],
  );
  const sundayNight = { ...fridayNight, days: ['sun'] };
  assert.deepEqual(
    openAt(sundayNight, 'UTC', '2026-05-10T23:00Z', '2026-05-11T01:00Z', '2026-05-10T01:00Z'),
    [true, true, false],
  );
});

test('[D1] days and hours follow local time when clocks change', () => {
  const office = { days: ['mon'], hours: { fromMinute: 9 * 60, untilMinute: 17 * 60 } };
  // The clocks of Berlin went forward on 29 March and go back on 25 October 2026.
  assert.deepEqual(
    openAt(office, 'Europe/Berlin', '2026-03-23T08:00Z', '2026-03-30T07:00Z', '2026-03-30T15:00Z'),
    [true, true, false],
  );
  assert.deepEqual(openAt(office, 'Pacific/Chatham', '2026-05-31T20:15Z', '2026-05-31T20:14Z'), [
    true,
    false,
  ]);
});

test('[D1] nothing changes before the instant that it names', () => {
  const start = Date.UTC(2026, 9, 24);
  const minutes = fc.integer({ min: 0, max: 1440 });
  const schedules = fc.record({
    from: fc.option(fc.integer({ min: 0, max: 3000 }).map((after) => start + after * minuteMs)),
    until: fc.option(fc.integer({ min: 0, max: 4000 }).map((after) => start + after * minuteMs)),
    days: fc.uniqueArray(fc.constantFrom(...weekdays)),
    hours: fc.option(fc.record({ fromMinute: minutes, untilMinute: minutes })),
  });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe');
  fc.assert(
    fc.property(schedules, zones, fc.integer({ min: 0, max: 3 * dayMs }), (of, zone, after) => {
      const schedule = compileSchedule(of, zone);
      const now = start + after;
      const truth = schedule(now);
      const last = Math.min(Math.abs(truth) - 1, now + dayMs);
      for (const share of [0.01, 0.5, 1]) {
        const between = now + Math.floor((last - now) * share);
        assert.equal(holds(schedule(between)), holds(truth));
      }
    }),
  );
});
