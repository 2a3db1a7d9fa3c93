import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import {
  deeds,
  type Deed,
  longWildDeeds,
  wildDeeds,
  type WildDeed,
} from '../../behaviour/test/histories.test-support.ts';
import { availability, site } from '../../world/test/shop.test-support.ts';
import { drawArm } from '../configuration/arm-plan.ts';
import { evaluateAt } from '../engine.ts';
import {
  answer,
  campaigns,
  manyCampaigns,
  narrowCampaigns,
  play,
  playWild,
  waitingCampaigns,
} from './campaigns.test-support.ts';
import { Visit } from './visit.test-support.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const settings = { seed: 20_260_303, numRuns: rounds({ usual: 120, full: 1500 }) };

function withoutArm({
  arm: _arm,
  propensity: _propensity,
  configurationVersion: _version,
  ...rest
}: Decision): object {
  return rest;
}

test('[D2] the index and the timers miss nothing: judging everything at every step decides the same', () => {
  fc.assert(fc.property(campaigns, longWildDeeds, assertNothingMissed), {
    ...settings,
    numRuns: rounds({ usual: 200, full: 3000 }),
  });
});

test('[D2] nor if campaigns are so many that they are found by what events brought', () => {
  fc.assert(fc.property(manyCampaigns, longWildDeeds, assertNothingMissed), {
    ...settings,
    numRuns: rounds({ usual: 10, full: 100 }),
  });
});

test('[D2] nor if many wait for the same clocks', () => {
  fc.assert(fc.property(waitingCampaigns, longWildDeeds, assertNothingMissed), {
    ...settings,
    numRuns: rounds({ usual: 50, full: 500 }),
  });
});

test('[D2] nor if rarely changing facts rule campaigns out, and change', () => {
  fc.assert(fc.property(narrowCampaigns, longWildDeeds, assertNothingMissed), {
    ...settings,
    numRuns: rounds({ usual: 75, full: 1000 }),
  });
});

function assertNothingMissed(list: readonly LiveCampaign[], history: readonly WildDeed[]): void {
  const indexed = new Visit(list);
  const exhaustive = new Visit(list, { exhaustive: true });
  for (const deed of history) {
    playWild(indexed, deed);
    forgetJudged(exhaustive);
    playWild(exhaustive, deed);
    // Late events are judged with the next event.
    if (exhaustive.state.unjudged) continue;
    forgetJudged(exhaustive);
    exhaustive.refresh({});
  }
  assert.deepEqual(indexed.decisions, exhaustive.decisions);
}

/** Forgets everything about judgements: that they happened, and which caps kept campaigns back. */
function forgetJudged({ state }: Visit): void {
  state.unjudged = true;
  state.spentOnPage = null;
  state.spentInVisit = null;
  state.spentBeyond = null;
}

const either = fc.oneof(campaigns, waitingCampaigns);

test('[D2] looking more often than the named instants decides nothing earlier', () => {
  fc.assert(
    fc.property(either, deeds, (list, history) => {
      const exact = new Visit(list);
      const restless = new Visit(list);
      for (const deed of history) {
        play(exact, deed);
        const steps = Math.min(40, Math.floor(deed.pauseMs / 500));
        for (let passed = 0; passed < steps; passed++) {
          restless.after(0.5);
          restless.state.unjudged = true;
          restless.refresh({});
        }
        play(restless, { ...deed, pauseMs: deed.pauseMs - steps * 500 });
      }
      assert.deepEqual(restless.decisions, exact.decisions);
    }),
    { ...settings, numRuns: rounds({ usual: 30, full: 300 }) },
  );
});

test('[R1] a visitor restored at any point goes on as if nothing had been lost', () => {
  fc.assert(
    fc.property(campaigns, wildDeeds, cuts, fc.boolean(), (list, history, at, answers) => {
      const [lasting, broken] = playCut(list, history, at, answers);
      assert.deepEqual(broken.decisions, lasting.decisions);
      assert.deepEqual(broken.conversions, lasting.conversions);
      assert.deepEqual(broken.stored, lasting.stored);
      assert.deepEqual(broken.explain(), lasting.explain());
      assert.deepEqual(lostAndFound(broken), lostAndFound(lasting));
    }),
    settings,
  );
});

test('[R1] no timer counts as overdue in what shoppers do', () => {
  fc.assert(
    fc.property(either, deeds, cuts, fc.boolean(), (list, history, at, answers) => {
      const usual = history.map((each) => ({ ...each, ...unremarkable }));
      const [lasting, broken] = playCut(list, usual, at, answers);
      assert.deepEqual(broken.decisions, lasting.decisions);
      assert.equal(broken.skipped, 0);
    }),
    { ...settings, numRuns: rounds({ usual: 50, full: 500 }) },
  );
});

const cuts = fc.array(fc.nat(24), { maxLength: 3 });

/** How an ordinary deed arrives. */
const unremarkable: Omit<WildDeed, keyof Deed> = {
  ...{ ageMs: 0, trust: 'page', repeats: 0, imported: false, isViewless: false },
  ...{ search: '', referrer: '', title: '', user: 'ada', site },
};

