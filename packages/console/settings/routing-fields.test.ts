// The form of the rules of routing: what it shows is what it saves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoutingSettings, usualRouting } from '@opportune/protocol/rest/routing.ts';
import { fieldsOf, settingsOf } from './routing-fields.ts';

test('what is shown and not changed saves the same', () => {
  const all = RoutingSettings.parse({
    mode: 'ring',
    stepS: 60,
    tiers: { attribute: 'tier', steps: { gold: 3, silver: 1, bronze: 1 } },
    fullValue: 250,
  });
  for (const settings of [usualRouting, all])
    assert.deepEqual(settingsOf(fieldsOf(settings)), settings);
});

test('values of a tier are told apart by commas, in any case; an empty number saves nothing', () => {
  const fields = { ...fieldsOf(usualRouting), attribute: 'tier' };
  const tiers = settingsOf({ ...fields, tiers: { 1: ' Silver , ', 3: 'Gold,VIP' } })?.tiers;
  assert.deepEqual(tiers, { attribute: 'tier', steps: { silver: 1, gold: 3, vip: 3 } });
  assert.equal(settingsOf({ ...fields, numbers: { ...fields.numbers, stepS: '' } }), null);
  assert.equal(settingsOf({ ...fields, fullValue: '-1' }), null);
});
