// Calls between a visitor and an agent, with a real media host and connections of their own.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { newCall } from '@opportune/core/call/call.ts';
import { sessionsEnded, usersChanged } from '@opportune/protocol/bus/changes.ts';
import { AccountId, CallId, ConversationId, LegId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import { Calls } from './calls.ts';
import { followConversations } from './follow-conversation.ts';
import { propose } from './propose.ts';
import { newRecording } from './recording/recording.ts';
import { newRunning, type Running } from './running.ts';
import {
  type CallStage,
  joins,
  proposes,
  type Side,
  sideOfAgent,
  sideOfVisitor,
  switchCalls,
  type Talk,
  until,
  withCalls,
} from './call-stage.test-support.ts';

const is = (state: string) => (call: { readonly state: string }) => call.state === state;

/** A call in which both hear each other. */
async function speaking(of: CallStage, { ada, visitor, conversation }: Talk) {
  const [one, two] = [sideOfVisitor(visitor), sideOfAgent(ada)];
  const { id } = await proposes(one, conversation);
  await until(two, is('asked'));
  const talkers = { visitor: of.talker('visitor'), ada: of.talker('ada') };
  two.say({ type: 'call.accept', call: id });
  await until(two, is('connecting'));
  await Promise.all([
    joins(one, talkers.visitor, id, 'page'),
    joins(two, talkers.ada, id, 'console'),
  ]);
  await Promise.all([until(one, is('connected')), until(two, is('connected'))]);
  return { id, one, two, talkers };
}

async function notesIn({ stage }: CallStage, { conversation }: Talk): Promise<SystemNote[]> {
  const page = { after: 0, limit: 100, notes: true };
  const messages = await stage.store.after(stage.account, conversation, page);
  return messages.flatMap(({ body }) =>
    body.type === 'system' && body.note.type.startsWith('call-') ? [body.note] : [],
  );
}

/** Of the only call. */
async function rowOf({ stage, engines }: CallStage) {
  return engines.records.withAccount(stage.account, (sql) =>
    sql.row<Record<string, unknown>>(
      `SELECT proposed_by, agent, reason, spoke_s, accepted_at IS NOT NULL AS accepted,
         connected_at IS NOT NULL AS connected, ended_at IS NOT NULL AS ended FROM calls`,
    ),
  );
}

test(
  '[CX11] a visitor proposes, the agent accepts, and both hear each other until one hangs up',
  withCalls(async (of) => {
    const talk = await of.talk();
    const { id, one, two, talkers } = await speaking(of, talk);
    await talkers.ada.hearing(['visitor']);
    await talkers.visitor.hearing(['ada']);

    two.say({ type: 'call.mute', call: id, isMuted: true });
    await talkers.visitor.hearing([]);
    await talkers.ada.hearing(['visitor']);
    two.say({ type: 'call.mute', call: id, isMuted: false });
    await talkers.visitor.hearing(['ada']);

    talk.ada.send({ type: 'call.hold', call: id, isHeld: true });
    await until(one, is('held'));
    await talkers.ada.hearing([]);
    await talkers.visitor.hearing(['music']);
    talk.ada.send({ type: 'call.hold', call: id, isHeld: false });
    await talkers.visitor.hearing(['ada']);

    of.stage.advance(75_000);
    one.say({ type: 'call.leave', call: id });
    const { reason, spokeS } = await two.inbox.next('call.over');
    assert.equal(reason, 'hung-up');
    assert.ok(spokeS !== null && spokeS >= 75 && spokeS < 300, String(spokeS));
    await of.stage.converse.call.close();
    assert.deepEqual(await rowOf(of), {
      ...{ proposed_by: 'visitor', agent: talk.ada.user, reason: 'hung-up', spoke_s: spokeS },
      ...{ accepted: true, connected: true, ended: true },
    });
    assert.deepEqual(
      (await notesIn(of, talk)).map((note) => ({ ...note, agent: '' })),
      [
        { type: 'call-proposed', by: 'visitor', agent: '' },
        { type: 'call-ended', reason: 'hung-up', spokeS, agent: '' },
      ],
    );
  }),
);

test(
  '[CX12] only the visitor of the conversation and its agent propose and act in its call',
  withCalls(async (of) => {
    const { stage } = of;
    const { ada, visitor, conversation } = await of.talk();
    const ben = await stage.agent('cx12-ben');
    const stranger = stage.visitor();
    const refused = async (side: Side, request: string) =>
      (await side.inbox.next('problem', (frame) => frame.request === request)).problem.code;
    const [theirs, bens] = [sideOfVisitor(stranger), sideOfAgent(ben)];
    theirs.say({ type: 'call.propose', request: 'r1', conversation });
    assert.equal(await refused(theirs, 'r1'), 'request.not_found');
    bens.say({ type: 'call.propose', request: 'r2', conversation });
    assert.equal(await refused(bens, 'r2'), 'conversation.not_yours');

    const { id: call } = await proposes(sideOfAgent(ada), conversation);
    await until(sideOfVisitor(visitor), is('asked'));
    const acts = [
      { type: 'call.accept', call },
      { type: 'call.leave', call },
      { type: 'call.failed', call },
      { type: 'call.mute', call, isMuted: true },
      { type: 'call.offer', call, carrier: 'theirs', sdp: 'v=0' },
    ] as const;
    for (const side of [theirs, bens])
      for (const act of acts) {
        side.inbox.frames.splice(0);
        side.say(act);
        assert.equal(await refused(side, call), 'request.not_found', act.type);
      }
    assert.equal(
      sideOfVisitor(visitor).inbox.frames.some(({ type }) => type === 'call.over'),
      false,
    );
    sideOfVisitor(visitor).say({ type: 'call.leave', call });
    assert.equal((await sideOfAgent(ada).inbox.next('call.over')).reason, 'declined');
  }),
);

test(
  '[CX12.1] a window that asks is told of the call of its own conversation, and of no other',
  withCalls(async ({ stage, talk }) => {
    const { ada, visitor, conversation } = await talk();
    await proposes(sideOfAgent(ada), conversation);
    await until(sideOfVisitor(visitor), is('asked'));
    const stranger = stage.visitor();
    const { visitors } = stage.converse.call;
    for (const each of [visitor, stranger]) {
      each.inbox.frames.splice(0);
      visitors.tell(each.link, conversation);
    }
    assert.deepEqual(
      [visitor, stranger].map(({ inbox }) => inbox.frames.map(({ type }) => type)),
      [['call'], []],
    );
  }),
);

test(
  '[CX12.2] of two visitors who propose to one agent at the same time, one is refused',
  withCalls(async ({ stage, talk }) => {
    const { ada, visitor, conversation } = await talk();
    const other = stage.visitor();
    const second = await other.start('Hello');
    await ada.until(second, ({ status }) => status === 'active');
    await Promise.all([
      visitor.speak({ type: 'call.propose', request: 'one', conversation }),
      other.speak({ type: 'call.propose', request: 'two', conversation: second }),
    ]);
    const told = [visitor, other].map(({ inbox }) =>
      inbox.frames.flatMap((frame) => {
        if (frame.type === 'problem') return frame.problem.code;
        return frame.type === 'call' ? 'call' : [];
      }),
    );
    assert.deepEqual(told.map((each) => each[0] ?? '').toSorted(), ['agent.no_room', 'call']);
  }),
);

test(
  '[CX12.5] a session that ended has no sound any more, and a disabled agent leaves the call',
  withCalls(async (of) => {
    const { account, use } = of.stage;
    const talk = await of.talk('cx12-left');
    const { id, one, two, talkers } = await speaking(of, talk);
    const ended = { account, user: talk.ada.user, only: null, except: 'another' };
    publish(use.bus, sessionsEnded, ended);
    await until(two, ({ state, carrier }) => state === 'lost' && carrier === null);
    await talkers.ada.hearing([]);
    await talkers.visitor.hearing(['music']);
    // From a page that is still signed in.
    await joins(two, of.talker('again'), id);
    await talkers.visitor.hearing(['again']);
    const { user } = of.stage.principal('cx12-left') ?? assert.fail();
    publish(use.bus, usersChanged, { account, user: { ...user, disabled: true } });
    assert.equal((await one.inbox.next('call.over')).reason, 'hung-up');
    await talkers.visitor.hearing([]);
  }),
);

test(
  '[CX12] who is gone, speaks elsewhere, or has switched calls off is not called',
  withCalls(async (of) => {
    const { ada, visitor, conversation } = await of.talk('cx12-ada');
    const two = sideOfAgent(ada);
    const other = of.stage.visitor();
    const second = await other.start('Hello');
    await ada.until(second, ({ status }) => status === 'active');
    const tries = async (side: Side, at: typeof conversation) => {
      const request = String(Math.random());
      side.say({ type: 'call.propose', request, conversation: at });
      return (await side.inbox.next('problem', (frame) => frame.request === request)).problem.code;
    };
    switchCalls(false);
    assert.equal(await tries(two, conversation), 'call.off');
    switchCalls(true);
    const { id } = await proposes(sideOfVisitor(visitor), conversation);
    assert.equal(await tries(sideOfVisitor(other), second), 'agent.no_room');
    sideOfVisitor(visitor).say({ type: 'call.leave', call: id });
    assert.equal((await two.inbox.next('call.over')).reason, 'cancelled');
    other.leave();
    assert.equal(await tries(two, second), 'visitor.gone');
    await ada.disconnect();
    assert.equal(await tries(sideOfVisitor(visitor), conversation), 'agent.absent');
  }),
);

test(
  '[CX13] a call ends with its conversation, when it rings for too long, and when the server stops',
  withCalls(async (of) => {
    const talk = await of.talk();
    const one = sideOfVisitor(talk.visitor);
    const ends = async (ending: () => void) => {
      one.inbox.frames.splice(0);
      const { id } = await proposes(one, talk.conversation);
      ending();
      return (await one.inbox.next('call.over', ({ call }) => call === id)).reason;
    };
    // It rings for longer than a side may wait for its sound.
    assert.equal(await ends(() => of.stage.advance(20_000)), 'unreachable');
    assert.equal(await ends(() => of.stage.converse.call.drain?.()), 'restarted');
    const end = () =>
      void talk.ada.command({ type: 'conversation.end', conversation: talk.conversation });
    assert.equal(await ends(end), 'conversation-ended');
    await of.stage.converse.call.close();
    assert.deepEqual(
      (await notesIn(of, talk)).flatMap((note) => (note.type === 'call-ended' ? note.reason : [])),
      ['unreachable', 'restarted', 'conversation-ended'],
    );
  }),
);

test(
  '[CX13] calls that a server left behind are over when the next one starts',
  withCalls(async (of) => {
    const talk = await of.talk();
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        `INSERT INTO calls (account, id, conversation, proposed_by, agent, proposed_at)
         VALUES ($1, 'left', $2, 'visitor', 'ada', '2026-01-01')`,
        [of.stage.account, talk.conversation],
      ),
    );
    await of.stage.converse.call.start?.([of.stage.account]);
    assert.equal((await rowOf(of))?.['reason'], 'restarted');
    assert.deepEqual(await notesIn(of, talk), [
      { type: 'call-ended', reason: 'restarted', spokeS: null },
    ]);
  }),
);

