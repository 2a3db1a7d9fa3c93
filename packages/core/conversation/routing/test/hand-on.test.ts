// Handing a conversation on, case by case: it rings, is accepted, or returns with a reason.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskEffect, Destination } from '../../desk.ts';
import { nextDeadline } from '../../deadlines.ts';
import {
  profile,
  refusalOf,
  Scene,
  skillId,
  conversationId,
  user,
} from '../../test/desk.test-support.ts';

const t1 = conversationId('t1');

function hands(scene: Scene, by: string, destination: Destination): readonly DeskEffect[] {
  return scene.do({ type: 'conversation.transfer', id: t1, user: user(by), destination });
}
const toAgent = (name: string): Destination => ({ to: 'agent', user: user(name) });
const toSkill = (name: string): Destination => ({ to: 'skill', skill: skillId(name) });
const ringsAt = (scene: Scene): string | null =>
  scene.desk.conversations.get(t1)?.ring?.user ?? null;
const answers = (
  scene: Scene,
  name: string,
  type: 'conversation.accept' | 'conversation.decline',
) => scene.do({ type, id: t1, user: user(name) });

function told(effects: readonly DeskEffect[]): unknown {
  return effects.flatMap((effect) =>
    effect.type === 'conversation.changed' ? [...effect.notes, ...effect.asides] : [],
  );
}

/** Ada has it, ben has room. */
function twoAtWork(): Scene {
  const scene = new Scene().online('ada', 2);
  scene.start('t1');
  return scene.online('ben', 1);
}

test('[C24] it rings at an agent with room and at no other; a stranger may not hand it on', () => {
  const scene = new Scene().online('ada', 2);
  scene.start('t1');
  scene.do({ type: 'agent.connected', profile: profile('ben', 1) });
  assert.equal(refusalOf(hands(scene, 'ada', toAgent('ben'))), 'agent.no_room');
  scene.online('ben', 1);
  assert.equal(refusalOf(hands(scene, 'ben', toAgent('ben'))), 'conversation.not_yours');
  assert.equal(refusalOf(hands(scene, 'ada', toAgent('ben'))), null);
  assert.deepEqual([ringsAt(scene), scene.owner('t1')], ['ben', 'ada']);
  scene.start('t2');
  assert.equal(scene.owner('t2'), 'ada', 'the place that ben needs is kept');
  assert.equal(scene.desk.availability.skills['*']?.free, 0);
});

test('[C24] the giver keeps it until it is accepted, then the receiver has it, and the visitor is told', () => {
  const scene = twoAtWork();
  hands(scene, 'ada', toAgent('ben'));
  scene.later(29_000);
  assert.deepEqual([scene.owner('t1'), scene.status('t1')], ['ada', 'active']);
  const effects = answers(scene, 'ben', 'conversation.accept');
  assert.deepEqual(told(effects), [{ type: 'transferred', from: 'ADA', to: 'BEN' }]);
  assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['ben', null]);
  const ended = effects.find((effect) => effect.type === 'ring.ended');
  assert.equal(ended?.why, 'accepted');
});

test('[C24] declined or timed out it stays with the giver, and agents are told why', () => {
  const scene = twoAtWork();
  hands(scene, 'ada', toAgent('ben'));
  assert.deepEqual(told(answers(scene, 'ben', 'conversation.decline')), [
    { type: 'not-taken', agent: 'BEN', why: 'declined' },
  ]);
  assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['ada', null]);
  hands(scene, 'ada', toAgent('ben'));
  assert.equal(nextDeadline(scene.desk), scene.now + 30_000);
  scene.later(29_999);
  assert.equal(ringsAt(scene), 'ben');
  assert.deepEqual(told(scene.later(1)), [{ type: 'not-taken', agent: 'BEN', why: 'timed-out' }]);
  assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['ada', null]);
});

test('[C24] it returns to its old place in the queue if the giver has gone meanwhile', () => {
  const scene = twoAtWork();
  hands(scene, 'ada', toAgent('ben'));
  scene.do({ type: 'agent.disconnected', user: user('ada') });
  scene.later(1);
  scene.start('t2');
  assert.equal(scene.status('t2'), 'waiting');
  const effects = answers(scene, 'ben', 'conversation.decline');
  assert.deepEqual(effects.find((effect) => effect.type === 'conversation.changed')?.notes[0], {
    type: 'returned',
    agent: 'ADA',
  });
  assert.deepEqual([scene.owner('t1'), scene.queue()], ['ben', [conversationId('t2')]]);
});

for (const leaves of ['agent.disconnected', 'agent.chose'] as const)
  test(`[C24] it does not ring at an agent who cannot hear it: ${leaves}`, () => {
    const scene = twoAtWork();
    hands(scene, 'ada', toAgent('ben'));
    const effects = scene.do({ type: leaves, user: user('ben'), state: 'away' });
    assert.deepEqual(told(effects), [{ type: 'not-taken', agent: 'BEN', why: 'gone' }]);
    assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['ada', null]);
  });

