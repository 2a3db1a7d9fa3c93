import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newVisitor } from '@opportune/core/decision/engine.ts';
import { account, site } from '@opportune/core/world/test-shop.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { addressOf, worthOf } from './origin.ts';

test('[C22] the address is the verified one, else the claimed one, and none where it is no address', () => {
  const of = (claimed: string | null, verified: string | null) => {
    const state = newVisitor(account, site, VisitorId.parse('v'));
    state.person = {
      userId: null,
      verified: verified !== null,
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

test('[C27] a tier is what the business vouches for, never what a page claims, nor what the language put there', () => {
  const state = newVisitor(account, site, VisitorId.parse('v'));
  assert.deepEqual(worthOf({ state }, 'tier'), { tier: null, value: 0 });
  state.person = { userId: 'u', verified: false, claims: { tier: 'gold' }, facts: {} };
  assert.equal(worthOf({ state }, 'tier').tier, null);
  state.person = { userId: 'u', verified: true, claims: { tier: 'gold' }, facts: { tier: 2 } };
  assert.equal(worthOf({ state }, 'tier').tier, '2');
  assert.equal(worthOf({ state }, 'constructor').tier, null);
});
