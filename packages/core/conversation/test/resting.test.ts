// Conversations whose other side may answer tomorrow: they rest, return, and close.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { nextDeadline } from '../deadlines.ts';
import type { DeskEffect } from '../desk.ts';
import { openDesk } from '../desk.ts';
import { step } from '../step.ts';
import { conversationId, profile, refusalOf, Scene, user } from './desk.test-support.ts';

const sms = ChannelId.parse('sms');
const hourMs = 3_600_000;
const rules = { reach: 'asynchronous', closesAfterMs: 24 * hourMs, places: { text: 1 } } as const;

function scene(places = 1): Scene {
  const made = new Scene();
  const channels = new Map([[sms, { ...rules, places: { text: places } }]]);
  made.do({ type: 'channels.changed', channels });
  return made;
}

const begin = (of: Scene, name: string) =>
  of.do({ type: 'conversation.start', id: conversationId(name), channel: sms, skill: null });
const answer = (of: Scene, name: string, who = 'ada') =>
  of.do({ type: 'conversation.answered', id: conversationId(name), user: user(who) });
const write = (of: Scene, name: string) =>
  of.do({ type: 'conversation.return', id: conversationId(name) });
const notesIn = (effects: readonly DeskEffect[]) =>
  effects.flatMap((each) => (each.type === 'conversation.changed' ? each.notes : []));
const load = (of: Scene, who = 'ada') => of.desk.agents.get(user(who))?.load;

test('[CR1] one waits without a grace period, even with nobody there', () => {
  const of = scene();
  begin(of, 't1');
  of.do({ type: 'contact.gone', id: conversationId('t1') });
  assert.equal(nextDeadline(of.desk), null);
  of.later(48 * hourMs);
  assert.equal(of.status('t1'), 'waiting');
  of.online('ada');
  assert.equal(of.owner('t1'), 'ada');
});

test('[CR2] once answered it rests: it is its agent’s and takes no place, so another can be assigned', () => {
  const of = scene().online('ada', 1);
  begin(of, 't1');
  begin(of, 't2');
  assert.deepEqual([of.status('t1'), of.status('t2')], ['active', 'waiting']);
  const effects = answer(of, 't1');
  assert.deepEqual([of.status('t1'), of.owner('t1')], ['resting', 'ada']);
  assert.deepEqual([of.owner('t2'), load(of)], ['ada', 1]);
  assert.ok(effects.some((each) => each.type === 'conversation.handled'));
  assert.equal(refusalOf(answer(of, 't1', 'ben')), 'conversation.not_yours');
});

test('a live conversation stays active when it is answered', () => {
  const of = scene().online('ada');
  of.start('t1');
  answer(of, 't1');
  assert.equal(of.status('t1'), 'active');
  write(of, 't1');
  assert.equal(of.status('t1'), 'active');
});

test('[CR3] it returns to its agent if they have room', () => {
  const of = scene().online('ada').online('ben');
  begin(of, 't1');
  answer(of, 't1');
  of.later(hourMs);
  const effects = write(of, 't1');
  assert.deepEqual([of.status('t1'), of.owner('t1'), load(of)], ['active', 'ada', 1]);
  assert.deepEqual(notesIn(effects), [], 'nothing is new to anybody');
});

test('[CR3] if they have none it goes to an agent who has, and to them first once they have room', () => {
  const of = scene().online('ada', 1);
  begin(of, 't1');
  answer(of, 't1');
  begin(of, 't2');
  of.later(hourMs);
  assert.deepEqual(notesIn(write(of, 't1')), [{ type: 'returned', agent: 'ADA' }]);
  assert.deepEqual(
    [of.status('t1'), of.desk.conversations.get(conversationId('t1'))?.queuedAt],
    ['waiting', of.now],
  );
  answer(of, 't2');
  assert.equal(of.owner('t1'), 'ada');
  answer(of, 't1');
  of.do({ type: 'agent.chose', user: user('ada'), state: 'away' });
  of.online('ben');
  write(of, 't1');
  assert.equal(of.owner('t1'), 'ben');
});

test('[CR4] it closes after its contact was silent for the channel’s time, counted from the last answer', () => {
  const of = scene().online('ada');
  begin(of, 't1');
  answer(of, 't1');
  of.later(hourMs);
  answer(of, 't1');
  assert.equal(nextDeadline(of.desk), of.now + 23 * hourMs, 'the instant named first');
  of.later(23 * hourMs);
  assert.equal(of.status('t1'), 'resting');
  assert.equal(nextDeadline(of.desk), of.now + hourMs);
  const effects = of.later(hourMs);
  assert.deepEqual(notesIn(effects), [{ type: 'ended', by: 'system' }]);
  assert.equal(of.status('t1'), 'ended');
  const [changed] = effects.filter((each) => each.type === 'conversation.changed');
  assert.equal(changed?.conversation.agent, 'ada', 'whose it was');
  assert.equal(nextDeadline(of.desk), null);
});

