import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCondition } from '@opportune/core/behaviour/condition/check-condition.ts';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { Condition } from '@opportune/protocol/campaign/condition.ts';
import { factCatalogue } from '@opportune/protocol/behaviour/facts.ts';
import {
  behaviourKinds,
  newBehaviour,
  newFact,
  operatorsFor,
  propertyOperators,
  valueFor,
} from './new-node.ts';
import { unsetProblems } from './unset.ts';

test('every kind of condition is valid when it is added', () => {
  for (const kind of behaviourKinds)
    assert.deepEqual(checkCondition(Condition.parse(newBehaviour(kind))), [], kind);
});

test('every fact with every operator of its type gets a value that fits', () => {
  for (const { fact, type } of factCatalogue) {
    assert.deepEqual(checkCondition(newFact(fact)), [], fact);
    for (const op of operatorsFor(fact)) {
      const condition: Condition = { fact, op, value: valueFor(fact, op, type, 'before') };
      assert.deepEqual(checkCondition(condition), [], `${fact} ${op}`);
    }
  }
});

test('a declared attribute begins with a valid value and accepts every offered operator', () => {
  for (const type of ['text', 'number', 'boolean', 'instant'] as const) {
    const attribute = { name: 'tier', type, privacy: 'public' } as const;
    assert.deepEqual(checkCondition(newFact('custom.tier', type), [attribute]), [], type);
    for (const op of operatorsFor('custom.tier', type)) {
      const value = valueFor('custom.tier', op, type, 'before');
      const condition: Condition = { fact: 'custom.tier', op, value };
      assert.deepEqual(checkCondition(condition, [attribute]), [], `${type} ${op}`);
    }
  }
});

test('a property of an event accepts every operator that is offered for it', () => {
  for (const op of propertyOperators) {
    const value = valueFor('customer.x', op, 'text', 'before');
    const condition: Condition = { performed: { event: 'A', where: [{ path: 'p', op, value }] } };
    assert.deepEqual(checkCondition(condition), [], op);
  }
});

test('a new operator keeps the value if it accepts it', () => {
  assert.equal(valueFor('cart.total', 'lt', 'money', 250), 250);
  assert.deepEqual(valueFor('source.utmSource', 'in', 'text', 'newsletter'), ['newsletter']);
  assert.equal(valueFor('source.utmSource', 'eq', 'text', ['newsletter', 'partner']), 'newsletter');
});

test('a text that is not set is reported as a problem at its path', () => {
  const moment: Condition = {
    all: [newFact('place.country'), { not: { fact: 'page.path', op: 'in', value: ['…'] } }],
  };
  const document = CampaignDocument.parse({
    name: 'x',
    sites: [],
    goal: 'g',
    audience: { leaving: true },
    engagement: {
      id: 'e',
      moment,
      zone: 'corner',
      variants: [
        {
          id: 'a',
          name: 'A',
          share: 10_000,
          offer: { channel: 'content', creative: { format: 'toast', headline: 'x' } },
        },
      ],
    },
    control: 1000,
    caps: { perVisit: null, perDay: null, perVisitor: null, afterDismissalS: null },
    schedule: { from: null, until: null, days: [], hours: null },
    priority: 1,
  });
  assert.deepEqual(
    unsetProblems(document, 'set it').map(({ path }) => path),
    ['engagement.moment.all.0.value', 'engagement.moment.all.1.not.value'],
  );
});