test(
  '[CX13.2] of two who take the conversation over one after the other, only the last is asked',
  withCalls(async (of) => {
    const talk = await of.talk();
    const { id, talkers } = await speaking(of, talk);
    const takeOver = { type: 'conversation.take-over', conversation: talk.conversation } as const;
    const [ben, cy] = [
      await (await of.stage.agent('cx13-ben', { role: 'manager' })).online(),
      await (await of.stage.agent('cx13-cy', { role: 'manager' })).online(),
    ];
    assert.equal(await ben.command(takeOver), null);
    await until(sideOfAgent(ben), is('asked'));
    assert.equal(await cy.command(takeOver), null);
    const last = sideOfAgent(cy);
    await until(last, is('asked'));
    assert.equal((await sideOfAgent(ben).inbox.next('call.over')).reason, 'cancelled');
    last.say({ type: 'call.accept', call: id });
    await joins(last, of.talker('cy'), id);
    await talkers.visitor.hearing(['cy']);
    assert.equal((await sideOfAgent(talk.ada).inbox.next('call.over')).reason, 'transferred');
  }),
);

test(
  '[CX13] who takes the conversation over is asked to the call, and has it once they are connected',
  withCalls(async (of) => {
    const talk = await of.talk();
    const { id, one, talkers } = await speaking(of, talk);
    const sue = await (await of.stage.agent('cx13-sue', { role: 'manager' })).online();
    const { conversation } = talk;
    assert.equal(await sue.command({ type: 'conversation.take-over', conversation }), null);
    const three = sideOfAgent(sue);
    await until(three, is('asked'));
    await talkers.visitor.hearing(['music']);
    three.say({ type: 'call.accept', call: id });
    await joins(three, of.talker('sue'), id);
    assert.equal((await sideOfAgent(talk.ada).inbox.next('call.over')).reason, 'transferred');
    await talkers.visitor.hearing(['sue']);
    one.say({ type: 'call.leave', call: id });
    await three.inbox.next('call.over');
  }),
);

