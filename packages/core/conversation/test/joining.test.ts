// A second agent in a conversation: comes, takes no place, and is gone when they or the
// conversation are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { DeskEffect } from '../desk.ts';
import { chat, refusalOf, Scene, conversationId, user } from './desk.test-support.ts';

const id = conversationId('t1');

/** Ada has a conversation; Ben and Cy are there too. */
function withAda(): Scene {
  const scene = new Scene().online('ada', 1);
  scene.start('t1');
  return scene.online('ben', 0).online('cy', 0);
}
const join = (scene: Scene, name: string) =>
  scene.do({ type: 'conversation.join', id, user: user(name) });
const joined = (scene: Scene) => [...(scene.desk.conversations.get(id)?.joined ?? [])];
const notes = (effects: readonly DeskEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'conversation.changed' ? effect.notes : []));

test('[C32] an agent who joins takes no room, is announced to both sides once, and leaves by hand', () => {
  const scene = withAda();
  assert.deepEqual(notes(join(scene, 'ben')), [{ type: 'joined', agent: 'BEN' }]);
  assert.deepEqual(notes(join(scene, 'ben')), []);
  assert.equal(scene.owner('t1'), 'ada');
  assert.equal(scene.desk.agents.get(user('ben'))?.load, 0);
  const left = scene.do({ type: 'conversation.leave', id, user: user('ben') });
  assert.deepEqual(notes(left), [{ type: 'left', agent: 'BEN' }]);
  assert.deepEqual(joined(scene), []);
});

test('[C32] only an active one is joined, by another agent who is there, and up to the limit', () => {
  const scene = withAda();
  assert.equal(refusalOf(join(scene, 'ada')), null);
  assert.deepEqual(joined(scene), []);
  assert.equal(refusalOf(join(scene, 'nobody')), 'agent.no_room');
  scene.do({ type: 'agent.chose', user: user('cy'), state: 'offline' });
  assert.equal(refusalOf(join(scene, 'cy')), 'agent.no_room');
  for (let at = 0; at < conversationLimits.joined; at += 1) {
    scene.online(`more${at}`, 0);
    assert.equal(refusalOf(join(scene, `more${at}`)), null);
  }
  assert.equal(refusalOf(join(scene, 'ben')), 'agent.no_room');
  scene.start('t2');
  const waits = { type: 'conversation.join', id: conversationId('t2'), user: user('ben') } as const;
  assert.equal(refusalOf(scene.do(waits)), 'conversation.not_yours');
});

test('[C32] an agent who goes offline or does not come back in time has left; one who is away has not', () => {
  const scene = withAda();
  join(scene, 'ben');
  join(scene, 'cy');
  scene.do({ type: 'agent.chose', user: user('ben'), state: 'away' });
  assert.deepEqual(joined(scene), ['ben', 'cy']);
  const offline = scene.do({ type: 'agent.chose', user: user('ben'), state: 'offline' });
  assert.deepEqual(notes(offline), [{ type: 'left', agent: 'BEN' }]);
  scene.do({ type: 'agent.disconnected', user: user('cy') });
  assert.deepEqual(joined(scene), ['cy']);
  const lapsed = scene.later(conversationLimits.agentGraceMs);
  assert.deepEqual(notes(lapsed), [{ type: 'left', agent: 'CY' }]);
});

test('[C32] an agent who takes over no longer counts as joined; the others stay', () => {
  const scene = withAda();
  join(scene, 'ben');
  join(scene, 'cy');
  scene.online('ben', 1);
  scene.do({ type: 'conversation.take-over', id, user: user('ben') });
  assert.deepEqual([scene.owner('t1'), joined(scene)], ['ben', ['cy']]);
});

test('[C32] a waiting one, one in wrap-up or an ended one has nobody joined', () => {
  for (const over of ['conversation.finish', 'conversation.transfer'] as const) {
    const scene = withAda();
    join(scene, 'ben');
    const base = { id, user: user('ada') };
    const effects = scene.do(
      over === 'conversation.finish'
        ? { type: over, ...base }
        : { type: over, ...base, destination: { to: 'queue' } },
    );
    assert.deepEqual(joined(scene), []);
    assert.equal(
      notes(effects).some(({ type }) => type === 'left'),
      over === 'conversation.transfer',
    );
  }
});

test('[C32] after a restart agents who had joined are still in it, for the grace period', () => {
  const before = withAda();
  const [outcome] = join(before, 'ben');
  assert.ok(outcome?.type === 'conversation.changed' && outcome.conversation.status === 'active');
  const { status, ...conversation } = outcome.conversation;
  const scene = new Scene();
  const agents = [...before.desk.agents.values()].map(
    ({ profile, state, reason, since, chosen }) => ({
      profile,
      state,
      reason,
      since,
      chosen,
    }),
  );
  scene.do({ type: 'restore', agents, conversations: [{ ...chat, ...conversation, status }] });
  assert.deepEqual(joined(scene), ['ben']);
  scene.later(conversationLimits.agentGraceMs);
  assert.deepEqual(joined(scene), []);
});