test('[CR4] a changed time of the channel applies to those already resting', () => {
  const of = scene().online('ada');
  begin(of, 't1');
  answer(of, 't1');
  of.later(2 * hourMs);
  const channels = new Map([[sms, { ...rules, closesAfterMs: 3 * hourMs }]]);
  of.do({ type: 'channels.changed', channels });
  assert.equal(nextDeadline(of.desk), of.now + hourMs);
});

test('[CR8] a resting one is ended, taken and handed on by hand, without ringing', () => {
  const of = scene().online('ada').online('ben');
  for (const name of ['t1', 't2', 't3']) {
    begin(of, name);
    answer(of, name, of.owner(name) ?? '');
  }
  const [first, second, third] = ['t1', 't2', 't3'].map((name) => conversationId(name));
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const owner = user(of.owner('t1') ?? '');
  const other = user(owner === 'ada' ? 'ben' : 'ada');
  assert.equal(
    refusalOf(of.do({ type: 'conversation.finish', id: first, user: other })),
    'conversation.not_yours',
  );
  of.do({ type: 'conversation.finish', id: first, user: owner });
  assert.equal(of.status('t1'), 'ended');
  const taker = user(of.owner('t2') === 'ada' ? 'ben' : 'ada');
  of.do({ type: 'conversation.take-over', id: second, user: taker });
  assert.deepEqual([of.status('t2'), of.owner('t2')], ['active', taker]);
  const giver = user(of.owner('t3') ?? '');
  const destination = { to: 'queue' } as const;
  of.do({ type: 'conversation.transfer', id: third, user: giver, destination });
  assert.deepEqual([of.status('t3'), of.owner('t3')], ['resting', null]);
  write(of, 't3');
  assert.equal(of.status('t3'), 'active', 'of whoever has room');
});

test('[CR5] a conversation takes the places that its channel sets', () => {
  const of = scene(2).online('ada', 3);
  begin(of, 't1');
  begin(of, 't2');
  assert.deepEqual([of.owner('t1'), of.status('t2'), load(of)], ['ada', 'waiting', 2]);
  of.start('t3');
  assert.equal(of.owner('t3'), 'ada', 'a light one fits');
});

test('[CR7] a message of the contact during wrap-up makes it active again', () => {
  const of = scene().online('ada');
  begin(of, 't1');
  of.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ada') });
  assert.equal(of.status('t1'), 'wrap-up');
  assert.deepEqual(notesIn(write(of, 't1')), [{ type: 'reopened' }]);
  assert.deepEqual([of.status('t1'), of.owner('t1')], ['active', 'ada']);
});

test('[CR6] after a restart resting ones rest, and close at their instant', () => {
  const now = 1_790_000_000_000;
  const desk = openDesk(now);
  step(desk, { type: 'channels.changed', channels: new Map([[sms, rules]]) }, now);
  const agents = [
    {
      profile: profile('ada'),
      ...({ state: 'offline', reason: null, since: now, chosen: null } as const),
    },
  ];
  const conversation = {
    ...{ id: conversationId('t1'), channel: sms, skill: null, weight: 1, standing: 0 },
    ...({ status: 'resting', agent: user('ada'), joined: [] } as const),
    ...{ queuedAt: now - hourMs, waitingSince: null, wrapUpSince: null },
    restingSince: now - hourMs,
  };
  step(desk, { type: 'restore', agents, conversations: [conversation] }, now);
  assert.equal(desk.agents.get(user('ada'))?.load, 0);
  assert.equal(nextDeadline(desk), now + 23 * hourMs);
  step(desk, { type: 'time' }, now + 23 * hourMs);
  assert.equal(desk.resting.size, 0);
});

test('[FE3] beyond the most that rest without an agent, one that is begun elsewhere ends at once', () => {
  const of = scene().online('ada');
  const restingOnes = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      of.do({
        ...{ type: 'conversation.rest', id: conversationId(`r${at}`), channel: sms, skill: null },
      }),
    );
  const last = restingOnes(conversationLimits.restingAlone + 1).at(-1) ?? [];
  assert.equal(of.desk.resting.size, conversationLimits.restingAlone);
  assert.ok(
    last.some(
      (each) => each.type === 'conversation.changed' && each.conversation.status === 'ended',
    ),
  );
  answer(of, 'r0');
  const [effect] = of
    .do({ type: 'conversation.accept', id: conversationId('r0'), user: user('ada') })
    .filter((each) => each.type === 'conversation.changed');
  assert.ok(effect?.type === 'conversation.changed');
  assert.deepEqual(effect.notes, [{ type: 'assigned', agent: 'ADA' }], 'it was nobody’s');
});
