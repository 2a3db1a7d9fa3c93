import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEvent } from '../../apply/apply-event.ts';
import { compileCondition, newLeafBook } from '../compile-condition.ts';
import { newProfile } from '../../profile.ts';
import { account, availability, event, noon, site } from '../../../world/test/shop.test-support.ts';
import { assertAgreement } from '../../test/agreement.test-support.ts';
import { everyCondition, playedFacts } from '../../test/conditions.test-support.ts';
import { eventsOf, wildDeeds } from '../../test/histories.test-support.ts';
import type { Bounds } from '../../test/reference.test-support.ts';
import { holds, wakesAt } from '../truth.ts';
import { factCatalogue } from '@opportune/protocol/behaviour/facts.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

/** Each batch has its seed, and seeds stay, so that a failure can be reproduced. */
const batches = 10;
const numRuns = rounds({ usual: 250, full: 10_000 });
/** For the last batches: small bounds, so that short histories already evict events. */
const short: readonly (Bounds | undefined)[] = [
  { events: 6, size: 8192 },
  { events: 200, size: 120 },
];

for (let batch = 0; batch < batches; batch++) {
  const bounds = short[batches - 1 - batch];
  const looks =
    bounds === undefined
      ? ''
      : `, looking back on ${bounds.events} events of ${bounds.size} characters`;
  test(`[T1] [B1] [B3] [B5] [B10] the engine agrees with the slow evaluator, event by event and instant by instant${looks}: ${numRuns} histories and conditions, batch ${batch + 1} of ${batches}`, () => {
    fc.assert(
      fc.property(
        everyCondition,
        wildDeeds,
        fc.array(fc.nat(40_000), { minLength: 2, maxLength: 2 }),
        (condition, list, offsets) => assertAgreement(condition, eventsOf(list), offsets, bounds),
      ),
      { seed: 20_260_302 + batch, numRuns },
    );
  });
}

test('[P7] conditions look back on exactly the newest 200 events, within 8,192 characters', () => {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  const performed = (name: string): number => {
    const { leaves } = compileCondition({ performed: { event: name } }, newLeafBook(), null);
    return Number(leaves[0]?.value({ profile, now: noon + 999, availability: availability(0) }));
  };
  applyEvent(profile, event('A', noon, 1));
  for (let at = 1; at < 200; at++) applyEvent(profile, event('B', noon + at, at + 1));
  assert.deepEqual([performed('A'), performed('B')], [1, 199]);
  applyEvent(profile, event('B', noon + 200, 201));
  assert.deepEqual([performed('A'), performed('B')], [0, 200]);
  const text = 'x'.repeat(250);
  for (let at = 0; at < 32; at++)
    applyEvent(profile, event('Long', noon + 300 + at, 300 + at, { properties: { t: text } }));
  assert.deepEqual([performed('B'), performed('Long')], [32, 32]);
});

test('[B1] the random conditions use every fact of the catalogue', () => {
  const played = new Set(playedFacts);
  const missing = factCatalogue.map(({ fact }) => fact).filter((fact) => !played.has(fact));
  assert.deepEqual(missing, []);
});

test('[B2] a condition that is false names an instant exactly if time alone can make it true', () => {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  const wakes = (condition: Parameters<typeof compileCondition>[0]): number | null =>
    wakesAt(
      compileCondition(condition, newLeafBook(), null).test({
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

test('[B11] free agents can be read for one skill; an unnamed skill counts as all agents', () => {
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  const skills = {
    '*': { free: 3, online: 4, waitS: 0 },
    billing: { free: 0, online: 1, waitS: 180 },
  };
  const scene = { profile, now: noon, availability: { version: 1, at: noon, skills } };
  const isFree = (fact: string, value: number): boolean =>
    holds(compileCondition({ fact, op: 'eq', value }, newLeafBook(), null).test(scene));
  assert.ok(isFree('agents.free', 3) && isFree('agents.online', 4));
  assert.ok(isFree('agents.free.billing', 0) && isFree('agents.online.billing', 1));
  assert.ok(isFree('agents.free.sales', 3) && isFree('agents.online.sales', 4));
  const waits = (fact: string): boolean =>
    holds(compileCondition({ fact, op: 'gte', value: 120 }, newLeafBook(), null).test(scene));
  assert.deepEqual(['agents.wait', 'agents.wait.billing', 'agents.wait.sales'].map(waits), [
    false,
    true,
    false,
  ]);
  const [leaf] = compileCondition(
    { fact: 'agents.free.billing', op: 'gte', value: 1 },
    newLeafBook(),
    null,
  ).leaves;
  assert.deepEqual(leaf?.watch, { type: 'agents' });
});

test('[B4] exactly W from first to last is outside; [B6] returning to a page is activity', () => {
  const holdsAfter = (
    condition: Parameters<typeof compileCondition>[0],
    lines: readonly (readonly [name: string, atMs: number, afterS?: number])[],
    laterMs: number,
  ): boolean => {
    const profile = newProfile(account, site, VisitorId.parse('anna'));
    for (const [at, [name, atMs, afterS = 0]] of lines.entries()) {
      const page = name === 'Page' ? { path: '/' } : {};
      const properties = { after_s: afterS };
      applyEvent(profile, event(name, noon + atMs, at + 1, { view: 'v1', properties, ...page }));
    }
    const scene = { profile, now: noon + laterMs, availability: availability(0) };
    return holds(compileCondition(condition, newLeafBook(), null).test(scene));
  };
  const pair = { sequence: [{ event: 'A' }, { event: 'B' }], withinS: 5 };
  assert.equal(
    holdsAfter(
      pair,
      [
        ['A', 0],
        ['B', 4999],
      ],
      9000,
    ),
    true,
  );
  assert.equal(
    holdsAfter(
      pair,
      [
        ['A', 0],
        ['B', 5000],
      ],
      9000,
    ),
    false,
  );
  const away = [
    ['Page', 0],
    ['Page Hidden', 1000],
    ['Page Shown', 60_000],
    ['Idle Started', 61_000, 30],
  ] as const;
  assert.equal(holdsAfter({ idle: { forS: 5 } }, away, 64_999), false);
  assert.equal(holdsAfter({ idle: { forS: 5 } }, away, 65_000), true);
});
