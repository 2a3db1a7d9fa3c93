// Colleagues who are asked to a call, on a real media host: who hears whom in the consultation and after
// it, who may ask whom, and what is kept of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Colleague, SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { AgentClient } from '../../testing/people.test-support.ts';
import {
  type CallStage,
  joins,
  proposes,
  type Side,
  sideOfAgent,
  until,
  withCalls,
} from '../call-stage.test-support.ts';
import {
  asks,
  consulting,
  is,
  listens,
  say,
  type Scene,
  speaking,
} from './consulting.test-support.ts';

const colleague = ({ aside }: SpokenCall): Colleague['is'] | null => aside?.is ?? null;

/** Why a frame about the call itself is refused. */
async function refusal({ inbox }: Side | AgentClient, request: string): Promise<string> {
  const { problem } = await (inbox as Side['inbox']).next(
    'problem',
    (frame) => frame.request === request,
  );
  return problem.code;
}

async function notesOf({ stage }: CallStage, { conversation }: Scene): Promise<string[]> {
  await stage.converse.call.close();
  const page = { after: 0, limit: 100, notes: true };
  const messages = await stage.store.after(stage.account, conversation, page);
  return messages.flatMap(({ body }) => (body.type === 'system' ? body.note.type : []));
}

async function rowOf({ stage, engines }: CallStage) {
  return engines.records.withAccount(stage.account, (sql) =>
    sql.row<{ agent: string; held_s: number; spoke_s: number }>(
      'SELECT agent, held_s, spoke_s FROM calls',
    ),
  );
}

test(
  '[CX27.2] a colleague is asked apart from the customer, who hears music and is heard by nobody',
  withCalls(async (of) => {
    const { ada, ben, id, one, two, three, talkers } = await speaking(of);
    assert.equal(await asks(ada, id, ben.user), null);
    const rings = await until(two, (call) => colleague(call) === 'asked');
    assert.equal(rings.state, 'held');
    assert.equal((await until(three, is('asked'))).aside?.user, ada.user);
    await until(one, is('held'));
    await talkers.visitor.hearing(['music']);
    await talkers.ada.hearing([]);
    three.say({ type: 'call.accept', call: id });
    await joins(three, talkers.ben, id, 'of ben');
    await until(two, (call) => colleague(call) === 'here');
    await talkers.ada.hearing(['ben']);
    await talkers.ben.hearing(['ada']);
    await talkers.visitor.hearing(['music']);
  }),
);

test(
  '[CX27.3] handed over, the colleague has the call and its conversation, and the former agent leaves',
  withCalls(async (of) => {
    const scene = await consulting(of);
    const { ada, ben, id, one, two, three, talkers, conversation } = scene;
    of.stage.advance(40_000);
    say(ada, 'hand-over', id);
    assert.equal((await two.inbox.next('call.over')).reason, 'transferred');
    await talkers.visitor.hearing(['ben']);
    await talkers.ben.hearing(['visitor']);
    await talkers.ada.hearing([]);
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
    assert.equal((await until(three, is('connected'))).leads, true);
    const { desk } = of.stage.converse.desks.open(of.stage.account) ?? assert.fail();
    const places = [ada, ben].map(({ user }) => desk.agents.get(user));
    assert.deepEqual(
      places.map((agent) => [agent?.isSpeaking, agent?.load]),
      [
        [false, 0],
        [true, 1],
      ],
    );
    one.say({ type: 'call.leave', call: id });
    const { spokeS } = await three.inbox.next('call.over');
    assert.ok(spokeS !== null && spokeS >= 40);
    const notes = await notesOf(of, scene);
    assert.deepEqual(notes.slice(-3), ['call-proposed', 'transferred', 'call-ended']);
    // The consultation counts as hold, and only it.
    const row = await rowOf(of);
    assert.equal(row?.agent, ben.user);
    assert.ok((row?.held_s ?? 0) >= 40 && (row?.held_s ?? 0) <= (row?.spoke_s ?? 0));
  }),
);

