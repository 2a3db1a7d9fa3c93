// The order of the queue: head starts are worth seconds of waiting, and a conversation that waits
// long enough comes first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { nextDeadline } from '../../deadlines.ts';
import { Scene, conversationId } from '../../test/desk.test-support.ts';
import { aHistory } from '../../test/desk-history.test-support.ts';
import { queueOf, standingOf } from '../queue-order.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const comes = (scene: Scene, name: string, standing: number) =>
  scene.do({ type: 'conversation.start', id: conversationId(name), skill: null, standing });

test('[C27] a step of priority is worth its seconds of waiting, and no more', () => {
  const scene = new Scene().skills({}, { urgent: { priority: 5 }, later: { priority: 2 } });
  scene.start('t1', 'later');
  scene.start('t2');
  scene.later(239_000);
  scene.start('t3', 'urgent');
  assert.deepEqual(scene.queue(), ['t3', 't2', 't1'].map(conversationId));
  const slower = new Scene().skills({}, { urgent: { priority: 5 } });
  slower.start('t2');
  slower.later(241_000);
  slower.start('t3', 'urgent');
  assert.deepEqual(
    slower.queue(),
    ['t2', 't3'].map(conversationId),
    'who waits long enough is first',
  );
});

test('[C27] customers of a tier and full carts start ahead; without steps the first to come is first', () => {
  const come = (stepS: number) => {
    const scene = new Scene().skills({}, {}, { stepS });
    comes(scene, 't1', 0);
    scene.later(60_000);
    comes(scene, 't2', 0.75);
    comes(scene, 't3', 2);
    return scene.queue();
  };
  assert.deepEqual(come(120), ['t3', 't2', 't1'].map(conversationId));
  assert.deepEqual(come(0), ['t1', 't2', 't3'].map(conversationId));
});

test('[C27] steps follow the tier’s value in any case; the worth counts up to a whole step', () => {
  const settings = {
    ...usualRouting,
    tiers: { attribute: 'tier', steps: { gold: 2 } },
    fullValue: 400,
  };
  assert.deepEqual(
    [
      standingOf(settings, ' Gold', 0),
      standingOf(settings, 'tin', 100),
      standingOf(settings, null, 9_999),
      standingOf(settings, 'gold', -5),
      standingOf(usualRouting, 'gold', 9_999),
      standingOf(settings, 'constructor', 0),
    ],
    [2, 0.25, 1, 2, 0, 0],
  );
});

test('[C27] one about to miss its service level moves up, at that instant', () => {
  const scene = new Scene().skills(
    {},
    { returns: { serviceLevel: { withinS: 40, share: 0.8 } }, calm: { priority: 4 } },
  );
  scene.start('t1', 'returns');
  scene.later(10_000);
  scene.start('t2', 'calm');
  assert.deepEqual(scene.queue(), ['t2', 't1'].map(conversationId));
  assert.equal(nextDeadline(scene.desk), scene.now + 20_000);
  const effects = scene.later(20_000);
  assert.deepEqual(scene.queue(), ['t1', 't2'].map(conversationId));
  const moved = effects.find((effect) => effect.type === 'queue.moved');
  assert.equal(moved?.places.get(conversationId('t1'))?.position, 1);
});

test('[C27] nobody starves: one who came earlier than any head start is worth is served first', () => {
  // Priorities span four steps, customers and worth four, the service level one.
  const mostSteps = 9;
  let pairs = 0;
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        scene.do(input);
        const queue = queueOf(scene.desk);
        const lead = mostSteps * scene.desk.plan.settings.stepS * 1_000;
        for (const [at, conversation] of queue.entries())
          for (const later of queue.slice(at + 1)) {
            pairs += 1;
            assert.ok(
              conversation.queuedAt - later.queuedAt <= lead,
              `${later.id} waits behind ${conversation.id}`,
            );
          }
      }
    }),
    { numRuns: rounds({ usual: 100, full: 500 }), seed: 20_261_124 },
  );
  assert.ok(pairs > 10_000, `only ${pairs} pairs waited`);
});
