import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newVisitor } from '@opportune/core/decision/engine.ts';
import { account, site } from '@opportune/core/world/test-shop.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { addressOf } from './origin.ts';

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
