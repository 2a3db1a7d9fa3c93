// Texts of visitors are shortened, searches and topics are stored in lower case. Conditions match
// them in any spelling.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactCondition } from '@opportune/protocol/campaign/condition.ts';
import { eventName, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { account, availability, event, noon, site } from '../../../world/test/shop.test-support.ts';
import { applyEvent } from '../../apply/apply-event.ts';
import { compileFact } from '../../leaves/fact-leaf.ts';
import { newProfile } from '../../profile.ts';
import { holds } from '../../condition/truth.ts';

const long = 'The payment was declined by the bank. '.repeat(5);

const cases: readonly (readonly [name: string, properties: JsonObject, node: FactCondition])[] = [
  [
    eventName.productsSearched,
    { query: ' Wanderschuhe für Kinder ' },
    { fact: 'search.words', op: 'contains', value: 'Wanderschuhe für Kinder' },
  ],
  [
    eventName.productsSearched,
    { query: 'ΟΔΟΣ' },
    { fact: 'search.words', op: 'in', value: ['ΟΔΟΣ', 'other'] },
  ],
  [
    eventName.serviceRequested,
    { topic: 'Return' },
    { fact: 'services.topics', op: 'contains', value: 'Return' },
  ],
  [eventName.errorMet, { message: long }, { fact: 'errors.met', op: 'contains', value: long }],
  [
    eventName.productViewed,
    { product_id: 'p', category: long },
    { fact: 'products.categories', op: 'in', value: [long] },
  ],
  [eventName.formStarted, { form: long }, { fact: 'forms.started', op: 'contains', value: long }],
];

for (const [name, properties, node] of cases) {
  test(`[B1] [B12] ${node.fact} ${node.op} what was ${name.toLowerCase()}, as the condition writes it`, () => {
    const profile = newProfile(account, site, VisitorId.parse('anna'));
    const { test: asked } = compileFact(node);
    const scene = { profile, now: noon, availability: availability(1) };
    assert.equal(holds(asked(scene)), false);
    applyEvent(profile, event(name, noon, 1, { properties, path: '/', view: 'v1' }));
    assert.equal(holds(asked(scene)), true);
    const other = compileFact({ ...node, value: node.op === 'in' ? ['nothing'] : 'nothing' });
    assert.equal(holds(other.test(scene)), false);
  });
}
