// Conversations whose visitor waits to speak, and what becomes of them where no call is: a page that
// never proposes, no room for another who waits, and an agent who was quicker.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { newCall } from '@opportune/core/call/call.ts';
import { AccountId, CallId, ConversationId, LegId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import {
  type CallStage,
  proposes,
  sideOfAgent,
  sideOfVisitor,
  until,
  withCalls,
} from './call-stage.test-support.ts';
import { createExpected } from './expected.ts';
import { newRecording } from './recording/recording.ts';
import { newRunning, type Running } from './running.ts';
import { settleQueue } from './settle-queue.ts';
import type { CallParts } from './seams.ts';
import { Waiting } from './waiting.ts';

const calling = { speaks: true } as const;

const deskOf = ({ stage }: CallStage) => stage.converse.desks.open(stage.account)?.desk;

test(
  '[CX17.13] a conversation whose page never calls goes on in writing, and one that calls does not',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('expected-ada')).online();
    const silent = of.stage.visitor();
    const conversation = await silent.start(undefined, randomUUID(), calling);
    await ada.inbox.next('ring.began', ({ ring }) => ring.speaks === true);
    of.stage.advance(spokenLimits.expectedMs);
    await ada.until(conversation, ({ status, agent }) => status === 'active' && agent !== null);

    const caller = of.stage.visitor();
    const other = await caller.start(undefined, randomUUID(), calling);
    await proposes(sideOfVisitor(caller), other);
    of.stage.advance(spokenLimits.expectedMs);
    assert.equal(deskOf(of)?.conversations.get(other)?.speaks, true);
  }),
);

test(
  '[CX17.13] a page that calls too late is told that nobody can speak, and not that it has ended',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('expected-late', { room: 1 })).online();
    const other = await of.stage.visitor().start('Hello');
    await ada.until(other, ({ status }) => status === 'active');
    const visitor = of.stage.visitor();
    // Nobody has a place.
    const conversation = await visitor.start(undefined, randomUUID(), calling);
    of.stage.advance(spokenLimits.expectedMs);
    assert.equal(deskOf(of)?.conversations.get(conversation)?.speaks, false);
    sideOfVisitor(visitor).say({ type: 'call.propose', request: 'late', conversation });
    const { problem } = await visitor.inbox.next('problem', ({ request }) => request === 'late');
    assert.equal(problem.code, 'agent.no_room');
    assert.equal(deskOf(of)?.conversations.get(conversation)?.status, 'waiting');
    assert.equal(deskOf(of)?.conversations.get(other)?.status, 'active');
  }),
);

test(
  '[CX17.14] of one network address eight wait to speak, and the next one goes on in writing',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('expected-many', { room: 20 })).online();
    const payer = 'one-address';
    const calls = async (visitor = of.stage.visitor(randomUUID(), payer)) => {
      const conversation = await visitor.start(undefined, randomUUID(), calling);
      const side = sideOfVisitor(visitor);
      side.say({ type: 'call.propose', request: conversation, conversation });
      return { side, conversation };
    };
    for (let at = 0; at < spokenLimits.addressWaiting; at += 1) {
      const { side, conversation } = await calls();
      await until(side, (call) => call.conversation === conversation);
    }
    const { side, conversation } = await calls();
    const { problem } = await side.inbox.next('problem', (frame) => frame.request === conversation);
    assert.equal(problem.code, 'server.overloaded');
    await ada.until(conversation, ({ status }) => status === 'active');
    const elsewhere = await calls(of.stage.visitor());
    await until(elsewhere.side, (call) => call.conversation === elsewhere.conversation);
  }),
);

test('[OP11] fills: visitors who wait to speak, of one account, one address and in all', () => {
  const mine = AccountId.parse('mine');
  const hasRoom = (many: number, account: AccountId, address: string | null): boolean => {
    const all = Array.from({ length: many }, (_, at) => waiting(account, at, address));
    return new Waiting({ desks: null as never }, () => all).hasRoom(mine, 'here');
  };
  const { accountWaiting, addressWaiting, waitingCalls, calls, accountCalls } = spokenLimits;
  assert.deepEqual(
    [hasRoom(accountWaiting - 1, mine, null), hasRoom(accountWaiting, mine, null)],
    [true, false],
  );
  assert.deepEqual(
    [hasRoom(addressWaiting - 1, mine, 'here'), hasRoom(addressWaiting, mine, 'here')],
    [true, false],
  );
  assert.equal(hasRoom(addressWaiting, mine, 'there'), true);
  const other = AccountId.parse('other');
  assert.deepEqual(
    [hasRoom(waitingCalls - 1, other, null), hasRoom(waitingCalls, other, null)],
    [true, false],
  );
  // They leave room for people who speak.
  assert.ok(accountWaiting <= accountCalls / 2 && waitingCalls <= calls / 2);
});

