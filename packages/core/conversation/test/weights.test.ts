// Heavy conversations take several places, and a returning visitor comes to the agent they know.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { refusalOf, Scene, skillId, conversationId, user } from './desk.test-support.ts';

const weigh = (scene: Scene, conversation: string, by: string | null, weight: number) =>
  refusalOf(
    scene.do({
      type: 'conversation.weigh',
      id: conversationId(conversation),
      user: by === null ? null : user(by),
      weight,
    }),
  );
const load = (scene: Scene, name: string) => scene.desk.agents.get(user(name))?.load;

test('[C26] a heavy conversation takes several places; only its owner or a manager sets that', () => {
  const scene = new Scene().online('ada', 3);
  scene.start('t1');
  assert.equal(weigh(scene, 't1', 'ben', 2), 'conversation.not_yours');
  assert.equal(weigh(scene, 't1', 'ada', 3), null);
  assert.equal(load(scene, 'ada'), 3);
  scene.start('t2');
  assert.equal(scene.status('t2'), 'waiting');
  assert.equal(weigh(scene, 't2', null, 2), 'conversation.not_yours', 'it is nobody’s yet');
  assert.equal(weigh(scene, 't1', null, 2), null);
  assert.equal(scene.owner('t2'), 'ada', 'there is a place again');
});

test('[C26] it goes to an agent with its places, or with nothing else; back in the queue it is light again', () => {
  const scene = new Scene().online('ada', 3);
  scene.start('t1');
  weigh(scene, 't1', 'ada', 3);
  scene.online('ben', 2).start('t2');
  const hand = (to: string) =>
    refusalOf(
      scene.do({
        type: 'conversation.transfer',
        id: conversationId('t1'),
        user: user('ada'),
        destination: { to: 'agent', user: user(to) },
      }),
    );
  assert.equal(scene.owner('t2'), 'ben');
  assert.equal(hand('ben'), 'agent.no_room');
  scene.online('cy', 1);
  assert.equal(hand('cy'), null);
  assert.equal(scene.desk.agents.get(user('cy'))?.ringing, 3);
  scene.do({
    type: 'conversation.transfer',
    id: conversationId('t1'),
    user: user('ada'),
    destination: { to: 'queue' },
  });
  assert.equal(scene.desk.conversations.get(conversationId('t1'))?.weight, 1);
});

test('[CX13.4] an agent who speaks is given nothing, and what rings at them stops, until they are done', () => {
  const scene = new Scene().online('ada', 3);
  scene.start('t1');
  const speaks = (isSpeaking: boolean) =>
    scene.do({ type: 'agent.speaks', user: user('ada'), isSpeaking });
  speaks(true);
  assert.equal(scene.desk.availability.skills['*']?.free, 0);
  scene.start('t2');
  assert.deepEqual([scene.owner('t1'), scene.status('t2')], ['ada', 'waiting']);
  speaks(false);
  assert.equal(scene.owner('t2'), 'ada');
  scene.online('ben', 2);
  scene.do({
    type: 'conversation.transfer',
    id: conversationId('t1'),
    user: user('ada'),
    destination: { to: 'agent', user: user('ben') },
  });
  assert.equal(scene.desk.agents.get(user('ben'))?.ringing, 1);
  scene.do({ type: 'agent.speaks', user: user('ben'), isSpeaking: true });
  assert.equal(scene.desk.agents.get(user('ben'))?.ringing, 0);
});

test('[C26] a returning visitor comes to the agent who answered them last, if that one may be given it', () => {
  const scene = new Scene()
    .skills({ ben: { returns: 5 } }, { returns: {}, sales: { sameAgent: false } })
    .online('ada', 2)
    .online('ben', 2)
    .online('cy', 3);
  const comes = (name: string, known: string, skill: string | null = null) => {
    scene.do({
      type: 'conversation.start',
      id: conversationId(name),
      skill: skill === null ? null : skillId(skill),
      known: user(known),
    });
    return scene.owner(name);
  };
  assert.equal(comes('t1', 'cy'), 'cy');
  assert.equal(comes('t2', 'cy'), 'cy', 'though others have fewer');
  assert.equal(comes('t3', 'ada', 'returns'), 'ben', 'ada does not have it');
  assert.equal(comes('t4', 'cy', 'sales'), 'ada', 'the skill does not allow it');
  scene.do({ type: 'agent.chose', user: user('cy'), state: 'away' });
  assert.notEqual(comes('t5', 'cy'), 'cy', 'nobody waits for them');
});

test('[CX27.5] with its call, a conversation goes to a colleague who has no other place; not from somebody else', () => {
  const scene = new Scene().online('ada', 3);
  scene.start('t1');
  scene.online('ben', 1);
  const hand = (from: string, to: string) =>
    refusalOf(
      scene.do({
        ...{ type: 'conversation.hand-over', id: conversationId('t1') },
        ...{ from: user(from), to: user(to) },
      }),
    );
  scene.do({ type: 'agent.speaks', user: user('ben'), isSpeaking: true });
  assert.equal(hand('cy', 'ben'), 'conversation.not_yours');
  assert.equal(hand('ada', 'nobody'), 'agent.no_room');
  assert.equal(scene.owner('t1'), 'ada');
  assert.equal(hand('ada', 'ben'), null);
  assert.deepEqual([scene.owner('t1'), load(scene, 'ada'), load(scene, 'ben')], ['ben', 0, 1]);
  assert.equal(hand('ada', 'ben'), null, 'it is theirs already');
  const transfer = {
    type: 'conversation.transfer',
    ...{ id: conversationId('t1'), user: user('ben') },
    destination: { to: 'queue' },
  } as const;
  scene.do({ type: 'agent.speaks', user: user('ada'), isSpeaking: true });
  scene.do(transfer);
  assert.equal(hand('ada', 'ben'), 'conversation.not_yours', 'he gave it away');
  assert.equal(hand('ben', 'ada'), null, 'nobody has it');
  assert.equal(scene.owner('t1'), 'ada');
});

test('[CX27.5] with its call, a conversation goes to nobody who is gone for long, or disabled', () => {
  const scene = new Scene().online('ada', 3);
  scene.start('t1');
  scene.online('ben', 1);
  const hand = () =>
    refusalOf(
      scene.do({
        ...{ type: 'conversation.hand-over', id: conversationId('t1') },
        ...{ from: user('ada'), to: user('ben') },
      }),
    );
  scene.do({ type: 'agent.disconnected', user: user('ben') });
  scene.later(conversationLimits.agentGraceMs);
  assert.equal(hand(), 'agent.absent');
  assert.equal(scene.owner('t1'), 'ada');
  scene.online('ben', 1);
  const profile = scene.desk.agents.get(user('ben'))?.profile ?? assert.fail();
  scene.do({ type: 'agent.changed', profile, disabled: true });
  assert.equal(hand(), 'agent.no_room');
  scene.do({ type: 'agent.changed', profile, disabled: false });
  assert.equal(hand(), null);
});
