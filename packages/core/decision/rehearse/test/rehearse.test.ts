import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { attributes } from '../../../behaviour/test/conditions.test-support.ts';
import {
  unimportedDeeds,
  wildDeeds,
  type WildDeed,
} from '../../../behaviour/test/histories.test-support.ts';
import {
  availability,
  campaign,
  chat,
  configuration,
  noon,
  purchase,
} from '../../../world/test/shop.test-support.ts';
import {
  compileRehearsal,
  rehearseVisitor,
  type RehearsalQuestion,
  type RehearsedVisitor,
} from '../rehearse.ts';
import { compileConfiguration } from '../../configuration/compile.ts';
import { campaigns, playWild } from '../../test/campaigns.test-support.ts';
import { Visit } from '../../test/visit.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const settings = { seed: 20_260_601, numRuns: rounds({ usual: 200, full: 2500 }) };
const hourMs = 3600_000;

function question(
  { id, document }: LiveCampaign,
  more: Partial<RehearsalQuestion> = {},
): RehearsalQuestion {
  return {
    configuration: configuration([], { attributes: [...attributes] }),
    campaign: id,
    draft: document,
    from: noon,
    until: noon + 90 * 24 * hourMs,
    availability: [],
    ...more,
  };
}

/** What the log of a visit rehearses to. */
function rehearse({ state, stored }: Visit, asked: RehearsalQuestion): RehearsedVisitor {
  const { account, site, visitor } = state;
  return rehearseVisitor(compileRehearsal(asked), { account, site, visitor, events: stored });
}

interface Act {
  readonly at: number;
  readonly act: () => void;
}

/** Runs everything at its instant, timers first, then two hours without events. */
function happen(visit: Visit, acts: readonly Act[]): void {
  for (const { at, act } of acts.toSorted((one, other) => one.at - other.at)) {
    visit.after((at - visit.now) / 1000);
    act();
  }
  visit.after(2 * 3600);
}

/** The history as acts of the visitor. */
function actsOf(visit: Visit, history: readonly WildDeed[]): Act[] {
  let at = noon;
  return history.map((deed) => {
    at += deed.pauseMs;
    return { at, act: () => void playWild(visit, { ...deed, pauseMs: 0 }) };
  });
}

const shifts = fc.array(fc.record({ afterMs: fc.nat(300_000), free: fc.nat(1) }), { maxLength: 6 });

/** Availability from noon on: consecutive records, each with its own instant. */
function recordsOf(list: readonly { afterMs: number; free: number }[]): readonly Availability[] {
  let at = noon - 1;
  return [{ afterMs: 0, free: 1 }, ...list].map(({ afterMs, free }, index) => {
    at += index === 0 ? 0 : afterMs + 1;
    return { ...availability(free, index + 2), at };
  });
}

test('[V1] for random histories, campaigns, agents and instants of publication, a rehearsal is eligible at exactly the instants at which the live engine decides', () => {
  let decided = 0;
  fc.assert(
    fc.property(
      campaigns,
      unimportedDeeds,
      shifts,
      fc.nat(60_000).map((later) => (later % 3 === 0 ? 0 : later)),
      ([drawn], history, agents, publishedAfterMs) => {
        assert.ok(drawn !== undefined);
        const live = { ...drawn, document: { ...drawn.document, control: 0 } };
        const from = noon + publishedAfterMs;
        const records = recordsOf(agents);
        const visit = new Visit([], { availability: records[0] ?? availability(1) });
        happen(visit, [
          { at: from, act: () => void visit.refresh({ campaigns: [live] }) },
          ...records.slice(1).map((each) => ({
            at: each.at,
            act: () => void visit.refresh({ availability: each }),
          })),
          ...actsOf(visit, history),
        ]);
        const rehearsed = rehearse(visit, question(live, { from, availability: records }));
        assert.deepEqual(
          rehearsed.eligibleAt,
          visit.decisions.map(({ at }) => at),
        );
        assert.deepEqual(
          rehearsed.reached,
          visit.conversions.map(({ key, at, receivedAt, value }) => ({
            ...{ key, at, receivedAt, value },
            ...{ orderSum: value, currency: 'EUR' },
          })),
        );
        assert.deepEqual(firstsOf(rehearsed), firstDecisions(visit));
        decided += visit.decisions.length;
      },
    ),
    settings,
  );
  assert.ok(decided > settings.numRuns / 5, `only ${decided} decisions were compared`);
});

function firstsOf({ visits }: RehearsedVisitor): readonly unknown[] {
  return visits.flatMap(({ eligible }) =>
    eligible === null ? [] : [{ at: eligible.at, offer: eligible.offer }],
  );
}

