import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { PageViewId } from '@opportune/protocol/ids.ts';
import { campaign } from '../../../world/test/shop.test-support.ts';
import { takenZones } from '../../gates/gates.ts';
import { isAtMoment } from '../remembered-policy.ts';
import { Visit } from '../../test/visit.test-support.ts';
import { zoneHoldMs } from '../zone-stands.ts';
import { zoneNames, zoneNumber } from '../../gates/zones.ts';

const noCaps = { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null };
const campaigns = Array.from({ length: 12 }, (_, number) =>
  campaign({
    id: `c${number}`,
    moment: { performed: { event: `Step ${number % 4}` }, count: { op: 'gte', value: 1 } },
    zone: zoneNames[number % zoneNames.length] ?? 'corner',
    caps: noCaps,
  }),
);

/** Scans all remembered decisions. */
function slowly({ state, now }: Visit): number[] {
  const taken = [0, 0, 0, 0, 0];
  for (const decision of state.decisions) {
    const { visit, at, pageSerial, zone } = decision;
    if (visit !== state.visit?.id || now >= at + zoneHoldMs || !isAtMoment(decision)) continue;
    if (pageSerial !== 0 && !state.pages.some(({ serial }) => serial === pageSerial)) continue;
    taken[zoneNumber(zone)] = at + zoneHoldMs;
  }
  return taken;
}

test('[K5] taken zones equal those of all remembered decisions, through pages, tabs, visits and a crash', () => {
  const acts = fc.oneof(
    { weight: 4, arbitrary: fc.nat(3).map((number) => (on: Visit) => on.track(`Step ${number}`)) },
    { weight: 2, arbitrary: fc.constant((on: Visit) => on.page('/p')) },
    fc.nat(4).map((tab) => (on: Visit) => on.page('/p', { view: `tab${tab}` })),
    fc.nat(4).map((tab) => (on: Visit) => {
      const view = PageViewId.parse(`tab${tab}`);
      return on.track(eventName.pageLeft, {}, { view });
    }),
    fc.constant((on: Visit) => on.track(eventName.pageLeft)),
    fc.integer({ min: 1, max: 400 }).map((seconds) => (on: Visit) => on.after(seconds)),
    fc.constant((on: Visit) => on.after(2000)),
    fc.constant((on: Visit) => on.crash()),
  );
  let taken = 0;
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 60 }), (played) => {
      const visit = new Visit(campaigns);
      for (const act of played) {
        act(visit);
        const { configuration, availability } = visit.context;
        const gates = { state: visit.state, configuration, availability, now: visit.now };
        const zones = takenZones(gates);
        assert.deepEqual(zones, slowly(visit));
        taken += zones.filter((until) => until > 0).length;
      }
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
  assert.ok(taken > 1000, `${taken} zones were taken`);
});
