import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEvent } from './apply-event.ts';
import { compileCondition, newLeafBook } from './compile-condition.ts';
import { newProfile } from './profile.ts';
import { account, availability, noon, site } from '../world/test-shop.ts';
import { referenceHolds } from './test-reference.ts';
import { conditions, deeds, eventsOf } from './test-histories.ts';
import { holds, wakesAt, type Truth } from './truth.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';

/** The seed stays, so that a failure can be had again. */
const numRuns = 5000;

test('[B1] the engine agrees with the slow evaluator, event by event and instant by instant', () => {
  fc.assert(
    fc.property(
      conditions,
      deeds,
      fc.array(fc.nat(40_000), { minLength: 2, maxLength: 2 }),
      (condition, list, offsets) => {
        const book = newLeafBook();
        const compiled = compileCondition(condition, book);
        const profile = newProfile(account, site, VisitorId.parse('anna'));
        const log = eventsOf(list);
        const judge = (now: number): Truth =>
          compiled.test({ profile, now, availability: availability(0) });
        const check = (at: number, now: number): Truth => {
          const truth = judge(now);
          assert.equal(
            holds(truth),
            referenceHolds(condition, log.slice(0, at), now),
            `after ${at} events at ${now - noon}`,
          );
          assert.equal(
            compiled.explain({ profile, now, availability: availability(0) }).holds,
            holds(truth),
          );
          return truth;
        };
        for (const [at, event] of log.entries()) {
          applyEvent(profile, event);
          for (const score of book.scores) score.follow(profile);
          const next = log[at + 1]?.receivedAt ?? event.receivedAt + 60_000;
          let last = check(at + 1, event.receivedAt);
          // The instants it names, the millisecond before each, and some others: in order of time.
          const asked = [
            ...namedInstants(judge, event.receivedAt, next),
            ...offsets.map((offset) => event.receivedAt + offset),
          ];
          for (const now of asked
            .filter((each) => each > event.receivedAt && each < next)
            .toSorted((a, b) => a - b)) {
            const truth = check(at + 1, now);
            if (holds(truth) !== holds(last))
              assert.ok(Math.abs(last) <= now, 'it changed before the instant it had named');
            last = truth;
          }
        }
      },
    ),
    { seed: 20_260_302, numRuns },
  );
});

function namedInstants(judge: (now: number) => Truth, from: number, to: number): readonly number[] {
  const named: number[] = [];
  for (let now = from, steps = 0; steps < 12; steps++) {
    const next = Math.abs(judge(now));
    if (next >= to) break;
    assert.ok(next > now, 'an instant named must lie ahead');
    named.push(next - 1, next);
    now = next;
  }
  return named;
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
  for (const event of eventsOf([{ pauseMs: 0, name: 'Page', view: 1, path: '/', properties: {} }]))
    applyEvent(profile, event);
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