/** The first decision of each visit. */
function firstDecisions({ decisions }: Visit): readonly unknown[] {
  return [...Map.groupBy(decisions, (decision) => decision.visit).values()].flatMap(([first]) =>
    first === undefined ? [] : [{ at: first.at, offer: first.offer }],
  );
}

test('[V1] a visitor with late events only is judged at once, as live', () => {
  const live = campaign({ id: 'c', moment: { all: [] } });
  const visit = new Visit([live]);
  visit.track('A', {}, { at: noon - 61_000 }).after(5);
  const { eligibleAt } = rehearse(visit, question(live));
  assert.deepEqual(
    eligibleAt,
    visit.decisions.map(({ at }) => at),
  );
  assert.deepEqual(eligibleAt, [noon]);
});

test('[V1] the order in which the log is read makes no difference', () => {
  const live = campaign({ id: 'c', moment: { dwell: { on: 'page', forS: 20 } } });
  const visit = new Visit([]).page('/a').after(30).page('/b').after(25).track('A');
  const forwards = rehearse(visit, question(live));
  visit.stored.reverse();
  assert.deepEqual(rehearse(visit, question(live)), forwards);
  // The second moment, at 50 s, waits for the zone.
  assert.deepEqual(forwards.eligibleAt, [noon + 20_000, noon + 620_000]);
});

test('[V2] a moment between two events comes at its exact instant, with its page', () => {
  const live = campaign({ id: 'c', moment: { dwell: { on: 'page', forS: 20 } } });
  const visit = new Visit([]).page('/a').after(5).page('/checkout').after(600).track('A');
  const { visits } = rehearse(visit, question(live));
  assert.deepEqual(visits, [
    {
      startedAt: noon,
      endedAt: noon + 605_000,
      eligible: {
        at: noon + 25_000,
        path: '/checkout',
        sections: ['checkout'],
        offer: 'content',
      },
      takenInAt: null,
    },
  ]);
});

test('[V2] a moment that falls after the last event of a visit counts; one after its end does not', () => {
  const idle = (forS: number) => campaign({ id: 'c', moment: { dwell: { on: 'page', forS } } });
  const visit = new Visit([]).page('/a');
  assert.deepEqual(rehearse(visit, question(idle(1800))).eligibleAt, [noon + 1_800_000]);
  assert.deepEqual(rehearse(visit, question(idle(1801))).eligibleAt, []);
});

test('[V3] events before the start count as knowledge of the visitor and decide nothing', () => {
  const back = campaign({ id: 'c', moment: { fact: 'visitor.visits', op: 'gte', value: 2 } });
  const visit = new Visit([]).page('/a').after(3600).page('/a').after(3600).page('/b');
  const from = noon + 2 * hourMs;
  const { eligibleAt, visits } = rehearse(visit, question(back, { from }));
  assert.deepEqual(eligibleAt, [from]);
  assert.equal(visits.length, 1);
});

test('[V4] an imported history is rehearsed by its own times and reaches goals of any trust', () => {
  const live = campaign({ id: 'c', moment: { dwell: { on: 'page', forS: 20 } } });
  const visit = new Visit([], { goalTrust: 'server' });
  const imported = { imported: true };
  visit.page('/a', imported).after(60).page('/b', imported).after(10);
  visit.track(eventName.orderCompleted, { order_id: 'o1', total: 40 }, imported);
  const late = visit.stored.map((each) => ({ ...each, receivedAt: each.receivedAt + 9 * hourMs }));
  const asked = question(live);
  const goals = [{ ...purchase, trust: 'server' as const }];
  const rehearsed = rehearseVisitor(
    compileRehearsal({ ...asked, configuration: { ...asked.configuration, goals } }),
    { ...visit.state, events: late },
  );
  assert.deepEqual(rehearsed.eligibleAt, [noon + 20_000]);
  const at = noon + 70_000;
  assert.deepEqual(rehearsed.reached, [
    { key: 'o1', at, receivedAt: at, value: 40, orderSum: 40, currency: 'EUR' },
  ]);
  assert.equal(visit.conversions.length, 0);
});

test('[V5] without recorded availability agents are assumed free', () => {
  const live = campaign({
    id: 'c',
    moment: { dwell: { on: 'page', forS: 20 } },
    variants: [chat()],
  });
  const visit = new Visit([]).page('/a').after(60).track('A');
  assert.deepEqual(rehearse(visit, question(live)).eligibleAt, [noon + 20_000]);
  const nobody = { ...availability(0), at: noon };
  const back = { ...availability(1), at: noon + 40_000 };
  const recorded = question(live, { availability: [nobody, back] });
  assert.deepEqual(rehearse(visit, recorded).eligibleAt, [noon + 40_000]);
});

