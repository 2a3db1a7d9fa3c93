// Visitors who wait to speak: their conversation rings as a call, whatever the mode of its skill.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { conversationId, refusalOf, Scene, user } from './desk.test-support.ts';

const id = conversationId('t1');
const calls = (scene: Scene) =>
  scene.do({ type: 'conversation.start', id, skill: null, speaks: true });
const ringsAt = ({ desk }: Scene) => desk.conversations.get(id)?.ring?.user ?? null;

test('[CX17] a call rings where conversations are assigned at once, and who does not answer is away', () => {
  const scene = new Scene().skills({}, {}, { misses: 1 }).online('ada').online('ben');
  calls(scene);
  assert.deepEqual([scene.status('t1'), ringsAt(scene)], ['waiting', 'ada']);
  scene.later(30_000);
  assert.equal(scene.desk.agents.get(user('ada'))?.state, 'away');
  assert.equal(ringsAt(scene), 'ben');
  scene.do({ type: 'conversation.accept', id, user: user('ben') });
  assert.deepEqual([scene.owner('t1'), scene.status('t1')], ['ben', 'active']);
});

test('[CX17] it rings at nobody who is in a call', () => {
  const scene = new Scene().online('ada', 5);
  scene.do({ type: 'agent.speaks', user: user('ada'), isSpeaking: true });
  calls(scene);
  assert.equal(ringsAt(scene), null);
  scene.do({ type: 'agent.speaks', user: user('ada'), isSpeaking: false });
  assert.equal(ringsAt(scene), 'ada');
});

test('[CX17] it rings at no program, however much room it has', () => {
  const scene = new Scene();
  const bot = { user: user('bot'), name: 'Bot', kind: 'program', room: 50 } as const;
  scene.do({ type: 'agent.connected', profile: bot });
  scene.do({ type: 'agent.chose', user: bot.user, state: 'online' });
  calls(scene);
  assert.equal(ringsAt(scene), null);
  // A chat behind it does not wait for a person.
  scene.start('t2');
  assert.equal(scene.owner('t2'), 'bot');
  scene.online('ada');
  assert.equal(ringsAt(scene), 'ada');
});

test('[CX16.3] programs are online, and cannot speak', () => {
  const scene = new Scene();
  const bot = { user: user('bot'), name: 'Bot', kind: 'program', room: 50 } as const;
  scene.do({ type: 'agent.connected', profile: bot });
  scene.do({ type: 'agent.chose', user: bot.user, state: 'online' });
  const told = () => {
    const { online, people } = scene.desk.availability.skills['*'] ?? { online: null };
    return [online, people];
  };
  assert.deepEqual(told(), [1, 0]);
  scene.online('ada');
  assert.deepEqual(told(), [2, 1]);
  scene.do({ type: 'agent.chose', user: bot.user, state: 'away' });
  assert.deepEqual(told(), [1, undefined]);
});

test('[CX17] a visitor who goes on in writing is assigned as any other', () => {
  const scene = new Scene().online('ada');
  calls(scene);
  scene.do({ type: 'conversation.write', id });
  assert.deepEqual([scene.owner('t1'), ringsAt(scene)], ['ada', null]);
  // Nothing more changes, not even a ring of another mode.
  assert.deepEqual(scene.do({ type: 'conversation.write', id }), []);
});

test('[CX17] who hangs up while they wait has abandoned it; once it is accepted they cannot', () => {
  const scene = new Scene().online('ada');
  calls(scene);
  const effects = scene.do({ type: 'conversation.abandon', id });
  const changed = effects.find((effect) => effect.type === 'conversation.changed');
  assert.deepEqual(changed?.notes, [{ type: 'abandoned' }]);
  assert.deepEqual([scene.status('t1'), scene.desk.agents.get(user('ada'))?.ringing], ['ended', 0]);
  calls(scene);
  scene.do({ type: 'conversation.accept', id, user: user('ada') });
  assert.equal(refusalOf(scene.do({ type: 'conversation.abandon', id })), 'request.conflict');
});

test('[CB5] who is to be called back waits without being here, at the old place, and rings as a call', () => {
  const scene = new Scene();
  scene.start('t2');
  scene.start('t3');
  const back = { type: 'conversation.call-back', id, skill: null, known: user('ben') } as const;
  const channel = webChannel;
  scene.do({ ...back, channel, queuedAt: 0 });
  scene.do({ type: 'contact.gone', id });
  scene.later(3_600_000);
  assert.equal(scene.status('t1'), 'waiting');
  scene.online('ada', 1);
  assert.equal(ringsAt(scene), 'ada');
  scene.do({ type: 'conversation.accept', id, user: user('ada') });
  assert.deepEqual([scene.owner('t1'), scene.status('t1')], ['ada', 'active']);
  // What an agent has is not taken from them.
  assert.equal(refusalOf(scene.do({ ...back, channel, queuedAt: 0 })), 'request.conflict');
});

test('[CB5] who was called back is not to be called by whoever has the conversation next', () => {
  const scene = new Scene().online('ada');
  const back = { type: 'conversation.call-back', id, skill: null, known: null } as const;
  scene.do({ ...back, channel: webChannel, queuedAt: 0 });
  scene.do({ type: 'conversation.accept', id, user: user('ada') });
  const effects = scene.do({ type: 'conversation.called', id });
  const changed = effects.find((effect) => effect.type === 'conversation.changed');
  assert.equal(changed?.conversation.callsBack, false);
  // They speak until the call is over.
  assert.equal(scene.desk.conversations.get(id)?.speaks, true);
  assert.deepEqual(scene.do({ type: 'conversation.called', id }), []);
});
