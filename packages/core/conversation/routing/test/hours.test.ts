// Hours by local time: spans, closed days, and the nights on which clocks change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { nextDeadline } from '../../deadlines.ts';
import { decision, refusalOf, Scene, skillId } from '../../test/desk.test-support.ts';
import { changesAt, isOpenAt } from '../hours.ts';
import { isStaffed } from '../routing.ts';

const zone = 'Europe/Berlin';
const at = (instant: string): number => Date.parse(instant);
const span = (from: number, until: number) => ({ fromMinute: from * 60, untilMinute: until * 60 });
const working = OpeningHours.parse({
  week: { mon: [span(9, 12), span(13, 17)], tue: [span(9, 17)] },
  closed: ['2026-12-22'],
});

test('[C28] it is open within its spans, and closed on other days and on closed days', () => {
  const open = (instant: string) => isOpenAt(working, zone, at(instant));
  // Monday the 21st and Tuesday the 22nd of December, an hour ahead of UTC.
  assert.deepEqual(
    ['2026-12-21T07:59:59Z', '2026-12-21T08:00:00Z', '2026-12-21T11:00:00Z'].map(open),
    [false, true, false],
  );
  assert.deepEqual(['2026-12-22T10:00:00Z', '2026-12-29T10:00:00Z'].map(open), [false, true]);
  assert.equal(changesAt(working, zone, at('2026-12-21T16:00:00Z')), at('2026-12-28T08:00:00Z'));
  assert.equal(isOpenAt(null, zone, 0), true);
  assert.equal(isOpenAt(working, 'Nowhere/At-all', at('2026-12-21T09:00:00Z')), false);
});

test('[C28] when clocks change, local time counts', () => {
  const night = OpeningHours.parse({ week: { sun: [span(2, 3)] } });
  // In spring two o'clock does not exist; in autumn it exists twice.
  assert.equal(changesAt(night, zone, at('2026-03-28T12:00:00Z')), at('2026-04-05T00:00:00Z'));
  assert.equal(changesAt(night, zone, at('2026-10-24T12:00:00Z')), at('2026-10-25T00:00:00Z'));
  assert.equal(changesAt(night, zone, at('2026-10-25T00:30:00Z')), at('2026-10-25T02:00:00Z'));
});

test('[C28] the next change is the first minute at which the state differs', () => {
  const aSpan = fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .filter(([from, until]) => from < until)
    .map(([fromMinute, untilMinute]) => ({ fromMinute, untilMinute }));
  const day = fc.array(aSpan, { maxLength: 2 });
  const week = fc.record({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day });
  fc.assert(
    fc.property(
      week,
      fc.constantFrom('2026-03-28T20:00:00Z', '2026-10-24T20:00:00Z', '2026-07-01T20:00:00Z'),
      fc.integer({ min: 0, max: 2_000 }),
      (days, from, minutes) => {
        const hours = OpeningHours.parse({ week: days });
        const start = at(from) + minutes * 60_000;
        const open = isOpenAt(hours, zone, start);
        let slow = start + 60_000;
        while (slow < start + 14 * 86_400_000 && isOpenAt(hours, zone, slow) === open)
          slow += 60_000;
        assert.equal(changesAt(hours, zone, start), slow);
      },
    ),
    { numRuns: 60, seed: 20_261_125 },
  );
});

test('[C28] a closed skill has no room and nothing begins; waiting ones are served; it opens at its instant', () => {
  const hours = OpeningHours.parse({
    week: Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [span(9, 17)]]),
    ),
  });
  const scene = new Scene();
  scene.now = at('2026-11-23T07:00:00Z');
  scene.skills({ ada: { returns: 3 } }, { returns: { hours } }).online('ada', 2);
  const returns = skillId('returns');
  const room = () => scene.desk.availability.skills['returns'];
  assert.deepEqual(
    [room(), isStaffed(scene.desk, returns)],
    [{ free: 0, online: 0, waitS: null }, false],
  );
  const held = scene.do({
    type: 'hold',
    decision: decision('d1'),
    skill: returns,
    until: scene.now + 9_000,
  });
  assert.equal(refusalOf(held), 'agent.no_room');
  assert.equal(nextDeadline(scene.desk), at('2026-11-23T09:00:00Z'), 'the desk is in UTC');
  scene.later(2 * 3_600_000);
  assert.deepEqual(
    [room(), isStaffed(scene.desk, returns)],
    [{ free: 2, online: 1, waitS: 0 }, true],
  );
  scene.start('t1', 'returns');
  scene.start('t2', 'returns');
  scene.start('t3', 'returns');
  scene.later(8 * 3_600_000);
  assert.deepEqual([room()?.free, scene.status('t3')], [0, 'waiting']);
  assert.equal(scene.owner('t1'), 'ada');
});
