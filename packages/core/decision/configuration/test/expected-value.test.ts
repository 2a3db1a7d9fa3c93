import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IntentScorer } from '../../../behaviour/apply/apply-intent.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { GoalId } from '@opportune/protocol/ids.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  content,
  event,
  noon,
  purchase,
  site,
} from '../../../world/test/shop.test-support.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { compileConfiguration } from '../compile.ts';
import { newVisitor, step } from '../../engine.ts';
import type { VisitorState } from '../../state/state.ts';

const lead: Goal = {
  ...purchase,
  id: GoalId.parse('lead'),
  event: { event: 'Lead Submitted' },
  value: { type: 'fixed', amount: 40 },
};

function wants(id: string, goal: Goal, priority = 0): ReturnType<typeof campaign> {
  const made = campaign({ id, priority, moment: { all: [] }, variants: [content()] });
  return { ...made, document: { ...made.document, goal: goal.id } };
}

/** The campaign that is decided first with a cart of this total. */
function first(
  campaigns: readonly ReturnType<typeof campaign>[],
  total: number,
  chances: readonly (readonly [Goal, number])[],
): string | undefined {
  const scorer: IntentScorer<VisitorState> = {
    scores: () => chances.map(([{ id }, chance]) => ({ goal: id, score: 50, chance })),
    reasons: () => [],
    isOutdated: () => false,
  };
  const state = newVisitor(account, site, VisitorId.parse('anna'));
  state.cart.total = total;
  const effects = step(
    state,
    { type: 'event', event: event('Page', noon, 1, { path: '/' }) },
    {
      configuration: compileConfiguration(configuration(campaigns, { goals: [purchase, lead] })),
      availability: availability(1),
      now: noon,
      nextOrdinal: () => 2,
      reachable: true,
      intent: scorer,
    },
  );
  const decided = effects.find((effect) => effect.type === 'decide');
  return decided?.type === 'decide' ? decided.decision.campaign : undefined;
}

const both = [wants('a-lead', lead), wants('b-buy', purchase)];

test('[D3] among campaigns of one priority, the one whose goal is expected to bring more goes first, whatever its id', () => {
  const chances = [
    [purchase, 0.1],
    [lead, 0.2],
  ] as const;
  assert.equal(first(both, 100, chances), 'b-buy', '10 against 8');
  assert.equal(first(both, 70, chances), 'a-lead', '7 against 8');
  assert.equal(first(both.toReversed(), 100, chances), 'b-buy', 'however they are listed');
});

test('[D3] priority decides before expected value', () => {
  const urgent = [wants('a-lead', lead, 5), wants('b-buy', purchase)];
  assert.equal(first(urgent, 10_000, [[purchase, 0.9]]), 'a-lead');
});

test('[D3] without scores the id decides, and an unscored goal comes after a scored one', () => {
  assert.equal(first(both, 100, []), 'a-lead');
  assert.equal(first(both, 100, [[purchase, 0.01]]), 'b-buy');
});