test(
  '[CX27.3] [CX27.6] a conference: all hear each other, and the call goes on while an agent is in it',
  withCalls(async (of) => {
    const scene = await consulting(of);
    const { ada, ben, id, one, two, three, talkers, conversation } = scene;
    say(ada, 'conference', id);
    await talkers.visitor.hearing(['ada', 'ben']);
    await talkers.ada.hearing(['visitor', 'ben']);
    await talkers.ben.hearing(['visitor', 'ada']);
    const { colleagues: [seen] = [] } = await until(
      two,
      ({ colleagues }) => colleagues !== undefined,
    );
    assert.deepEqual([seen?.user, seen?.is], [ben.user, 'here']);
    const theirs = await until(three, is('connected'));
    assert.deepEqual([theirs.leads, theirs.colleagues?.length], [false, 1]);
    // The agent who leads leaves first: the colleague has the conversation then.
    two.say({ type: 'call.leave', call: id });
    await two.inbox.next('call.over');
    assert.equal((await ben.inbox.next('call.left')).reason, 'hung-up');
    await talkers.visitor.hearing(['ben']);
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
    three.say({ type: 'call.leave', call: id });
    assert.equal((await one.inbox.next('call.over')).reason, 'hung-up');
    const notes = await notesOf(of, scene);
    assert.deepEqual(notes.slice(-4), ['call-proposed', 'joined', 'transferred', 'call-ended']);
  }),
);

test(
  '[CX27.6] a colleague who leaves a conference leaves the others in it',
  withCalls(async (of) => {
    const scene = await consulting(of);
    const { ada, id, one, three, talkers } = scene;
    say(ada, 'conference', id);
    await talkers.visitor.hearing(['ada', 'ben']);
    three.say({ type: 'call.leave', call: id });
    assert.equal((await three.inbox.next('call.over')).spokeS, null);
    await talkers.visitor.hearing(['ada']);
    await talkers.ada.hearing(['visitor']);
    one.say({ type: 'call.leave', call: id });
    await one.inbox.next('call.over');
    const notes = await notesOf(of, scene);
    assert.deepEqual(notes.slice(-4), ['call-proposed', 'joined', 'left', 'call-ended']);
  }),
);

test(
  '[CX27.3] the agent goes back to the customer, also from hold, and the colleague leaves',
  withCalls(async (of) => {
    const { ada, ben, id, three, talkers, conversation } = await consulting(of);
    ada.send({ type: 'call.hold', call: id, isHeld: true });
    say(ada, 'return', id);
    await three.inbox.next('call.over');
    await talkers.visitor.hearing(['ada']);
    await talkers.ada.hearing(['visitor']);
    await talkers.ben.hearing([]);
    const { desk } = of.stage.converse.desks.open(of.stage.account) ?? assert.fail();
    assert.equal(desk.agents.get(ben.user)?.isSpeaking, false);
    assert.equal(desk.conversations.get(conversation)?.agent, ada.user);
  }),
);

test(
  '[CX27.4] a colleague declines, does not answer or goes, and the agent is told and has the customer',
  withCalls(async (of) => {
    const { ada, ben, id, two, three, talkers } = await speaking(of);
    assert.equal(await asks(ada, id, ben.user), null);
    await until(three, is('asked'));
    three.say({ type: 'call.leave', call: id });
    assert.equal((await ada.inbox.next('call.left')).reason, 'declined');
    await until(two, is('connected'));
    await talkers.visitor.hearing(['ada']);
    ada.inbox.frames.splice(0);
    assert.equal(await asks(ada, id, ben.user), null);
    of.stage.advance(30_000);
    assert.equal((await ada.inbox.next('call.left')).reason, 'unanswered');
    await talkers.visitor.hearing(['ada']);
    ada.inbox.frames.splice(0);
    three.inbox.frames.splice(0);
    assert.equal(await asks(ada, id, ben.user), null);
    await until(three, is('asked'));
    say(ada, 'return', id);
    assert.equal((await three.inbox.next('call.over')).reason, 'cancelled');
  }),
);

test(
  '[CX27.5] an agent who hangs up in a consultation leaves call and conversation to the colleague',
  withCalls(async (of) => {
    const { ben, id, two, talkers, conversation } = await consulting(of);
    two.say({ type: 'call.leave', call: id });
    await talkers.visitor.hearing(['ben']);
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
  }),
);

test(
  '[CX27.5] a call that was left to a colleague who declines ends, and its conversation stays',
  withCalls(async (of) => {
    const { ada, ben, id, one, two, three, talkers, conversation } = await speaking(of);
    assert.equal(await asks(ada, id, ben.user), null);
    await until(three, is('asked'));
    two.say({ type: 'call.leave', call: id });
    await talkers.visitor.hearing(['music']);
    three.say({ type: 'call.leave', call: id });
    assert.equal((await one.inbox.next('call.over')).reason, 'declined');
    const { desk } = of.stage.converse.desks.open(of.stage.account) ?? assert.fail();
    assert.equal(desk.conversations.get(conversation)?.agent, ada.user);
  }),
);