test('[OP11] fills: conversations that wait for their call to begin', () => {
  const written: string[] = [];
  const apply = ({ id }: { readonly id: string }) => void written.push(id);
  const desks = { open: () => ({ apply }) } as unknown as CallParts['desks'];
  const due: (() => void)[] = [];
  const schedule = (_: number, run: () => void) => {
    due.push(run);
    return () => {};
  };
  const expected = createExpected({ desks, schedule }, { inConversation: () => undefined });
  const accountAt = (at: number) =>
    AccountId.parse(`a${Math.floor(at / spokenLimits.accountExpected)}`);
  const id = (at: number) => ConversationId.parse(`t${at}`);
  const expect = (at: number, account = accountAt(at)) => expected.expect(account, id(at));
  for (let at = 0; at < spokenLimits.accountExpected; at += 1) expect(at);
  assert.deepEqual(written, []);
  // One account does not take the room of others.
  expect(spokenLimits.expected, accountAt(0));
  assert.deepEqual(written.splice(0), [id(spokenLimits.expected)]);
  for (let at = spokenLimits.accountExpected; at < spokenLimits.expected; at += 1) expect(at);
  assert.deepEqual(written, []);
  expect(spokenLimits.expected);
  assert.deepEqual(written, [id(spokenLimits.expected)]);
  due[0]?.();
  expect(0);
  assert.deepEqual(written.slice(1), ['t0']);
});

test(
  '[CX17.14] proposals are charged to the network address, whoever makes them',
  withCalls(async (of) => {
    await (await of.stage.agent('expected-charged')).online();
    const { account, use } = of.stage;
    const spent = { budget: 'calls.address', payer: `${account} spent`, amount: 20 } as const;
    assert.equal(use.budgets.charge([spent]), 0);
    const refused = async (payer: string): Promise<string | null> => {
      const visitor = of.stage.visitor(randomUUID(), payer);
      const conversation = await visitor.start(undefined, randomUUID(), calling);
      await visitor.speak({ type: 'call.propose', request: 'r', conversation });
      const frame = visitor.inbox.frames.find(({ type }) => type === 'problem');
      return frame?.type === 'problem' ? frame.problem.code : null;
    };
    assert.equal(await refused('spent'), 'rate.calls');
    assert.equal(await refused('another'), null);
  }),
);

test(
  '[CX17.15] agents see who waits to speak, until one accepts or the visitor hangs up',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('expected-seen')).online();
    const visitor = of.stage.visitor();
    const conversation = await visitor.start(undefined, randomUUID(), calling);
    const { id } = await proposes(sideOfVisitor(visitor), conversation);
    const listed = (many: number) =>
      ada.inbox.next('calls.others', ({ others }) => others.waiting.length === many);
    assert.deepEqual((await listed(1)).others.waiting, [conversation]);
    // Who comes later is told too.
    const ben = await of.stage.agent('expected-later');
    assert.deepEqual((await ben.inbox.next('calls.all')).others.waiting, [conversation]);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    await until(sideOfAgent(ada), (call) => call.id === id);
    await listed(0);
  }),
);

test(
  '[CX17.6] who hangs up in the moment in which an agent accepts leaves a chat, not a caller',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('expected-quick')).online();
    const visitor = of.stage.visitor();
    const conversation = await visitor.start(undefined, randomUUID(), calling);
    await ada.inbox.next('ring.began', ({ ring }) => ring.conversation === conversation);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    const { account, converse } = of.stage;
    const whose = { ...waiting(account, 1, null), conversation };
    settleQueue({ desks: converse.desks }, whose, 'cancelled');
    const { status, speaks } = deskOf(of)?.conversations.get(conversation) ?? {};
    assert.deepEqual([status, speaks], ['active', false]);
  }),
);

test(
  '[CX17.7] after a call that the agent proposed before the page did, the conversation goes on in writing',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('expected-first')).online();
    const visitor = of.stage.visitor();
    const conversation = await visitor.start(undefined, randomUUID(), calling);
    await ada.inbox.next('ring.began', ({ ring }) => ring.conversation === conversation);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    const { id } = await proposes(sideOfAgent(ada), conversation);
    await until(sideOfVisitor(visitor), (call) => call.id === id);
    sideOfVisitor(visitor).say({ type: 'call.leave', call: id });
    await ada.inbox.next('call.over', ({ call }) => call === id);
    const { status, speaks } = deskOf(of)?.conversations.get(conversation) ?? {};
    assert.deepEqual([status, speaks], ['active', false]);
  }),
);

function waiting(account: AccountId, at: number, address: string | null): Running {
  return newRunning(newCall(CallId.parse(`c${at}`), 0), {
    ...{ account, address, proposedBy: 'visitor', isQueued: true },
    about: { site: null, visitor: null, origin: null },
    ...{ conversation: ConversationId.parse(`t${at}`), proposer: LegId.parse(`l${at}`) },
    recording: newRecording(false),
  });
}