test('[C24] the giver may keep it, end it, or hand it to another while it rings', () => {
  const scene = twoAtWork().online('cy', 1);
  hands(scene, 'ada', toAgent('ben'));
  hands(scene, 'ada', toAgent('cy'));
  assert.equal(ringsAt(scene), 'cy');
  scene.do({ type: 'conversation.recall', id: t1, user: user('ben') });
  assert.equal(ringsAt(scene), 'cy');
  scene.do({ type: 'conversation.recall', id: t1, user: user('ada') });
  assert.deepEqual([ringsAt(scene), scene.owner('t1')], [null, 'ada']);
  hands(scene, 'ada', toAgent('ben'));
  scene.do({ type: 'conversation.finish', id: t1, user: user('ada') });
  assert.deepEqual([ringsAt(scene), scene.status('t1')], [null, 'wrap-up']);
  assert.equal(refusalOf(answers(scene, 'ben', 'conversation.accept')), 'conversation.not_yours');
});

test('[C24] handed to a skill it rings at the fittest, then at the next, then returns; accepted it has that skill', () => {
  const scene = new Scene()
    .skills({ ben: { returns: 4 }, cy: { returns: 2 }, di: { sales: 5 } })
    .online('ada', 2);
  scene.start('t1');
  scene.online('ben', 1).online('cy', 1).online('di', 1);
  hands(scene, 'ada', toSkill('returns'));
  assert.equal(ringsAt(scene), 'ben');
  answers(scene, 'ben', 'conversation.decline');
  assert.equal(ringsAt(scene), 'cy');
  scene.later(30_000);
  assert.deepEqual([ringsAt(scene), scene.owner('t1')], [null, 'ada']);
  hands(scene, 'ada', toSkill('returns'));
  answers(scene, 'ben', 'conversation.accept');
  assert.deepEqual(
    [scene.owner('t1'), scene.desk.conversations.get(t1)?.skill],
    ['ben', 'returns'],
  );
});

test('[C24] a skill without an agent with room is refused, and the ring continues; its queue may be chosen', () => {
  const scene = twoAtWork().skills({ cy: { returns: 3 } });
  hands(scene, 'ada', toAgent('ben'));
  assert.equal(refusalOf(hands(scene, 'ada', toSkill('returns'))), 'agent.no_room');
  assert.equal(ringsAt(scene), 'ben');
  hands(scene, 'ada', { to: 'queue', skill: skillId('returns') });
  assert.deepEqual([scene.status('t1'), ringsAt(scene)], ['waiting', null]);
  scene.online('cy', 1);
  assert.equal(scene.owner('t1'), 'cy');
});

test('[C31] taking over gives it to an agent with room, and ends its ring; a waiting or ended one cannot be taken over', () => {
  const scene = twoAtWork().online('cy', 0);
  hands(scene, 'ada', toAgent('ben'));
  const takes = (name: string) =>
    refusalOf(scene.do({ type: 'conversation.take-over', id: t1, user: user(name) }));
  assert.equal(takes('cy'), 'agent.no_room');
  scene.online('di', 1);
  const effects = scene.do({ type: 'conversation.take-over', id: t1, user: user('di') });
  assert.deepEqual(told(effects), [{ type: 'transferred', from: 'ADA', to: 'DI' }]);
  assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['di', null]);
  assert.equal(scene.desk.agents.get(user('ben'))?.ringing, 0);
  scene.do({ type: 'conversation.finish', id: t1, user: user('di') });
  assert.equal(takes('ada'), 'conversation.not_yours');
});

test('[C24] a ring beyond a room that was lowered, or filled by a heavier conversation, moves to others', () => {
  const scene = new Scene();
  scene.skills({}, {}, { mode: 'ring' });
  scene.online('ada', 3);
  for (const id of ['t1', 't2', 't3']) scene.start(id);
  const rung = (): unknown =>
    ['t1', 't2', 't3'].map(
      (id) => scene.desk.conversations.get(conversationId(id))?.ring?.user ?? null,
    );
  const ada = user('ada');
  assert.deepEqual(rung(), [ada, ada, ada]);
  const lowered = scene.do({ type: 'agent.changed', profile: profile('ada', 2), disabled: false });
  assert.deepEqual(told(lowered), [{ type: 'not-taken', agent: 'ADA', why: 'no-room' }]);
  assert.deepEqual(rung(), [ada, ada, null]);
  scene.do({ type: 'conversation.accept', id: t1, user: ada });
  scene.do({ type: 'conversation.weigh', id: t1, user: ada, weight: 2 });
  assert.deepEqual(rung(), [null, null, null]);
  scene.online('ben', 1);
  assert.deepEqual(rung(), [null, user('ben'), null]);
});