test(
  '[CX27.1] only the agent who leads asks, hands over, brings together and goes back',
  withCalls(async (of) => {
    const { ada, ben, id, one } = await consulting(of);
    const cy = await (await of.stage.agent('cx27-cy')).online();
    const stranger = await of.stage.agent('cx27-stranger', {
      account: await of.stage.anotherAccount(),
      role: 'manager',
    });
    for (const type of ['hand-over', 'conference', 'return'] as const) {
      for (const each of [ben, cy, stranger]) each.inbox.frames.splice(0);
      say(ben, type, id);
      assert.equal(await refusal(ben, id), 'conversation.not_yours', type);
      say(cy, type, id);
      assert.equal(await refusal(cy, id), 'request.not_found', type);
      say(stranger, type, id);
      assert.equal(await refusal(stranger, id), 'request.not_found', type);
    }
    assert.equal(await asks(ben, id, cy.user), 'conversation.not_yours');
    assert.equal(await asks(cy, id, cy.user), 'request.not_found');
    assert.equal(await asks(stranger, id, stranger.user), 'request.not_found');
    // One is asked at a time, and who leads may.
    assert.equal(await asks(ada, id, cy.user), 'request.conflict');
    say(ada, 'conference', id);
    await until(one, is('connected'));
    assert.equal(await asks(ada, id, cy.user), null);
    say(ada, 'return', id);
    // Nothing is left to end.
    ada.inbox.frames.splice(0);
    say(ada, 'return', id);
    assert.equal(await refusal(ada, id), 'request.conflict');
  }),
);

test(
  '[CX27.1] a supervisor who takes part asks nobody',
  withCalls(async (of) => {
    const { id, ben, conversation } = await speaking(of);
    const boss = await of.stage.agent('cx27-boss', { role: 'manager' });
    const request = randomUUID();
    boss.send({ type: 'call.watch', request, conversation, watching: 'barge-in' });
    await until(sideOfAgent(boss), (call) => call.id === id);
    await joins(sideOfAgent(boss), of.talker('boss'), id, 'of boss');
    assert.equal(await asks(boss, id, ben.user), 'conversation.not_yours');
  }),
);

test(
  '[CX27.1] who is away, gone, full, a program, in a call, unknown or of another account is not asked',
  withCalls(async (of) => {
    const { ada, ben, id } = await speaking(of);
    const { stage } = of;
    const user = (name: string) => `u-${name}` as UserId;
    assert.equal(await asks(ada, id, user('nobody')), 'request.not_found');
    const other = await stage.anotherAccount();
    await (await stage.agent('cx27-elsewhere', { account: other })).online();
    assert.equal(await asks(ada, id, user('cx27-elsewhere')), 'request.not_found');
    const away = await (await stage.agent('cx27-away')).online();
    away.send({ type: 'agent.state', state: 'away' });
    await ada.inbox.next('agent.changed', ({ agent }) => agent.state === 'away');
    assert.equal(await asks(ada, id, away.user), 'agent.no_room');
    const full = await (await stage.agent('cx27-full', { room: 1, role: 'manager' })).online();
    const second = await stage.visitor().start('Hello');
    await full.until(second, ({ status }) => status === 'active');
    await full.command({ type: 'conversation.take-over', conversation: second });
    await full.until(second, ({ agent }) => agent?.user === full.user);
    const desk = stage.converse.desks.open(stage.account) ?? assert.fail();
    assert.equal(await asks(ada, id, full.user), 'agent.no_room');
    const gone = await (await stage.agent('cx27-gone')).online();
    await gone.disconnect();
    assert.equal(await asks(ada, id, gone.user), 'agent.absent');
    stage.enterProgram('cx27-bot', 3);
    const { user: bot } = stage.principal('cx27-bot') ?? assert.fail();
    const profile = { user: bot.id, name: 'Bot', kind: 'program', room: 3 } as const;
    desk.apply({ type: 'agent.connected', profile });
    desk.apply({ type: 'agent.chose', user: bot.id, state: 'online' });
    assert.equal(await asks(ada, id, bot.id), 'agent.no_room');
    assert.equal(await asks(ada, id, ada.user), 'agent.no_room');
    // Ben is in no call: he may be asked, and then by nobody else.
    assert.equal(await asks(ada, id, ben.user), null);
    say(ada, 'return', id);
  }),
);

