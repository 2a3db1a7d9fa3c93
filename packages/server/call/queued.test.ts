// Visitors who wait to speak with any agent, with a real media host and connections of their own.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { AgentClient, Visitor } from '../testing/people.test-support.ts';
import {
  type CallStage,
  joins,
  proposes,
  sideOfAgent,
  sideOfVisitor,
  switchCalls,
  until,
  withCalls,
} from './call-stage.test-support.ts';

const is = (state: string) => (call: { readonly state: string }) => call.state === state;
const anyText = undefined;

interface Waiting {
  readonly visitor: Visitor;
  readonly conversation: ConversationId;
  readonly call: Awaited<ReturnType<typeof proposes>>['id'];
}

/** A visitor who waits to speak, with their sound. */
async function waits({ stage, talker }: CallStage): Promise<Waiting> {
  const visitor = stage.visitor();
  const conversation = await visitor.start(anyText, randomUUID(), { speaks: true });
  const side = sideOfVisitor(visitor);
  const { id: call } = await proposes(side, conversation);
  const before = told(visitor);
  await joins(side, talker('visitor'), call, 'page');
  // Their offer is told, and then that its sound is there.
  while (told(visitor) < before + 2) await new Promise((resolve) => setTimeout(resolve, 20));
  return { visitor, conversation, call };
}

const told = ({ inbox }: Visitor) => inbox.frames.filter(({ type }) => type === 'call').length;

const rings = ({ inbox }: AgentClient, conversation: ConversationId) =>
  inbox.next('ring.began', ({ ring }) => ring.conversation === conversation);

async function rowOf({ stage, engines }: CallStage) {
  return engines.records.withAccount(stage.account, (sql) =>
    sql.row<Record<string, unknown>>(
      'SELECT agent, queued, reason, accepted_at IS NOT NULL AS accepted, connected_at IS NOT NULL AS connected FROM calls',
    ),
  );
}

test(
  '[CX17] a visitor waits as a call, it rings as one, and accepting connects both at once',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('queued-ada')).online();
    const { visitor, conversation, call } = await waits(of);
    const { ring } = await rings(ada, conversation);
    assert.deepEqual([ring.speaks, ring.by], [true, null]);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    const side = sideOfAgent(ada);
    // No second ring: the leg of the agent has accepted.
    assert.equal((await until(side, ({ id }) => id === call)).state, 'connecting');
    await until(side, is('connecting'));
    const agent = of.talker('ada');
    await joins(side, agent, call, 'console');
    await until(sideOfVisitor(visitor), is('connected'));
    await agent.hearing(['visitor']);
    // Nobody has written a word.
    const answeredAt = () =>
      of.stage.converse.desks.open(of.stage.account)?.record(conversation)?.answeredAt ?? null;
    while (answeredAt() === null) await new Promise((resolve) => setTimeout(resolve, 20));

    sideOfVisitor(visitor).say({ type: 'call.leave', call });
    assert.equal((await side.inbox.next('call.over')).reason, 'hung-up');
    // It goes on in writing.
    const found = of.stage.converse.desks.open(of.stage.account)?.desk.conversations;
    assert.deepEqual(
      [found?.get(conversation)?.status, found?.get(conversation)?.speaks],
      ['active', false],
    );
    await of.stage.converse.call.close();
    assert.deepEqual(await rowOf(of), {
      ...{ agent: ada.user, queued: true, reason: 'hung-up', accepted: true, connected: true },
    });
  }),
);

test(
  '[CX17] who hangs up while waiting has abandoned the conversation',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('queued-left')).online();
    const { visitor, conversation, call } = await waits(of);
    await rings(ada, conversation);
    sideOfVisitor(visitor).say({ type: 'call.leave', call });
    await ada.inbox.next('ring.ended', ({ ring }) => ring.conversation === conversation);
    await ada.until(conversation, ({ status }) => status === 'ended');
    await of.stage.converse.call.close();
    const row = await rowOf(of);
    assert.deepEqual(
      [row?.['agent'], row?.['reason'], row?.['accepted']],
      [null, 'cancelled', false],
    );
    const messages = await of.stage.store.after(of.stage.account, conversation, {
      ...{ after: 0, limit: 100, notes: true },
    });
    const notes = messages.flatMap(({ body }) => (body.type === 'system' ? [body.note.type] : []));
    assert.deepEqual(notes.toSorted(), ['abandoned', 'call-ended', 'call-proposed']);
  }),
);

test(
  '[CX17] who would rather write goes on as a chat, and so does who waited too long',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('queued-writes')).online();
    const first = await waits(of);
    sideOfVisitor(first.visitor).say({ type: 'call.leave', call: first.call, writes: true });
    await ada.until(first.conversation, ({ status }) => status === 'active');

    ada.send({ type: 'agent.state', state: 'away' });
    await (await of.stage.agent('queued-busy')).online();
    const second = await waits(of);
    of.stage.advance(spokenLimits.patienceMs);
    const { reason } = await sideOfVisitor(second.visitor).inbox.next('call.over');
    assert.equal(reason, 'unanswered');
    await of.stage.converse.call.close();
  }),
);

test(
  '[CX17] where calls are switched off, a conversation that asks for one goes on as a chat',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('queued-off')).online();
    switchCalls(false);
    const visitor = of.stage.visitor();
    const conversation = await visitor.start(anyText, randomUUID(), { speaks: true });
    sideOfVisitor(visitor).say({ type: 'call.propose', request: 'off', conversation });
    const { problem } = await sideOfVisitor(visitor).inbox.next('problem');
    assert.equal(problem.code, 'call.off');
    await ada.until(conversation, ({ status }) => status === 'active');
  }),
);

test(
  '[CX17] an agent who was quicker than the visitor’s page is in the call as it begins',
  withCalls(async (of) => {
    const ada = await (await of.stage.agent('queued-quick')).online();
    const visitor = of.stage.visitor();
    const conversation = await visitor.start(anyText, randomUUID(), { speaks: true });
    await rings(ada, conversation);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    const { id } = await proposes(sideOfVisitor(visitor), conversation);
    assert.equal((await until(sideOfAgent(ada), is('connecting'))).id, id);
  }),
);

test(
  '[CX33.4] a telephone call whose agent brings no sound is noted as ended by the agent',
  withCalls(async ({ stage }) => {
    const ada = await (await stage.agent('queued-silent')).online();
    const conversation = await stage.visitor().start(anyText, randomUUID(), { speaks: true });
    const record = stage.converse.desks.open(stage.account)?.record(conversation) ?? assert.fail();
    const hangsUp = Promise.withResolvers<void>();
    const telephone = { hear() {}, hangUp: () => hangsUp.resolve() };
    const { telephones } = stage.converse.call;
    const caller = await telephones.begin(stage.account, record, telephone, null);
    assert.equal(typeof caller, 'object');
    await rings(ada, conversation);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    const side = sideOfAgent(ada);
    const { id } = await until(side, is('connecting'));
    side.say({ type: 'call.failed', call: id });
    await hangsUp.promise;
    await ada.until(conversation, ({ status }) => status === 'wrap-up');
    const page = { after: 0, limit: 100, notes: true };
    const messages = await stage.store.after(stage.account, conversation, page);
    const ends = messages.flatMap(({ body }) =>
      body.type === 'system' && body.note.type === 'ended' ? body.note.by : [],
    );
    assert.deepEqual(ends, ['agent']);
  }),
);
