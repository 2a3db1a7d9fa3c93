// The score as a fact: campaigns read that of their own goal, hysteresis keeps it raised, and a
// replay of the log needs no scorer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IntentScorer } from '../../behaviour/apply/apply-intent.ts';
import { GoalId } from '@opportune/protocol/ids.ts';
import type { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import {
  availability,
  campaign,
  configuration,
  event,
  noon,
  purchase,
} from '../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../configuration/compile.ts';
import { newVisitor, restore, step, type Effect, type StoredEvent } from '../engine.ts';
import { visitorRow } from '../view/row.ts';
import type { VisitorState } from '../state/state.ts';

const lead = { ...purchase, id: GoalId.parse('lead'), name: 'Lead', event: { event: 'Lead' } };
const hot = { score: { fact: 'intent.score', rises: 70, falls: 30 } };
const ofLead = campaign({ id: 'b-lead', moment: hot, zone: 'top' });
const compiled = compileConfiguration(
  configuration(
    [
      campaign({ id: 'a-buy', moment: hot }),
      { ...ofLead, document: { ...ofLead.document, goal: lead.id } },
    ],
    { goals: [purchase, lead] },
  ),
);

/** Ten points a page for a purchase; a lead gets the rest of a hundred. */
const pages: IntentScorer<VisitorState> = {
  scores: ({ visit }) => {
    const score = Math.min(100, (visit?.pages ?? 0) * 10);
    return [
      { goal: purchase.id, score, chance: score / 100 },
      { goal: lead.id, score: 100 - score, chance: 1 - score / 100 },
    ];
  },
  reasons: () => [{ feature: 'pages', value: 1, weight: 1 }],
  isOutdated: () => false,
};

function visit(count: number, intent = pages) {
  const anna = event('Page', noon, 0);
  const state = newVisitor(anna.account, anna.site, anna.visitor);
  const effects: Effect[] = [];
  let ordinal = 0;
  for (let at = 0; at < count; at++) {
    const now = noon + at * 1000;
    const page = event('Page', now, ++ordinal, { path: `/p${at}`, view: `v${at}` });
    const context = {
      configuration: compiled,
      availability: availability(1),
      now,
      nextOrdinal: () => ++ordinal,
      reachable: true,
      intent,
    };
    effects.push(...step(state, { type: 'event', event: page }, context));
  }
  return { state, effects };
}

const decided = (effects: readonly Effect[]): readonly string[] => [
  ...new Set(effects.flatMap((each) => (each.type === 'decide' ? [each.decision.campaign] : []))),
];

test('[Q4] each campaign reads the score of its own goal', () => {
  assert.deepEqual(decided(visit(6).effects), ['b-lead']);
  assert.deepEqual(decided(visit(7).effects), ['b-lead', 'a-buy']);
});

test('[Q4] [Q5] while the main goal is not scored, no other goal replaces it', () => {
  const early = { ...pages, scores: () => [{ goal: lead.id, score: 90, chance: 0.9 }] };
  const { state, effects } = visit(2, early);
  assert.deepEqual(decided(effects), ['b-lead']);
  const context = {
    configuration: compiled,
    availability: availability(1),
    now: noon + 2000,
    nextOrdinal: () => 99,
    reachable: true,
  };
  assert.equal(visitorRow(state, context).intent, null);
});

test('[Q3] reasons that no longer apply are logged anew, with the score as it is', () => {
  const still: IntentScorer<VisitorState> = {
    scores: ({ visit: of }) => [
      { goal: purchase.id, score: 20 + Math.min(2, of?.pages ?? 0), chance: 0.02 },
    ],
    reasons: ({ visit: of }) => [{ feature: 'pages', value: of?.pages ?? 0, weight: 1 }],
    isOutdated: ([main]) => main?.reasons[0]?.value === 2,
  };
  const { state, effects } = visit(4, still);
  const noted = effects.flatMap((each) => (each.type === 'store' ? [each.event.intent?.[0]] : []));
  assert.deepEqual(
    noted.map((of) => of && [of.score, of.reasons[0]?.value]),
    [[21, 1], undefined, undefined, undefined],
  );
  const turning = { ...still, isOutdated: ([main]: VisitIntent) => main?.reasons[0]?.value === 1 };
  const turned = visit(4, turning);
  assert.deepEqual(
    turned.effects.flatMap((each) =>
      each.type === 'store' && each.event.intent !== undefined
        ? [each.event.intent.map(({ score, reasons }) => [score, reasons[0]?.value])]
        : [],
    ),
    [[[21, 1]], [[21, 2]]],
  );
  assert.equal(turned.state.visit?.intent?.[0]?.score, state.visit?.intent?.[0]?.score);
});

test('[Q3] the log carries a score when it moved, and restores the same without a scorer', () => {
  const { state, effects } = visit(4);
  const events = effects.flatMap((each): StoredEvent[] =>
    each.type === 'store' ? [each.event] : [],
  );
  assert.deepEqual(
    events.map(({ intent }) => intent?.[0]?.score),
    [10, 20, 30, 40],
  );
  const context = {
    configuration: compiled,
    availability: availability(1),
    now: noon + 5000,
    nextOrdinal: () => 99,
    reachable: false,
  };
  const log = { events, decisions: [], conversions: [] };
  const restored = newVisitor(state.account, state.site, state.visitor);
  restore(restored, log, context);
  assert.deepEqual(restored.visit?.intent, state.visit?.intent);
  assert.deepEqual(restored.scores, state.scores);
});

test('[Q2] what an engagement does to a visitor asks for no score', () => {
  const { state } = visit(2);
  const shown = event('Engagement Shown', noon + 3000, 50);
  const effects = step(
    state,
    { type: 'event', event: shown },
    {
      configuration: compiled,
      availability: availability(1),
      now: noon + 3000,
      nextOrdinal: () => 51,
      reachable: true,
      intent: { ...pages, scores: () => [{ goal: purchase.id, score: 99, chance: 1 }] },
    },
  );
  const stored = effects.find((each) => each.type === 'store');
  assert.ok(stored?.type === 'store' && stored.event.intent === undefined);
  assert.equal(state.visit?.intent?.[0]?.score, 20);
});

test('[L1] a score that is not a number enters neither the log nor a condition', () => {
  for (const score of [Number.NaN, Infinity]) {
    const broken = { ...pages, scores: () => [{ goal: purchase.id, score, chance: 0.5 }] };
    const { state, effects } = visit(8, broken);
    assert.deepEqual([state.visit?.intent, decided(effects)], [null, []]);
  }
});
