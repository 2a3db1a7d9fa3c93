import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { fingerprint } from '../../../world/fingerprint.ts';
import { noon } from '../../../world/test/shop.test-support.ts';
import { FingerprintRing } from '../fingerprint-ring.ts';
import { isUnsure, newKnownIds, noteId, recallId } from '../known-ids.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const { dedupeIds, dedupeMs } = profileLimits;
const hourMs = 3600_000;

/** The same without regard to cost: ids and the hours they came in, oldest first. */
class SlowIds {
  readonly hours = new Map<string, number>();
  unsureUntil = 0;

  note(id: string, now: number): 'new' | 'repeat' {
    for (const [old, hour] of this.hours)
      if (hour < Math.floor((now - dedupeMs) / hourMs)) this.hours.delete(old);
    if (this.hours.has(id)) return 'repeat';
    this.add(id, now);
    return 'new';
  }

  recall(id: string, now: number): void {
    if (!this.hours.has(id)) this.add(id, now);
  }

  add(id: string, now: number): void {
    const [oldest] = this.hours;
    if (oldest !== undefined && this.hours.size === dedupeIds) {
      this.unsureUntil = (oldest[1] + 1) * hourMs + dedupeMs;
      this.hours.delete(oldest[0]);
    }
    const newest = Math.max(0, ...[...this.hours.values()].slice(-1));
    this.hours.set(id, Math.max(newest, Math.floor(now / hourMs)));
  }
}

/** Hours pass, consecutive ids come, an earlier one repeats, or the log names one. */
const deed = fc.oneof(
  { weight: 2, arbitrary: fc.record({ afterH: fc.integer({ min: 0, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ afterH: fc.integer({ min: 150, max: 180 }) }) },
  { weight: 3, arbitrary: fc.record({ many: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 3, arbitrary: fc.record({ again: fc.integer({ min: 1, max: 3000 }) }) },
  { weight: 1, arbitrary: fc.record({ recalled: fc.integer({ min: 1, max: 3000 }) }) },
);

test('[T3] for any ids, repeated or late, the answers equal those of a plain list of ids', () => {
  const runs = rounds({ usual: 24, full: 40 });
  const met = { full: 0, emptied: 0 };
  fc.assert(
    fc.property(fc.array(deed, { minLength: 10, maxLength: 40 }), (deeds) => {
      const known = newKnownIds();
      const slow = new SlowIds();
      let now = noon;
      let sent = 0;
      for (const each of deeds) {
        if ('afterH' in each) now += each.afterH * hourMs;
        else if ('many' in each) for (let at = 0; at < each.many; at++) note(`e${sent++}`);
        else if ('again' in each) note(`e${sent - each.again}`);
        else {
          recallId(known, `e${sent - each.recalled}`, now);
          slow.recall(`e${sent - each.recalled}`, now);
        }
        const [earliest = 'e0'] = slow.hours.keys();
        for (const id of [earliest, `e${sent - 2001}`, `e${sent - 1}`, 'never'])
          assert.equal(isUnsure(known, id, now), now < slow.unsureUntil && !slow.hours.has(id), id);
        assert.equal(known.unsureUntil, slow.unsureUntil);
        assert.equal(known.prints.length, slow.hours.size);
        if (slow.hours.size === dedupeIds) met.full++;
        else if (slow.hours.size < Math.min(sent, 50)) met.emptied++;
      }
      const prints = [...slow.hours.keys()].map((id) => fingerprint(id));
      assert.equal(JSON.stringify(known.prints), JSON.stringify(prints));

      function note(id: string): void {
        assert.equal(noteId(known, id, now), slow.note(id, now), id);
      }
    }),
    { seed: 20_261_122, numRuns: runs },
  );
  assert.ok(met.full > runs / 2 && met.emptied > runs / 4, JSON.stringify(met));
});

test('[P7] a ring answers as a list does, even if all fall into the same few buckets', () => {
  const steps = fc.array(fc.record({ print: fc.nat(40), drop: fc.nat(3) }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.constantFrom(4, 8, 16), steps, (places, each) => {
      const ring = new FingerprintRing(places);
      const list: number[] = [];
      for (const { print, drop } of each) {
        const dropped = Math.min(list.length, Math.max(drop - 1, list.length === places ? 1 : 0));
        ring.drop(dropped);
        list.splice(0, dropped);
        if (!list.includes(print)) {
          ring.add(print);
          list.push(print);
        }
        assert.deepEqual(ring.toJSON(), list);
        for (let sought = 0; sought <= 40; sought++)
          assert.equal(ring.has(sought), list.includes(sought), `${sought} among ${list.join()}`);
      }
    }),
    { seed: 20_261_122, numRuns: rounds({ usual: 100, full: 500 }) },
  );
});