test(
  '[CX14] a page that comes anew, and all after the end of the media host, join again',
  withCalls(async (of) => {
    const talk = await of.talk();
    const { id, one, two, talkers } = await speaking(of, talk);
    // The page changes: its former connection ends without a word.
    one.inbox.frames.splice(0);
    await joins(one, talkers.visitor, id, 'next page');
    assert.equal((await until(one, is('connected'))).carrier, 'next page');
    await talkers.ada.hearing(['visitor']);
    await talkers.visitor.hearing(['ada']);

    for (const side of [one, two]) side.inbox.frames.splice(0);
    const pid = of.media.pid();
    assert.ok(pid !== null);
    process.kill(pid, 'SIGKILL');
    const lost = await Promise.all([until(one, is('lost')), until(two, is('lost'))]);
    assert.deepEqual(
      lost.map(({ carrier }) => carrier),
      ['next page', 'console'],
    );
    await Promise.all([
      joins(one, talkers.visitor, id, 'next page'),
      joins(two, talkers.ada, id, 'console'),
    ]);
    await talkers.ada.hearing(['visitor']);
    await talkers.visitor.hearing(['ada']);
    two.say({ type: 'call.leave', call: id });
    await one.inbox.next('call.over');
  }),
);

test(
  '[CX14] an offer that cannot be used is refused, and too many are charged to their sender',
  withCalls(async (of) => {
    const { visitor, conversation } = await of.talk();
    const one = sideOfVisitor(visitor);
    const { id: call } = await proposes(one, conversation);
    const codes: string[] = [];
    for (let at = 0; at < 20 && codes.at(-1) !== 'rate.calls'; at += 1) {
      one.inbox.frames.splice(0);
      one.say({ type: 'call.offer', call, carrier: `c${at}`, sdp: 'v=0' });
      codes.push((await one.inbox.next('problem')).problem.code);
    }
    assert.deepEqual(new Set(codes.slice(0, 12)), new Set(['call.no_sound']));
    assert.equal(codes.at(-1), 'rate.calls');
  }),
);

