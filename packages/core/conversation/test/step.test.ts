// The life of a conversation at a desk, case by case.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { nextDeadline } from '../deadlines.ts';
import {
  chat,
  decision,
  profile,
  refusalOf,
  Scene,
  startedAt,
  conversationId,
  user,
} from './desk.test-support.ts';

const graceMs = conversationLimits.agentGraceMs;
const { visitorGraceMs } = conversationLimits;

test('[C7] the least loaded online agent with room gets the next, then the one idle longest', () => {
  const scene = new Scene().online('ada', 3).online('ben', 3).online('cy', 3);
  for (const name of ['t1', 't2', 't3', 't4']) {
    scene.later(1);
    scene.start(name);
  }
  assert.deepEqual(
    ['t1', 't2', 't3', 't4'].map((name) => scene.owner(name)),
    ['ada', 'ben', 'cy', 'ada'],
  );
  scene.later(1);
  scene.do({ type: 'conversation.drop', id: conversationId('t2'), user: user('ben') });
  scene.do({ type: 'conversation.drop', id: conversationId('t3'), user: user('cy') });
  scene.start('t5');
  assert.equal(scene.owner('t5'), 'ben', 'both are free; ben has been idle longer');
});

for (const state of ['back-soon', 'away', 'offline'] as const) {
  test(`[C7] an agent who is ${state} gets nothing new and keeps what they have`, () => {
    const scene = new Scene().online('ada');
    scene.start('t1');
    scene.do({ type: 'agent.chose', user: user('ada'), state });
    scene.start('t2');
    assert.deepEqual([scene.owner('t1'), scene.status('t2')], ['ada', 'waiting']);
    scene.do({ type: 'agent.chose', user: user('ada'), state: 'online' });
    assert.equal(scene.owner('t2'), 'ada');
  });
}

test('[C7] a skill goes to those who have it, one that nobody has to anybody; a wrap-up takes room until it ends', () => {
  const scene = new Scene()
    .skills({ ada: { returns: 3 }, ben: { sales: 3 } })
    .online('ada', 1)
    .online('ben', 1);
  scene.start('t1', 'sales');
  scene.start('t2', 'sales');
  assert.deepEqual([scene.owner('t1'), scene.status('t2')], ['ben', 'waiting']);
  scene.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ben') });
  assert.deepEqual([scene.status('t1'), scene.status('t2')], ['wrap-up', 'waiting']);
  scene.later(conversationLimits.wrapUpMs);
  assert.deepEqual([scene.status('t1'), scene.owner('t2')], ['ended', 'ben']);
  scene.start('t3', 'voice');
  assert.equal(scene.owner('t3'), 'ada');
});

test('[C8] places in the queue are reported as they change, 1 is next', () => {
  const scene = new Scene().online('ada', 1);
  scene.start('t0');
  for (const name of ['t1', 't2', 't3']) {
    scene.later(1);
    scene.start(name);
  }
  assert.deepEqual(
    [...scene.desk.places.values()].map(({ position }) => position),
    [1, 2, 3],
  );
  const effects = scene.do({ type: 'conversation.end', id: conversationId('t2'), by: 'visitor' });
  const moved = effects.find((effect) => effect.type === 'queue.moved');
  assert.deepEqual(
    [...(moved?.places ?? [])].map(([id, { position }]) => [id, position]),
    [[conversationId('t3'), 2]],
  );
});

test('[C8] a full queue refuses the next, and accepts one again when one has left', () => {
  const scene = new Scene();
  for (let index = 0; index < conversationLimits.waiting; index += 1) scene.start(`t${index}`);
  assert.equal(refusalOf(scene.start('more')), 'queue.full');
  scene.do({ type: 'conversation.end', id: conversationId('t7'), by: 'visitor' });
  assert.equal(refusalOf(scene.start('more')), null);
});

