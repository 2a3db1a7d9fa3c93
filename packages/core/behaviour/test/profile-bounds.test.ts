import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { account, event, noon, pageAt, site } from '../../world/test/shop.test-support.ts';
import { applyEvent } from '../apply/apply-event.ts';
import { noteId } from '../recent/known-ids.ts';
import { newProfile, type Profile } from '../profile.ts';
import { recentLimits } from '../recent/recent-events.ts';
import { eventNames, hostile } from './hostile.test-support.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

type Make = (at: number) => AcceptedEvent;

/** As long as they may be, of one visitor. */
const many = rounds({ usual: 8000, full: 20_000 });
const turns = rounds({ usual: 15, full: 40 });

test('[P7] a profile stops growing once its bounds are reached, whatever a visitor sends', () => {
  const young = newVisitor();
  apply(young, 0, 100, hostile);
  const old = newVisitor();
  const sizes: number[] = [];
  for (let at = 0; at < many; at += 2000) {
    apply(old, at, 2000, hostile);
    sizes.push(sizeOf(old));
  }
  const [full = 0, ...later] = sizes;
  // At 100 events most bounds are not reached; a full profile is less than three times as large.
  assert.ok(Math.max(...sizes) < 3 * sizeOf(young), `${sizeOf(young)} grew to ${sizes.join(', ')}`);
  assert.ok(Math.max(...later) < full * 1.02, `it grew: ${sizes.join(', ')}`);
  assert.ok(old.recent.length <= profileLimits.recentEvents);
  assert.ok(old.recent.size <= recentLimits.totalSize);
  assert.equal(old.attributes?.size, profileLimits.attributes);
  assert.ok(old.dropped > many - 1000);
  // Each of these events meets every bound, while those of the young profile do not yet: 1.5 to 1.8
  // measured.
  const ratio = costRatio(old, many, hostile);
  assert.ok(ratio <= 4, `50 events cost ${ratio} times as much after ${many} as after 100`);
});

test('[P7] the next event of an ordinary visitor costs the same after 100,000 events as after 100', () => {
  const old = newVisitor();
  apply(old, 0, 100_000, ordinary);
  // 1.0 measured, however many ids there are to search.
  const ratio = costRatio(old, 100_000, ordinary);
  assert.ok(ratio <= 2.5, `50 events cost ${ratio} times as much after 100,000 as after 100`);
});

function newVisitor(): Profile {
  return newProfile(account, site, VisitorId.parse('anna'));
}

/**
 * The cost of 50 events after many, relative to after 100: the minimum of several runs in turns,
 * because other work on the machine only adds.
 */
function costRatio(old: Profile, after: number, make: Make): number {
  const [early, late]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    const young = newVisitor();
    apply(young, 0, 100, make);
    early.push(apply(young, 100, 50, make));
    late.push(apply(old, after + 50 * turn, 50, make));
  }
  return Math.min(...late) / Math.min(...early);
}

/** Its size as JSON, in bytes. */
function sizeOf(profile: Profile): number {
  return Buffer.byteLength(JSON.stringify(profile));
}

/** Applies this many events. Returns the milliseconds, without creating them. */
function apply(profile: Profile, from: number, many: number, make: Make): number {
  const events = Array.from({ length: many }, (_, at) => make(from + at + 1));
  const started = performance.now();
  for (const one of events) {
    noteId(profile.known, one.id, one.receivedAt);
    applyEvent(profile, one);
  }
  return performance.now() - started;
}

/** An event in a shop with 40 pages and 30 products, one every three seconds. */
function ordinary(at: number): AcceptedEvent {
  const product = {
    product_id: `sku-${(at * 7) % 30}`,
    category: `kind ${at % 5}`,
    price: at % 90,
  };
  return event(eventNames[at % eventNames.length] ?? 'A', noon + at * 3000, at, {
    page: pageAt(`/shop/${(at * 13) % 40}`),
    view: `v${at}`,
    properties: { ...product, query: `lamp ${at % 10}`, form: 'address', order_id: at, total: 20 },
  });
}
