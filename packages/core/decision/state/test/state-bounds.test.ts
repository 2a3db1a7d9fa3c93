// Checks the documented maximum of a visitor's state, with every bound reached.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { hostile } from '../../../behaviour/test/hostile.test-support.ts';
import { availability, campaign, configuration } from '../../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../../configuration/compile.ts';
import { newVisitor, step, type VisitorState } from '../../engine.ts';

const always = { fact: 'visit.pages', op: 'gte', value: 1 } as const;
const campaigns = Array.from({ length: 150 }, (_, at) =>
  campaign({
    id: `${'c'.repeat(24)}-${at}`,
    moment: { any: [always, { score: { fact: 'visit.pages', rises: 1 + at / 1000, falls: 0.5 } }] },
  }),
);
const compiled = compileConfiguration(configuration(campaigns));

test('[P7] a visitor’s state stays within its documented maximum, in any letters', () => {
  for (const letter of ['x', 'ü', '世', '"']) {
    const state = after(1500, letter);
    assert.ok(state.decisionCount > 100);
    assert.equal(state.scores?.size, profileLimits.scores);
    assert.equal(state.decisions.length, profileLimits.decisions);
    const length = lengthOf(state);
    assert.ok(length <= profileLimits.profileLength, `${length} of ${letter}`);
  }
});

function after(events: number, letter: string): VisitorState {
  const { account, site, visitor } = hostile(0);
  const state = newVisitor(account, site, visitor);
  let ordinal = 0;
  for (let at = 1; at <= events; at++) {
    const event = hostile(at, letter);
    const now = event.receivedAt;
    const agents = { availability: availability(1), nextOrdinal: () => ++ordinal };
    const context = { configuration: compiled, ...agents, now, reachable: true };
    step(state, { type: 'event', event }, context);
  }
  return state;
}

/** Length as JSON in characters, an escaped one counted as one. */
function lengthOf(state: VisitorState): number {
  const json = JSON.stringify(state, (_name, value) =>
    value instanceof Map || value === state.decisions ? [...value] : value,
  );
  return json.replaceAll(/\\u[0-9a-f]{4}|\\./g, '_').length;
}