test(
  '[CX15] credentials of TURN servers are for one leg and a limited time',
  withCalls(
    async (of) => {
      const { visitor, conversation } = await of.talk();
      const { ice } = await proposes(sideOfVisitor(visitor), conversation);
      const { urls, username = '', credential } = ice[0] ?? {};
      assert.deepEqual(urls, ['turn:turn.example:3478']);
      const secret = createHmac('sha1', 'shared').update(username).digest('base64');
      assert.equal(credential, secret);
      const leftMs = Number(username.split(':')[0]) * 1000 - of.stage.use.clock.now();
      assert.ok(leftMs > 4.9 * 3_600_000 && leftMs <= 5 * 3_600_000, String(leftMs));
      assert.equal(JSON.stringify(ice).includes('shared'), false);
      of.stage.advance(10_000);
      assert.deepEqual((await proposes(sideOfVisitor(visitor), conversation)).ice, ice);
    },
    { urls: ['turn:turn.example:3478'], secret: 'shared' },
  ),
);

test(
  '[OP11] fills: calls that run, of one account and in all',
  withCalls(async ({ stage, engines, media, parts, talk }) => {
    const { desks } = stage.converse;
    const turn = { urls: [], secret: null };
    const voice = { media, turn, isOn: async () => true };
    const use = {
      ...{ ...stage.use, ...voice, ...parts, desks },
      ...{ records: engines.records, homes: onlyHome },
    };
    const { visitor, conversation } = await talk();
    const desk = await desks.of(stage.account);
    const record = desk.record(conversation);
    assert.ok(record !== undefined);
    const tries = async (account: AccountId, many: number) => {
      const calls = new Calls(use, followConversations);
      for (let at = 0; at < many; at += 1) calls.add(emptyCall(account, at));
      const refused = await propose(use, calls, {
        ...{ desk, record, by: 'visitor', payer: `${many}`, address: null },
      });
      calls.close();
      return refused;
    };
    const { calls: most, accountCalls } = spokenLimits;
    assert.equal(await tries(stage.account, accountCalls), 'server.overloaded');
    assert.equal(await tries(AccountId.parse('other'), most), 'server.overloaded');
    assert.equal(await tries(AccountId.parse('other'), most - 1), null);
    visitor.leave();
  }),
);

function emptyCall(account: AccountId, at: number): Running {
  return newRunning(newCall(CallId.parse(`c${at}`), 0), {
    ...{ account, proposedBy: 'visitor', isQueued: false, address: null },
    about: { site: null, visitor: null, origin: null },
    ...{ conversation: ConversationId.parse(`t${at}`), proposer: LegId.parse(`l${at}`) },
    recording: newRecording(false),
  });
}
