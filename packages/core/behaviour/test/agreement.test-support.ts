// Compares the engine with the slow evaluator over one random history: after every event, at every
// instant that the engine names, a millisecond before each, and at others between. For tests.
import assert from 'node:assert/strict';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { account, availability, noon, purchase, site } from '../../world/test/shop.test-support.ts';
import { applyEvent } from '../apply/apply-event.ts';
import { asksForScore, noteIntent } from '../apply/apply-intent.ts';
import { compileCondition, newLeafBook } from '../condition/compile-condition.ts';
import { noteId } from '../recent/known-ids.ts';
import { newProfile, type Profile } from '../profile.ts';
import { timelinessOf } from '../apply/timeliness.ts';
import { attributes } from './conditions.test-support.ts';
import { testScore } from './reference-facts.test-support.ts';
import { referenceHolds, writtenBounds, type Bounds } from './reference.test-support.ts';
import { holds, type Truth } from '../condition/truth.ts';

/** Throws at the first difference. */
export function assertAgreement(
  condition: Condition,
  events: readonly AcceptedEvent[],
  offsets: readonly number[],
  bounds: Bounds = writtenBounds,
): void {
  const book = newLeafBook(attributes, purchase.id);
  const compiled = compileCondition(condition, book, null);
  const profile = newProfile(account, site, VisitorId.parse('anna'));
  const skills = { ...availability(0).skills, billing: { free: 1, online: 2, waitS: 120 } };
  const agents = { ...availability(0), skills };
  const scene = (now: number) => ({ profile, now, availability: agents });
  const judge = (now: number): Truth => compiled.test(scene(now));
  for (const [at, event] of events.entries()) {
    const log = events.slice(0, at + 1);
    if (noteId(profile.known, event.id, event.receivedAt) === 'new') {
      applyEvent(profile, event, bounds);
      noteScore(profile, event);
      for (const score of book.scores) score.follow(profile);
    }
    const check = (now: number): Truth => {
      const truth = judge(now);
      const place = `after ${at + 1} events at ${now - noon}`;
      assert.equal(holds(truth), referenceHolds(condition, log, now, bounds), place);
      return truth;
    };
    const next = events[at + 1]?.receivedAt ?? event.receivedAt + 60_000;
    let last = check(event.receivedAt);
    assert.equal(compiled.explain(scene(event.receivedAt)).holds, holds(last));
    const asked = [
      ...namedInstants(judge, event.receivedAt, next),
      ...offsets.map((offset) => event.receivedAt + offset),
    ].filter((now) => now > event.receivedAt && now < next);
    for (const now of asked.toSorted((a, b) => a - b)) {
      const truth = check(now);
      if (holds(truth) !== holds(last))
        assert.ok(Math.abs(last) <= now, 'it changed before the instant it had named');
      last = truth;
    }
  }
}

/** As a scorer would, between the event and the conditions. */
function noteScore(profile: Profile, event: AcceptedEvent): void {
  const score = testScore(event);
  if (score === null || timelinessOf(event) !== 'live' || !asksForScore(profile, event)) return;
  noteIntent(profile, [{ goal: purchase.id, score, chance: score / 100, reasons: [] }]);
}

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
