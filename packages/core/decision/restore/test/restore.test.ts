import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { Caps } from '@opportune/protocol/campaign/campaign.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { wildDeeds } from '../../../behaviour/test/histories.test-support.ts';
import { availability, campaign, noon } from '../../../world/test/shop.test-support.ts';
import { evaluateAt } from '../../engine.ts';
import { standing } from '../restore.ts';
import { campaigns, playWild } from '../../test/campaigns.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const settings = { seed: 20_260_304, numRuns: rounds({ usual: 120, full: 1500 }) };

/**
 * Loses the events from one on but keeps the rows they caused; then the client sends them again.
 */
function crashBeforeEvents(visit: Visit, from: number): void {
  const lost = visit.stored.splice(from);
  visit.crash();
  for (const event of lost) visit.retry(event);
}

test('[R3] promise 5: rows that a crash separated from their event are dropped, and the others are explained by the log', () => {
  fc.assert(
    fc.property(
      campaigns,
      wildDeeds,
      fc.nat(24),
      fc.nat(6),
      fc.boolean(),
      (list, history, cut, lost, again) => {
        const visit = new Visit(list);
        for (const [at, deed] of history.entries()) {
          playWild(visit, deed);
          if (at !== cut) continue;
          crashBeforeEvents(visit, Math.max(0, visit.stored.length - lost));
          if (again) crashBeforeEvents(visit, Math.max(0, visit.stored.length - 1));
        }
        visit.after(0);
        const { stored: events, conversions, context } = visit;
        const log = { events, decisions: visit.decisions, conversions };
        const kept = standing(log);
        for (const decision of kept.decisions) {
          const replayed = evaluateAt(decision, log, context.configuration, availability(1));
          assert.deepEqual(replayed, decision.reasons);
        }
        assert.deepEqual(
          Array.from(visit.state.decisions, ({ id }) => id),
          kept.decisions.map(({ id }) => id),
        );
        const keys = kept.conversions.map(({ goal, key }) => `${goal} ${key}`);
        assert.equal(new Set(keys).size, keys.length);
        const { credited, known } = visit.state;
        const restored = visit.crash().state;
        assert.deepEqual(
          [restored.decisions.length, restored.decisionCount],
          [kept.decisions.length, kept.decisions.length],
        );
        assert.deepEqual([restored.credited, restored.known], [credited, known]);
      },
    ),
    settings,
  );
});

const onLeaving = campaign({
  id: 'c',
  moment: { performed: { event: eventName.leaving } },
});

test('[R3] [T4] a decision separated from its event is made again under the same id, and both rows are one decision', () => {
  const visit = new Visit([onLeaving]).page('/a').track(eventName.leaving);
  assert.equal(visit.decisions.length, 1);
  crashBeforeEvents(visit, 1);
  const [first, second] = visit.decisions;
  assert.equal(visit.decisions.length, 2);
  assert.equal(second?.id, first?.id);
  const { stored: events, decisions, conversions } = visit;
  assert.deepEqual(standing({ events, decisions, conversions }).decisions, [second]);
});

test('[R3] a decision made by time alone names the newest event and is dropped with it', () => {
  const waits = campaign({ id: 'c', moment: { dwell: { on: 'page', forS: 20 } } });
  const visit = new Visit([waits]).page('/a').track('A').after(20);
  const { stored: events, decisions, conversions } = visit;
  assert.equal(decisions[0]?.event, visit.lastEvent?.id);
  assert.equal(standing({ events, decisions, conversions }).decisions.length, 1);
  assert.equal(
    standing({ events: events.slice(0, 1), decisions, conversions }).decisions.length,
    0,
  );
});

test('[R3] a campaign true between two pages when a crash came is decided on the next page', () => {
  const visit = new Visit([campaign({ id: 'c', moment: { all: [] } })]).page('/a');
  visit.track(eventName.pageLeft).after(10).crash();
  visit.page('/b');
  assert.equal(visit.decisions.length, 2);
});

test('[R1] late events are judged at the instant that follows, with or without a crash in between', () => {
  const waits = campaign({ id: 'c', moment: { fact: 'visit.duration', op: 'gte', value: 5 } });
  const holds = campaign({ id: 'd', zone: 'top', moment: { all: [] } });
  const [lasting, broken] = [0, 1].map((crashes) => {
    const visit = new Visit([waits, holds]).track('A', {}, { imported: true });
    return (crashes === 1 ? visit.crash() : visit).after(10);
  });
  assert.deepEqual(broken?.decisions, lasting?.decisions);
  assert.deepEqual(
    lasting?.decisions.map(({ campaign: id, at }) => [id, at - noon]),
    [
      ['d', 0],
      ['c', 5000],
    ],
  );
});