test('[C9] an agent who vanishes keeps their conversations for the grace period, then they return to their old place', () => {
  const scene = new Scene().online('ada', 1);
  scene.start('t1');
  scene.later(1000);
  scene.start('t2');
  scene.do({ type: 'agent.disconnected', user: user('ada') });
  assert.equal(nextDeadline(scene.desk), scene.now + graceMs);
  scene.later(graceMs - 1);
  assert.equal(scene.owner('t1'), 'ada');
  const effects = scene.later(1);
  assert.deepEqual(scene.queue(), [conversationId('t1'), conversationId('t2')]);
  assert.deepEqual(effects.find((effect) => effect.type === 'conversation.changed')?.notes, [
    { type: 'returned', agent: 'ADA' },
  ]);
  assert.equal(scene.desk.agents.get(user('ada'))?.state, 'offline');
  scene.online('ben', 1);
  assert.equal(scene.owner('t1'), 'ben');
});

test('[C9] an agent who comes back within the grace period has lost nothing, and gets nothing new meanwhile', () => {
  const scene = new Scene().online('ada');
  scene.start('t1');
  scene.do({ type: 'agent.disconnected', user: user('ada') });
  scene.start('t2');
  assert.equal(scene.status('t2'), 'waiting');
  scene.later(graceMs - 1);
  scene.do({ type: 'agent.connected', profile: profile('ada') });
  scene.later(graceMs);
  assert.deepEqual([scene.owner('t1'), scene.owner('t2')], ['ada', 'ada']);
});

test('[C9] an agent who comes back later gets their chosen state, and one who never chose stays offline', () => {
  const scene = new Scene().online('ada');
  const absence = () => {
    scene.do({ type: 'agent.disconnected', user: user('ada') });
    scene.later(graceMs);
    assert.equal(scene.desk.agents.get(user('ada'))?.state, 'offline');
    scene.start(`t${scene.now}`);
    scene.do({ type: 'agent.connected', profile: profile('ada') });
    return scene.desk.agents.get(user('ada'));
  };
  assert.equal(absence()?.state, 'online');
  assert.equal(scene.queue().length, 0);
  scene.do({ type: 'agent.chose', user: user('ada'), state: 'away', reason: 'Lunch' });
  const { state, reason } = absence() ?? {};
  assert.deepEqual([state, reason], ['away', 'Lunch']);
  scene.do({ type: 'agent.chose', user: user('ada'), state: 'offline' });
  assert.equal(absence()?.state, 'offline');
  scene.do({ type: 'agent.connected', profile: profile('ben') });
  scene.do({ type: 'agent.connected', profile: profile('ben') });
  assert.equal(scene.desk.agents.get(user('ben'))?.state, 'offline');
});

test('[C9] an agent whose account is disabled loses everything at once; one whose room shrinks keeps it', () => {
  const scene = new Scene().online('ada', 2).online('ben', 0);
  scene.start('t1');
  scene.start('t2');
  scene.do({ type: 'agent.changed', profile: profile('ada', 1), disabled: false });
  assert.deepEqual([scene.owner('t1'), scene.owner('t2')], ['ada', 'ada']);
  scene.do({ type: 'agent.changed', profile: profile('ada', 1), disabled: true });
  assert.deepEqual([scene.status('t1'), scene.status('t2')], ['waiting', 'waiting']);
});

test('[C22] a waiting visitor who is gone for the grace period leaves the queue; one who comes back does not', () => {
  const scene = new Scene().online('ada', 0);
  for (const name of ['t1', 't2', 't3']) scene.start(name);
  const visitor = (type: 'contact.here' | 'contact.gone', name: string) =>
    scene.do({ type, id: conversationId(name) });
  visitor('contact.gone', 't1');
  visitor('contact.gone', 't2');
  scene.later(visitorGraceMs - 1);
  visitor('contact.here', 't2');
  assert.deepEqual(scene.queue(), ['t1', 't2', 't3'].map(conversationId));
  const effects = scene.later(1);
  assert.deepEqual(scene.queue(), ['t2', 't3'].map(conversationId));
  const left = effects.find((effect) => effect.type === 'conversation.changed');
  assert.deepEqual(
    [left?.conversation.id, left?.conversation.status, left?.notes],
    [conversationId('t1'), 'ended', [{ type: 'abandoned' }]],
  );
  const moved = effects.find((effect) => effect.type === 'queue.moved');
  assert.deepEqual(moved?.places.get(conversationId('t2'))?.position, 1);
  scene.later(10 * visitorGraceMs);
  assert.deepEqual(scene.queue(), ['t2', 't3'].map(conversationId));
});

