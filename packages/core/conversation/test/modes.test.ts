// How agents get waiting conversations: assigned at once, by a ring that moves on to the next, or by
// their own hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextDeadline } from '../deadlines.ts';
import { profile, refusalOf, Scene, conversationId, user } from './desk.test-support.ts';

const ring = { mode: 'ring' } as const;
const ringsAt = (scene: Scene, name = 't1'): string | null =>
  scene.desk.conversations.get(conversationId(name))?.ring?.user ?? null;
const answers = (
  scene: Scene,
  name: string,
  type: 'conversation.accept' | 'conversation.decline',
  conversation = 't1',
) => scene.do({ type, id: conversationId(conversation), user: user(name) });

test('[C25] a waiting one rings at the next agent, reserves their place, and is theirs once accepted', () => {
  const scene = new Scene().skills({}, {}, ring).online('ada', 1).online('ben', 1);
  scene.start('t1');
  scene.start('t2');
  assert.deepEqual([ringsAt(scene), ringsAt(scene, 't2')], ['ada', 'ben']);
  assert.deepEqual([scene.status('t1'), scene.desk.availability.skills['*']?.free], ['waiting', 0]);
  const effects = answers(scene, 'ada', 'conversation.accept');
  const changed = effects.find((effect) => effect.type === 'conversation.changed');
  assert.deepEqual(changed?.notes, [{ type: 'assigned', agent: 'ADA' }]);
  assert.deepEqual([scene.owner('t1'), scene.status('t1')], ['ada', 'active']);
});

test('[C25] declined or timed out it rings at the next at once; no agent is asked again within a minute', () => {
  const scene = new Scene().skills({}, {}, ring).online('ada', 1).online('ben', 1);
  scene.start('t1');
  answers(scene, 'ada', 'conversation.decline');
  assert.equal(ringsAt(scene), 'ben');
  scene.later(30_000);
  assert.equal(ringsAt(scene), null);
  assert.equal(nextDeadline(scene.desk), scene.now + 30_000);
  scene.later(29_999);
  assert.equal(ringsAt(scene), null);
  scene.later(1);
  assert.equal(ringsAt(scene), 'ada');
});

test('[C25] an agent who misses several in a row is away, with the reason; an answer resets the count', () => {
  const scene = new Scene().skills({}, {}, { ...ring, misses: 2 }).online('ada', 3);
  const ada = () => scene.desk.agents.get(user('ada'));
  scene.start('t1');
  scene.later(30_000);
  assert.deepEqual([ada()?.state, ada()?.missed], ['online', 1]);
  scene.start('t2');
  answers(scene, 'ada', 'conversation.accept', 't2');
  assert.equal(ada()?.missed, 0);
  scene.start('t3');
  scene.start('t4');
  const effects = scene.later(30_000);
  assert.deepEqual([ada()?.state, ada()?.reason], ['away', 'no-answer']);
  assert.deepEqual(
    effects.find((effect) => effect.type === 'agent.remember'),
    {
      type: 'agent.remember',
      user: 'ada',
      state: 'away',
      reason: 'no-answer',
      since: scene.now,
      chosen: { state: 'away', reason: 'no-answer' },
    },
  );
  scene.do({ type: 'agent.chose', user: user('ada'), state: 'online' });
  assert.deepEqual([ada()?.state, ada()?.reason], ['online', null]);
});

test('[C25] one that rings may be taken by hand by another, and leaves the queue with its visitor', () => {
  const scene = new Scene().skills({}, {}, ring).online('ada', 1).online('ben', 1);
  scene.start('t1');
  assert.equal(refusalOf(answers(scene, 'ben', 'conversation.accept')), null);
  assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['ben', null]);
  scene.start('t2');
  assert.equal(ringsAt(scene, 't2'), 'ada');
  scene.do({ type: 'conversation.end', id: conversationId('t2'), by: 'visitor' });
  assert.equal(scene.desk.agents.get(user('ada'))?.ringing, 0);
});

test('[C25] it rings at the next agent who comes if nobody is there to hear', () => {
  const scene = new Scene().skills({}, {}, ring).online('ada', 1);
  scene.start('t1');
  scene.do({ type: 'agent.disconnected', user: user('ada') });
  assert.equal(ringsAt(scene), null);
  scene.do({ type: 'agent.connected', profile: profile('ada', 1) });
  assert.equal(ringsAt(scene), 'ada', 'a lost line is no refusal');
});

test('[C25] a skill has a mode of its own; one to be picked waits, whoever is free', () => {
  const scene = new Scene()
    .skills({}, { leads: { mode: 'pick' }, calls: { mode: 'ring' } })
    .online('ada', 3);
  scene.start('t1', 'leads');
  scene.start('t2', 'calls');
  scene.start('t3');
  assert.deepEqual(
    [scene.status('t1'), ringsAt(scene), ringsAt(scene, 't2'), scene.owner('t3')],
    ['waiting', null, 'ada', 'ada'],
  );
  answers(scene, 'ada', 'conversation.accept', 't1');
  assert.equal(scene.owner('t1'), 'ada');
});
