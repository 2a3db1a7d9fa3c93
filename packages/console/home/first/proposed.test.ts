// What the browser's languages propose as the currency of an account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposedCurrency } from './proposed.ts';

test('[HM9] proposes the currency of the first language with a known region, else the usual one', () => {
  assert.equal(proposedCurrency(['de-CH', 'en-US'], 'EUR'), 'CHF');
  assert.equal(proposedCurrency(['en', 'en-GB'], 'EUR'), 'GBP');
  assert.equal(proposedCurrency(['nl-NL'], 'USD'), 'EUR');
  assert.equal(proposedCurrency(['en', 'x-', 'fr-XX'], 'PLN'), 'PLN');
});
