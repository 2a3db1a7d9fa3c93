// Slots in opening hours, with days off, changes of the clock, and bounds on promises.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { isOpenAt } from '../../conversation/routing/hours.ts';
import { wallClock, zoneOffsetMs } from '../../world/local-time.ts';
import { hasRoom, roomIn, type SlotPlan, slotsOf } from '../slots.ts';

const minuteMs = 60_000;
const aheadMs = callbackLimits.aheadDays * 24 * 60 * minuteMs;
const day = [{ fromMinute: 9 * 60, untilMinute: 12 * 60 + 15 }];
const weekdays: OpeningHours = {
  week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] },
  closed: ['2026-11-30'],
};
/** A Friday, 10:05 in Berlin. */
const friday = Date.UTC(2026, 10, 27, 9, 5);

const plan = (over: Partial<SlotPlan> = {}): SlotPlan => ({
  ...{ now: friday, hours: weekdays, zone: 'Europe/Berlin', perAgent: 1, promised: new Map() },
  ...{ agentsAt: () => 2, leavesEnough: () => true, aheadMs },
  ...over,
});
const at = (from: number) => new Date(from).toISOString().slice(0, 16);

test('[CB1] slots lie in opening hours from end to end, and not on days off', () => {
  const slots = slotsOf(plan());
  // The last half hour of the morning ends at 12:00, because 12:00 to 12:30 is not open throughout.
  assert.deepEqual(
    slots.slice(0, 4).map(({ from }) => at(from)),
    ['2026-11-27T09:30', '2026-11-27T10:00', '2026-11-27T10:30', '2026-12-01T08:00'],
  );
});

test('[CB1] hours count in local time across a change of the clock', () => {
  // Clocks went back on 25 October 2026 in Berlin.
  const saturday = Date.UTC(2026, 9, 24, 8);
  const sunday = { ...weekdays, closed: [], week: { ...weekdays.week, sun: day } };
  const [first] = slotsOf(plan({ now: saturday, hours: sunday }));
  assert.equal(at(first?.from ?? 0), '2026-10-25T08:00');
});

test('[CB2] a slot takes as many promises as its agents, each as often as the account says', () => {
  const from = Date.UTC(2026, 10, 27, 9, 30);
  const taken = (count: number) => ({ promised: new Map([[from, count]]), perAgent: 2 });
  assert.equal(roomIn(plan(taken(0)), from), 4);
  assert.equal(hasRoom(plan(taken(3)), from), true);
  assert.equal(hasRoom(plan(taken(4)), from), false);
  assert.equal(slotsOf(plan(taken(4)))[0]?.from, Date.UTC(2026, 10, 27, 10));
  assert.deepEqual(slotsOf(plan({ agentsAt: () => 0 })), []);
});

test('[CB1] [CB2] for any hours, zone and promises, each slot is open, ahead and has room', () => {
  const aSpan = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([one, other]) => ({
      fromMinute: Math.min(one, other - 1),
      untilMinute: Math.max(one + 1, other),
    }));
  const aDay = fc.array(aSpan, { maxLength: 2 });
  const week = fc.record({
    ...{ mon: aDay, tue: aDay, wed: aDay, thu: aDay, fri: aDay, sat: aDay, sun: aDay },
  });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns');
  let seen = 0;
  fc.assert(
    fc.property(
      fc.option(week.map((each): OpeningHours => ({ week: each, closed: [] }))),
      zone,
      fc.integer({ min: 0, max: 400 * 24 * 60 }),
      fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 400, maxLength: 400 }),
      (hours, where, minutes, counts) => {
        const now = friday + minutes * minuteMs;
        const slotMs = callbackLimits.slotMinutes * minuteMs;
        const offsetMs = zoneOffsetMs(where, now) ?? 0;
        const first = Math.ceil((now + offsetMs) / slotMs) * slotMs - offsetMs;
        const promised = new Map(counts.map((count, index) => [first + index * slotMs, count]));
        const of = plan({ now, hours, zone: where, promised });
        const slots = slotsOf(of);
        seen += slots.length;
        assert.ok(slots.length <= callbackLimits.slots);
        for (const { from, until } of slots) {
          assert.equal(until - from, slotMs);
          assert.equal((wallClock(where, from)?.minuteOfDay ?? 1) % callbackLimits.slotMinutes, 0);
          assert.ok(from >= now + callbackLimits.leadMs && from <= now + aheadMs);
          for (let each = from; each < until; each += minuteMs)
            assert.ok(isOpenAt(hours, where, each), `${where} ${at(each)}`);
          assert.ok((promised.get(from) ?? 0) < 2);
        }
      },
    ),
    { numRuns: 100, seed: 20_261_127 },
  );
  assert.ok(seen > 1000, String(seen));
});