/** The same history for a visitor who is never lost and one who is lost at the cuts. */
function playCut(
  list: readonly LiveCampaign[],
  history: readonly WildDeed[],
  at: readonly number[],
  answers: boolean,
): readonly [Visit, Visit] {
  const visits = [new Visit(list), new Visit(list)] as const;
  const [, broken] = visits;
  for (const [index, deed] of history.entries()) {
    for (const visit of visits) {
      playWild(visit, deed);
      if (answers && index % 5 === 4) answer(visit);
    }
    if (at.includes(index)) broken.crash();
  }
  for (const visit of visits) visit.after(100);
  return visits;
}

/** The fold of the log, without what follows from it and a configuration. */
function lostAndFound({ state }: Visit): object {
  const {
    timers: _timers,
    held: _held,
    seen: _seen,
    spentOnPage: _onPage,
    spentInVisit: _inVisit,
    spentBeyond: _beyond,
    unjudged: _unjudged,
    wakeAt: _wakeAt,
    availabilityVersion: _availability,
    recent,
    decisions,
    ...folded
  } = state;
  return { ...folded, recent: recent.toJSON(), decisions: [...decisions] };
}

test('[R2] [promise 5] a recorded decision is explained the same by replaying the log', () => {
  fc.assert(
    fc.property(campaigns, wildDeeds, (list, history) => {
      const visit = new Visit(list);
      for (const deed of history) playWild(visit, deed);
      const { stored: events, decisions, conversions, context } = visit;
      for (const decision of decisions) {
        const replayed = evaluateAt(
          decision,
          { events, decisions, conversions },
          context.configuration,
          availability(1),
        );
        assert.deepEqual(replayed, decision.reasons);
        assert.ok(replayed.audience.holds && replayed.moment.holds);
      }
    }),
    settings,
  );
});

test('[UN2] [UN3] each decision counts for its visitor, whose id alone draws its arm again', () => {
  fc.assert(
    fc.property(campaigns, wildDeeds, (list, history) => {
      const visit = new Visit(list);
      for (const deed of history) playWild(visit, deed);
      const { ranks, campaigns: compiled } = visit.context.configuration;
      for (const { unit, visitor, campaign, arm } of visit.decisions) {
        assert.deepEqual(unit, { kind: 'visitor', id: visitor });
        const found = compiled[ranks.get(campaign) ?? -1];
        assert.ok(found !== undefined);
        const drawn = drawArm(found, unit.id);
        assert.equal(drawn.arm, arm.type);
        if (arm.type !== 'control') assert.equal(drawn.variant.id, arm.variant);
      }
    }),
    settings,
  );
});

test('[A4] the same history decides the same in control and in treatment, arms apart', () => {
  fc.assert(
    fc.property(campaigns, wildDeeds, (list, history) => {
      const run = (control: number): Visit => {
        const visit = new Visit(
          list.map((each) => ({ ...each, document: { ...each.document, control } })),
        );
        for (const deed of history) playWild(visit, deed);
        return visit;
      };
      const [treated, ghost] = [run(0), run(10_000)];
      assert.deepEqual(ghost.decisions.map(withoutArm), treated.decisions.map(withoutArm));
      assert.ok(ghost.contents.every((content) => content === null));
      assert.ok(treated.contents.every((content) => content !== null));
    }),
    settings,
  );
});

test('[D3] [promise 4] the same inputs decide the same, whatever the order of campaigns in the configuration', () => {
  fc.assert(
    fc.property(
      campaigns.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
      ),
      deeds,
      ([list, shuffled], history) => {
        const visits = [new Visit(list), new Visit(list), new Visit(shuffled)];
        for (const visit of visits) for (const deed of history) play(visit, deed);
        const [one, again, other] = visits.map(({ decisions }) => JSON.stringify(decisions));
        assert.equal(one, again);
        assert.equal(one, other);
      },
    ),
    { ...settings, numRuns: rounds({ usual: 100, full: 1000 }) },
  );
});

test('[K5] no cap is ever exceeded and no zone is taken twice', () => {
  fc.assert(
    fc.property(campaigns, wildDeeds, (list, history) => {
      const visit = new Visit(list);
      for (const deed of history) playWild(visit, deed);
      for (const {
        id,
        document: { caps },
      } of list) {
        const made = visit.decisions.filter((decision) => decision.campaign === id);
        assert.ok(made.length <= (caps.perVisitor ?? Infinity));
        for (const group of Map.groupBy(made, (decision) => decision.visit).values())
          assert.ok(group.length <= (caps.perVisit ?? Infinity));
        for (const group of Map.groupBy(
          made,
          (decision) => `${decision.visit} ${decision.pageView}`,
        ).values()) {
          assert.ok(caps.perVisit !== 1 || group.length <= 1);
        }
      }
      for (const zone of Map.groupBy(
        visit.decisions,
        (decision) => `${decision.zone} ${decision.at} ${decision.event}`,
      ).values())
        assert.equal(zone.length, 1);
    }),
    settings,
  );
});