test(
  '[CX26.2] [CX27.1] a manager who listens is asked as anybody, and listens no more',
  withCalls(async (of) => {
    const { ada, id, conversation } = await speaking(of);
    const boss = await listens(of, conversation, id);
    assert.equal(await asks(ada, id, boss.user), null);
    await boss.inbox.next('call.over');
    const { aside, watching } = await until(sideOfAgent(boss), is('asked'));
    assert.deepEqual([aside?.user, watching], [ada.user, undefined]);
  }),
);

test(
  '[CX27.1] nobody is asked before both sides have heard each other',
  withCalls(async (of) => {
    const { ada, conversation } = await of.talk();
    const ben = await (await of.stage.agent('cx27-early')).online();
    const { id } = await proposes(sideOfAgent(ada), conversation);
    assert.equal(await asks(ada, id, ben.user), 'request.conflict');
  }),
);

test(
  '[CX27.7] three agents are in a call at most, and an agent asks ten colleagues at once',
  withCalls(async (of) => {
    const { ada, ben, id, conversation, three, two } = await consulting(of);
    say(ada, 'conference', id);
    await until(three, is('connected'));
    // One more may be asked.
    const cy = await (await of.stage.agent('cx27-third')).online();
    assert.equal(await asks(ada, id, cy.user), null);
    const third = sideOfAgent(cy);
    await until(third, is('asked'));
    // [CX27.8] Ada is not with the customer, though she speaks with nobody yet.
    await until(three, ({ colleagues = [] }) => colleagues.some((each) => each.is === 'apart'));
    three.inbox.frames.splice(0);
    third.say({ type: 'call.accept', call: id });
    await joins(third, of.talker('cy'), id, 'of cy');
    await until(two, ({ aside }) => aside?.user === cy.user && aside.is === 'here');
    // The colleague in the conference stays with the customer, and knows who is apart.
    const apart = await until(three, ({ colleagues = [] }) =>
      colleagues.some((each) => each.is === 'apart'),
    );
    assert.deepEqual([apart.state, apart.colleagues?.length], ['connected', 2]);
    say(ada, 'conference', id);
    await until(third, is('connected'));
    // With the customer there are four voices.
    const boss = await of.stage.agent('cx27-fifth', { role: 'manager' });
    const watches = (watching: 'listen' | 'whisper' | 'barge-in') =>
      boss.command({ type: 'call.watch', conversation, watching });
    assert.equal(await watches('barge-in'), 'call.voices');
    assert.equal(await watches('listen'), null);
    assert.equal(await watches('whisper'), 'call.voices');
    const di = await (await of.stage.agent('cx27-fourth')).online();
    assert.equal(spokenLimits.agents, 3);
    assert.equal(await asks(ada, id, di.user), 'request.conflict');
    three.say({ type: 'call.leave', call: id });
    await three.inbox.next('call.over');
    assert.equal(await watches('barge-in'), null);
    assert.equal(await watches('whisper'), null);
    assert.equal(await asks(ada, id, ben.user), 'call.voices');
    assert.equal(await watches('listen'), null);
    const codes: (string | null)[] = [];
    // Two were asked before, and some time passes.
    for (let at = 0; at < 60 && codes.at(-1) !== 'rate.calls'; at += 1) {
      codes.push(await asks(ada, id, ben.user));
      if (codes.at(-1) === null) say(ada, 'return', id);
    }
    assert.equal(codes.at(-1), 'rate.calls');
    assert.ok(codes.length >= 9, `${codes.length}`);
  }),
);

test(
  '[CX27.5] a conversation that somebody else has by then stays theirs',
  withCalls(async (of) => {
    const { ada, ben, id, conversation, talkers, three } = await consulting(of);
    const boss = await (await of.stage.agent('cx27-takes', { role: 'manager' })).online();
    assert.equal(await boss.command({ type: 'conversation.take-over', conversation }), null);
    // The colleague is consulted no more, and whoever has the conversation is asked to its call.
    await three.inbox.next('call.over');
    // [CX27.4] Ada did not send him away.
    assert.equal((await ada.inbox.next('call.left')).reason, 'hung-up');
    const four = sideOfAgent(boss);
    await until(four, is('asked'));
    four.say({ type: 'call.accept', call: id });
    await joins(four, of.talker('boss'), id, 'of boss');
    await talkers.visitor.hearing(['boss']);
    await talkers.ben.hearing([]);
    const { desk } = of.stage.converse.desks.open(of.stage.account) ?? assert.fail();
    assert.equal(desk.conversations.get(conversation)?.agent, boss.user);
    assert.equal(desk.agents.get(ben.user)?.isSpeaking, false);
  }),
);