test('[C22] a visitor who is gone keeps an answered conversation, and has the whole grace period back in the queue', () => {
  const scene = new Scene().online('ada', 1);
  scene.start('t1');
  scene.do({ type: 'contact.gone', id: conversationId('t1') });
  scene.later(2 * visitorGraceMs);
  assert.equal(scene.status('t1'), 'active');
  scene.do({
    type: 'conversation.transfer',
    id: conversationId('t1'),
    user: user('ada'),
    destination: { to: 'queue' },
  });
  scene.later(visitorGraceMs - 1);
  assert.equal(scene.status('t1'), 'waiting');
  scene.later(1);
  assert.equal(scene.status('t1'), 'ended');
});

test('[C22] after a restart waiting visitors have the grace period to come back', () => {
  const scene = new Scene();
  const waiting = (name: string) => ({
    ...chat,
    id: conversationId(name),
    skill: null,
    weight: 1,
    standing: 0,
    status: 'waiting' as const,
    agent: null,
    queuedAt: startedAt - 5,
    waitingSince: startedAt - 5,
    wrapUpSince: null,
    joined: [],
  });
  scene.do({ type: 'restore', agents: [], conversations: [waiting('t1'), waiting('t2')] });
  scene.do({ type: 'contact.here', id: conversationId('t2') });
  scene.later(visitorGraceMs);
  assert.deepEqual(scene.queue(), [conversationId('t2')]);
});

test('[C10] what an agent puts back into the queue goes to another, or to them by their own choice', () => {
  const scene = new Scene().online('ada', 2);
  scene.start('t1');
  scene.do({
    type: 'conversation.transfer',
    id: conversationId('t1'),
    user: user('ada'),
    destination: { to: 'queue' },
  });
  assert.equal(scene.status('t1'), 'waiting');
  assert.equal(
    refusalOf(
      scene.do({ type: 'conversation.accept', id: conversationId('t1'), user: user('ada') }),
    ),
    null,
  );
  assert.equal(scene.owner('t1'), 'ada');
  scene.do({
    type: 'conversation.transfer',
    id: conversationId('t1'),
    user: user('ada'),
    destination: { to: 'queue' },
  });
  scene.online('ben');
  assert.equal(scene.owner('t1'), 'ben');
  assert.equal(
    refusalOf(
      scene.do({ type: 'conversation.accept', id: conversationId('t1'), user: user('ada') }),
    ),
    'conversation.not_yours',
  );
});

test('[C11] an end by the visitor leaves the agent a wrap-up; reopened it is active again with the same agent', () => {
  const scene = new Scene().online('ada', 1).online('ben', 1);
  scene.start('t1');
  scene.do({ type: 'conversation.end', id: conversationId('t1'), by: 'visitor' });
  assert.equal(scene.status('t1'), 'wrap-up');
  const reopen = (by: string) =>
    refusalOf(
      scene.do({
        type: 'conversation.reopen',
        id: conversationId('t1'),
        skill: null,
        user: user(by),
      }),
    );
  assert.equal(reopen('ben'), 'conversation.not_yours');
  assert.equal(reopen('ada'), null);
  assert.equal(scene.status('t1'), 'active');
  scene.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ada') });
  scene.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ada') });
  assert.equal(scene.status('t1'), 'ended');
  assert.equal(reopen('ben'), null);
  assert.equal(scene.owner('t1'), 'ben');
  assert.equal(
    refusalOf(
      scene.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ada') }),
    ),
    'conversation.not_yours',
  );
});

test('[C11] one reopened at the instant its wrap-up lapses is reported as active', () => {
  const scene = new Scene().online('ada', 1);
  scene.start('t1');
  scene.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ada') });
  scene.now += conversationLimits.wrapUpMs;
  const effects = scene.do({
    type: 'conversation.reopen',
    id: conversationId('t1'),
    skill: null,
    user: user('ada'),
  });
  const told = effects.find((effect) => effect.type === 'conversation.changed');
  assert.deepEqual([told?.conversation.status, told?.conversation.agent], ['active', 'ada']);
});