test('[R1] events that came late long before a restart are judged with the next event', () => {
  const visit = new Visit([campaign({ id: 'c', moment: { all: [] } })]);
  visit.track('A', {}, { imported: true });
  visit.now += 6000;
  visit.crash();
  assert.deepEqual([visit.decisions.length, visit.skipped], [0, 0]);
  visit.track('B');
  assert.equal(visit.decisions.length, 1);
});

test('[R1] server events from before a visitor came, or between two visits, count once they are there, after a crash too', () => {
  const reported = campaign({
    id: 'c',
    moment: { fact: 'services.topics', op: 'contains', value: 'return' },
  });
  for (const isCut of [false, true]) {
    for (const hours of [0, 1]) {
      const visit = new Visit([reported]);
      if (hours > 0) visit.page('/a').after(hours * 3600);
      visit.track(eventName.serviceRequested, { topic: 'return' }, { trust: 'server' });
      if (isCut) visit.crash();
      visit.after(10).page('/b');
      assert.equal(visit.decisions.length, 1, `${isCut} ${hours}`);
    }
  }
});

test('[R3] rows older than the events read back are kept', () => {
  const visit = new Visit([onLeaving]).page('/a').track(eventName.leaving);
  const { decisions, conversions, stored } = visit;
  const [last] = stored.slice(-1);
  assert.ok(last !== undefined);
  const many = Array.from({ length: profileLimits.restoreEvents }, (_, at) => ({
    ...last,
    ordinal: 1000 + at,
  }));
  assert.equal(standing({ events: many, decisions, conversions }).decisions.length, 1);
  assert.equal(standing({ events: many.slice(1), decisions, conversions }).decisions.length, 0);
});

const noCaps = { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null };

/**
 * 150 pages of one visit and 60 of the next, with two decisions a page unless capped, and crashes
 * at some pages.
 */
function longPast(caps: Caps, cuts: readonly number[]): Visit {
  const visit = new Visit([
    campaign({ id: 'x', zone: 'corner', moment: { all: [] }, caps, control: 0 }),
    campaign({ id: 'y', zone: 'top', moment: { all: [] } }),
  ]);
  for (let page = 1; page <= 210; page++) {
    if (page === 151) visit.after(3600);
    visit.page(`/${page}`);
    if (cuts.includes(page)) visit.crash();
    visit.after(10);
    const [first] = visit.decisions;
    if (page === 1) visit.track(eventName.engagementDismissed, {}, { decision: first?.id });
    visit.track(eventName.pageLeft);
  }
  return visit;
}

test('[R1] [P7] [K5] beyond a hundred decisions caps and rests after a dismissal hold, and a crash changes nothing', () => {
  const kinds = [
    { caps: { ...noCaps, perVisit: 2 }, many: 4 },
    { caps: { ...noCaps, perVisitor: 2 }, many: 2 },
    { caps: { ...noCaps, perVisit: 2, perVisitor: 3 }, many: 3 },
    { caps: { ...noCaps, perDay: 2 }, many: 2 },
    { caps: { ...noCaps, afterDismissalS: 86_400 }, many: 1 },
    { caps: { ...noCaps, afterDismissalS: 4000 }, many: 61 },
  ];
  for (const { caps, many } of kinds) {
    const { decisions } = longPast(caps, []);
    const made = decisions.filter((each) => each.campaign === 'x').length;
    assert.deepEqual([made, decisions.length], [many, many + 210], JSON.stringify(caps));
    for (const cuts of [[90], [100, 101, 102], [103, 140, 180]])
      assert.deepEqual(longPast(caps, cuts).decisions, decisions);
  }
});

test('[P7] forgetting a decision of an earlier visit judges nothing again', () => {
  const visit = new Visit([
    campaign({ id: 'x', zone: 'corner', moment: { all: [] } }),
    campaign({ id: 'y', zone: 'top', moment: { all: [] }, caps: { ...noCaps, perVisit: 1 } }),
  ]);
  for (let page = 0; page < 160; page++) {
    visit.page(`/${page}`);
    assert.notEqual(visit.wakeAt, visit.now, `at page ${page}`);
    visit.after(10).track(eventName.pageLeft);
    if (page % 2 === 1) visit.after(3600);
  }
  assert.equal(visit.decisions.length, 240);
});
