import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEvent } from './apply-event.ts';
import { compileCondition, newLeafBook } from './compile-condition.ts';
import { newProfile } from './profile.ts';
import { account, availability, event, noon, site } from '../world/test-shop.ts';
import { assertAgreement } from './agreement.test-support.ts';
import { everyCondition } from './test-conditions.ts';
import { eventsOf, wildDeeds } from './test-histories.ts';
import { wakesAt } from './truth.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';

/** Each batch has its seed, and seeds stay, so that a failure can be had again. */
const batches = 10;
const numRuns = 10_000;

for (let batch = 0; batch < batches; batch++) {
  test(`[B1] the engine agrees with the slow evaluator, event by event and instant by instant: ${numRuns} histories and conditions, batch ${batch + 1} of ${batches}`, () => {
    fc.assert(
      fc.property(
        everyCondition,
        wildDeeds,
        fc.array(fc.nat(40_000), { minLength: 2, maxLength: 2 }),
        (condition, list, offsets) => assertAgreement(condition, eventsOf(list), offsets),
      ),
      { seed: 20_260_302 + batch, numRuns },
    );
  });
}

test('[B2] a condition that is false names an instant exactly where time alone can make it true', () => {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  const wakes = (condition: Parameters<typeof compileCondition>[0]): number | null =>
    wakesAt(
      compileCondition(condition, newLeafBook()).test({
        profile,
        now: noon,
        availability: availability(0),
      }),
    );
  assert.equal(wakes({ leaving: true }), null);
  assert.equal(wakes({ dwell: { on: 'page', forS: 5 } }), null);
  applyEvent(profile, event('Page', noon, 1, { view: 'v1', path: '/' }));
  assert.equal(wakes({ dwell: { on: 'page', forS: 5 } }), noon + 5000);
  assert.equal(
    wakes({ all: [{ dwell: { on: 'page', forS: 5 } }, { dwell: { on: 'visit', forS: 9 } }] }),
    noon + 9000,
  );
  assert.equal(
    wakes({ any: [{ dwell: { on: 'page', forS: 5 } }, { dwell: { on: 'visit', forS: 9 } }] }),
    noon + 5000,
  );
  assert.equal(wakes({ all: [{ dwell: { on: 'page', forS: 5 } }, { leaving: true }] }), null);
  assert.equal(wakes({ not: { performed: { event: 'Page' }, withinS: 7 } }), noon + 7000);
});