test('[C11] reopening requires room', () => {
  const scene = new Scene().online('ada', 1);
  scene.start('t1');
  assert.equal(
    refusalOf(
      scene.do({
        type: 'conversation.reopen',
        id: conversationId('old'),
        skill: null,
        user: user('ada'),
      }),
    ),
    'agent.no_room',
  );
});

test('[C12] [O1] availability counts free places and present agents, by skill, under a rising version', () => {
  const scene = new Scene();
  const seen = () => scene.desk.availability.skills;
  scene
    .skills({ ada: { sales: 3 } })
    .online('ada', 2)
    .online('ben', 1);
  const [all, sales] = [
    { free: 3, online: 2, waitS: 0 },
    { free: 2, online: 1, waitS: 0 },
  ];
  assert.deepEqual(seen(), { '*': all, sales });
  const before = scene.desk.availability.version;
  scene.start('t1', 'sales');
  assert.deepEqual(seen()['*'], { ...all, free: 2 });
  scene.do({ type: 'agent.disconnected', user: user('ada') });
  assert.equal(seen()['*']?.online, 1);
  assert.ok(scene.desk.availability.version > before);
  assert.deepEqual(scene.do({ type: 'time' }), [], 'nothing changed, nothing is told');
});

test('[O3] an offer without a held place goes to a free agent, and queues if none is free', () => {
  const scene = new Scene().online('ada', 1);
  const until = scene.now + 30_000;
  const held = scene.do({ type: 'hold', decision: decision('d1'), skill: null, until });
  assert.equal(refusalOf(held), null);
  scene.start('t1');
  assert.equal(scene.status('t1'), 'active', 'a hold never keeps a place from a visitor');
  scene.start('t2');
  assert.equal(scene.status('t2'), 'waiting');
});

test('[C12] [O2] a hold takes a place from other offers until released or lapsed, never from a visitor who waits', () => {
  const scene = new Scene().online('ada', 1);
  const hold = (name: string) =>
    refusalOf(
      scene.do({ type: 'hold', decision: decision(name), skill: null, until: scene.now + 30_000 }),
    );
  assert.equal(hold('d1'), null);
  assert.equal(hold('d1'), null, 'the same again is the same place');
  assert.equal(hold('d2'), 'agent.no_room');
  scene.do({ type: 'release', decision: decision('d1') });
  assert.equal(hold('d2'), null);
  scene.later(30_000);
  assert.equal(scene.desk.availability.skills['*']?.free, 1);
  assert.equal(hold('d3'), null);
  scene.start('t1');
  assert.equal(scene.owner('t1'), 'ada');
});

test('[C13] after a restart the desk is as it was stored, and agents have the grace period to come back', () => {
  const scene = new Scene();
  const conversation = (name: string, status: 'active' | 'waiting', queuedAt: number) => ({
    ...chat,
    id: conversationId(name),
    skill: null,
    weight: 1,
    standing: 0,
    status,
    agent: status === 'active' ? user('ada') : null,
    queuedAt,
    waitingSince: null,
    wrapUpSince: null,
    joined: [],
  });
  const online = { state: 'online', reason: null } as const;
  const agents = [
    { profile: profile('ada', 1), ...online, since: startedAt - 9, chosen: online },
  ] as const;
  scene.do({
    type: 'restore',
    agents,
    conversations: [
      conversation('t1', 'active', startedAt - 5),
      conversation('t2', 'waiting', startedAt - 4),
    ],
  });
  assert.deepEqual([scene.owner('t1'), scene.status('t2')], ['ada', 'waiting']);
  scene.later(graceMs);
  assert.deepEqual(scene.queue(), [conversationId('t1'), conversationId('t2')]);
  scene.do({ type: 'agent.connected', profile: profile('ada', 1) });
  assert.equal(scene.owner('t1'), 'ada');
});
