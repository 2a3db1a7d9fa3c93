import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEvent } from '@opportune/core/behaviour/apply/apply-event.ts';
import { newVisitor, type VisitorState } from '@opportune/core/decision/engine.ts';
import { account, event, purchase, site } from '@opportune/core/world/test/shop.test-support.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { addressOf, expectedValue, nameOf, tierOf } from './card.ts';

test('[C22] the address is the verified one, else the claimed one, and none if it is invalid', () => {
  const of = (claimed: string | null, verified: string | null) => {
    const state = newVisitor(account, site, VisitorId.parse('v'));
    state.person = {
      userId: null,
      verified: verified !== null,
      at: 0,
      claims: claimed === null ? {} : { email: claimed },
      facts: verified === null ? {} : { email: verified },
    };
    return addressOf({ state });
  };
  assert.equal(of('bo@example.com', null), 'bo@example.com');
  assert.equal(of('bo@example.com', 'bo@work.example'), 'bo@work.example');
  assert.equal(of('call me', null), null);
  assert.equal(of(null, null), null);
  assert.equal(addressOf({ state: newVisitor(account, site, VisitorId.parse('w')) }), null);
});

test('[C22] a name and a tier can be stored, whatever a page or a server says: a null character, half a one', () => {
  const state = newVisitor(account, site, VisitorId.parse('v'));
  const of = (name: string, tier: string) => {
    state.person = { userId: 'u', verified: true, at: 0, claims: { name }, facts: { tier } };
    return [nameOf({ state }), tierOf({ state }, 'tier')];
  };
  assert.deepEqual(of('Ada', 'gold'), ['Ada', 'gold']);
  assert.deepEqual(of('A\0da', 'go\0ld'), ['A\ufffdda', 'go\ufffdld']);
  assert.equal(of(`${'x'.repeat(79)}🙂`, '')[0], `${'x'.repeat(79)}\ufffd`);
});

test('[C27] a tier is what the business vouches for, never what a page claims, nor what the language put there', () => {
  const state = newVisitor(account, site, VisitorId.parse('v'));
  assert.equal(tierOf({ state }, 'tier'), null);
  state.person = { userId: 'u', verified: false, at: 0, claims: { tier: 'gold' }, facts: {} };
  assert.equal(tierOf({ state }, 'tier'), null);
  state.person = {
    userId: 'u',
    verified: true,
    at: 0,
    claims: { tier: 'gold' },
    facts: { tier: 2 },
  };
  assert.equal(tierOf({ state }, 'tier'), '2');
  assert.equal(tierOf({ state }, 'constructor'), null);
});

test('[C27] a visit is worth the goal’s value times its chance, or its cart if no goal is scored', () => {
  const state = newVisitor(account, site, VisitorId.parse('v'));
  state.cart.total = 400;
  const worth = (value: Goal['value'], valueCap: number | null = null): number => {
    const engine = { configuration: { goals: [{ ...purchase, value, valueCap }] } };
    return expectedValue({ engine, state });
  };
  const property = { type: 'property', path: 'total' } as const;
  const fixed = { type: 'fixed', amount: 90 } as const;
  assert.equal(worth(property), 400, 'nothing is scored yet');
  startVisit(state);
  assert.equal(worth(property), 100);
  assert.equal(worth(property, 200), 50, 'at most what one conversion counts for');
  assert.equal(worth(fixed), 22.5);
  assert.equal(worth({ type: 'none' }), 400);
  state.cart.total = null;
  assert.deepEqual([worth(property), worth(fixed)], [0, 22.5]);
});

/** Scored visits: one in four of them reaches the goal. */
function startVisit(state: VisitorState): void {
  applyEvent(state, event('Page', 1, 1, { path: '/' }));
  assert.ok(state.visit !== null);
  state.visit.intent = [{ goal: purchase.id, score: 60, chance: 0.25, reasons: [] }];
}
