// Room in the queue while one address, or several, begin as many conversations as they can.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { chat, Scene, startedAt, conversationId } from '../../test/desk.test-support.ts';
import { waitingShares } from '../waiting-shares.ts';

const { waiting: most } = conversationLimits;

/** Starts for the payers in turn until none of them is admitted. Returns who holds how many. */
function flood(scene: Scene, payers: readonly string[]): readonly number[] {
  for (let nth = 0, refused = 0; refused < payers.length; nth += 1) {
    const payer = payers[nth % payers.length] ?? '';
    refused = begin(scene, payer, `${payer}.${nth}`) === null ? 0 : refused + 1;
  }
  return payers.map((payer) => waitingShares(scene.desk, payer).own);
}

function begin(scene: Scene, payer: string | null, name: string): string | null {
  const effects = scene.do({
    type: 'conversation.start',
    id: conversationId(name),
    skill: null,
    payer,
  });
  const refused = effects.find((effect) => effect.type === 'refused');
  return refused?.code ?? null;
}

for (const [addresses, held] of [
  [1, [250]],
  [2, [167, 167]],
  [4, [100, 100, 100, 100]],
] as const)
  test(`[CA1] ${addresses} addresses that begin without end leave room for others`, () => {
    const scene = new Scene();
    const payers = Array.from({ length: addresses }, (_, nth) => `address-${nth}`);
    assert.deepEqual(flood(scene, payers), held);
    assert.equal(begin(scene, 'address-0', 'one.more'), 'queue.full');
    assert.equal(begin(scene, 'somebody-else', 'a.newcomer'), null);
  });

test('[CA1] conversations without a payer may fill the queue, and no more', () => {
  const scene = new Scene();
  for (let nth = 0; nth < most; nth += 1) assert.equal(begin(scene, null, `${nth}`), null);
  assert.equal(begin(scene, null, 'one.more'), 'queue.full');
  assert.equal(begin(scene, 'somebody', 'one.more'), 'queue.full');
});

test('[CA1] places that are given up are free again', () => {
  const scene = new Scene();
  flood(scene, ['a']);
  scene.do({ type: 'conversation.end', id: conversationId('a.0'), by: 'visitor' });
  assert.equal(begin(scene, 'a', 'again'), null);
});

test('[CA1] after a restart the browser that comes back is charged for its place', () => {
  const scene = new Scene();
  const waits = {
    ...chat,
    ...{
      id: conversationId('kept'),
      skill: null,
      weight: 1,
      standing: 0,
      status: 'waiting' as const,
    },
    ...{ agent: null, joined: [], queuedAt: startedAt, waitingSince: startedAt, wrapUpSince: null },
  };
  scene.do({ type: 'restore', agents: [], conversations: [waits] });
  assert.equal(waitingShares(scene.desk, 'a').own, 0);
  scene.do({ type: 'contact.here', id: waits.id, payer: 'a' });
  assert.equal(waitingShares(scene.desk, 'a').own, 1);
  // Now from elsewhere: the first payer stays charged.
  scene.do({ type: 'contact.here', id: waits.id, payer: 'b' });
  assert.equal(waitingShares(scene.desk, 'a').own, 1);
});

test('[CA1] whatever was begun, a newcomer gets a place until the queue is full of single addresses', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 700 }), (starts) => {
      const scene = new Scene();
      for (const [nth, payer] of starts.entries()) begin(scene, `p${payer}`, `${payer}.${nth}`);
      const { all } = waitingShares(scene.desk, null);
      assert.ok(all < most);
      assert.equal(begin(scene, 'newcomer', 'newcomer'), null);
    }),
    { numRuns: 6 },
  );
});