test('[V6] the score of a visit is the one recorded in its rows', () => {
  const hot = campaign({ id: 'c', moment: { fact: 'intent.score', op: 'gte', value: 70 } });
  const visit = new Visit([]).page('/a').after(5).page('/b').after(5).page('/c');
  const scored = visit.stored.map((each, at) => ({
    ...each,
    intent: [{ goal: purchase.id, score: 30 + 20 * at, chance: 0.1, reasons: [] }],
  }));
  const asked = compileRehearsal(question(hot));
  const events = (of: typeof visit.stored) =>
    rehearseVisitor(asked, { ...visit.state, events: of });
  assert.deepEqual(events(scored).eligibleAt, [noon + 10_000]);
  assert.deepEqual(events(visit.stored).eligibleAt, []);
});

test('[V6] a score with hysteresis is followed from the beginning, whenever a running campaign named it', () => {
  const moment = { score: { fact: 'cart.total', rises: 70, falls: 30 } } as const;
  const visit = new Visit([]).page('/a');
  for (const total of [80, 20, 90, 50])
    visit.track(eventName.cartUpdated, { total, items: 1 }).after(5);
  visit.page('/b');
  const asked = question(campaign({ id: 'c', moment }));
  const { eligibleAt } = rehearse(visit, asked);
  assert.deepEqual(eligibleAt, [noon, noon + 600_000]);
  const key = compileConfiguration(configuration([campaign({ id: 'c', moment })])).scores[0]?.key;
  assert.ok(key !== undefined);
  const scoresSince = { [key]: noon + hourMs };
  const running = { ...asked, configuration: { ...asked.configuration, scoresSince } };
  assert.deepEqual(rehearse(visit, running).eligibleAt, eligibleAt);
});

test('[V6] days and hours of the schedule apply, its start and end dates do not', () => {
  const moment = { performed: { event: 'A' } };
  const dates = { from: noon + 900 * hourMs, until: noon + 999 * hourMs };
  const visit = new Visit([]).page('/a').track('A');
  const of = (more: object) => {
    const schedule = { from: null, until: null, days: [], hours: null, ...more };
    return rehearse(visit, question(campaign({ id: 'c', moment, schedule }))).eligibleAt;
  };
  assert.deepEqual(of(dates), [noon]);
  assert.deepEqual(of({ ...dates, hours: { fromMinute: 0, untilMinute: 1 } }), []);
});

test('[V6] the caps of the draft apply, and bots and the holdout are not counted', () => {
  const moment = { performed: { event: 'A' } };
  const once = campaign({
    id: 'c',
    moment,
    caps: { perVisit: null, perDay: null, perVisitor: 1, afterDismissalS: null },
  });
  const visit = new Visit([]).page('/a').track('A').after(3600).page('/b').track('A');
  assert.deepEqual(rehearse(visit, question(once)).eligibleAt, [noon]);
  const plain = configuration([]);
  const heldOut = { ...plain, settings: { ...plain.settings, holdout: 10_000 } };
  assert.deepEqual(rehearse(visit, question(once, { configuration: heldOut })).visits, []);
  visit.track('A', {}, { bot: true });
  assert.deepEqual(rehearse(visit, question(once)).visits, []);
});

test('[V6] a draft whose shares do not add up yet is still rehearsed', () => {
  const live = campaign({
    id: 'c',
    moment: { performed: { event: 'A' } },
    variants: [chat('a', 3)],
  });
  const visit = new Visit([]).page('/a').track('A');
  assert.equal(rehearse(visit, question(live)).eligibleAt.length, 1);
});

test('[V1] an optimising draft is rehearsed like one that always offers: the same visitors are eligible at the same instants', () => {
  fc.assert(
    fc.property(wildDeeds, campaigns, (history, [drawn]) => {
      if (drawn === undefined) return;
      const visit = new Visit([]);
      happen(visit, actsOf(visit, history));
      const optimising: LiveCampaign = {
        ...drawn,
        document: { ...drawn.document, mode: 'optimise' },
      };
      const { visits, ...rest } = rehearse(visit, question(optimising));
      for (const { eligible, takenInAt } of visits)
        assert.ok(eligible === null || (takenInAt !== null && takenInAt <= eligible.at));
      const among = visits.map((each) => ({ ...each, takenInAt: null }));
      const always = rehearse(visit, question(drawn));
      assert.deepEqual(rest, { eligibleAt: always.eligibleAt, reached: always.reached });
      assert.deepEqual(
        among.filter(({ eligible }) => eligible !== null),
        always.visits.filter(({ eligible }) => eligible !== null),
      );
    }),
    { ...settings, numRuns: rounds({ usual: 30, full: 300 }) },
  );
});
