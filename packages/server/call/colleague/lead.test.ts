// Whoever has the conversation leads its call, and whoever leads the call has its conversation, also if
// somebody takes it over, is gone or is disabled meanwhile. Nobody who speaks apart comes to the customer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { sessionsEnded, usersChanged } from '@opportune/protocol/bus/changes.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { AgentClient } from '../../testing/people.test-support.ts';
import {
  type CallStage,
  joins,
  sideOfAgent,
  until,
  withCalls,
} from '../call-stage.test-support.ts';
import { asks, consulting, is, listens, say, speaking } from './consulting.test-support.ts';

const takes = (client: AgentClient, conversation: ConversationId) =>
  client.command({ type: 'conversation.take-over', conversation });

/** The sound of an agent ends, and no page offers it again. */
const loses = ({ stage }: CallStage, { user }: AgentClient) =>
  publish(stage.use.bus, sessionsEnded, { account: stage.account, user, only: null, except: null });

test(
  '[CX4.5] [CX26.4] a supervisor who takes a call over takes nobody to the customer who was consulted',
  withCalls(async (of) => {
    const scene = await speaking(of);
    const { ada, ben, id, conversation, three, talkers } = scene;
    const boss = await listens(of, conversation, id);
    assert.equal(await asks(ada, id, ben.user), null);
    await until(three, is('asked'));
    three.say({ type: 'call.accept', call: id });
    await joins(three, talkers.ben, id, 'of ben');
    await talkers.ben.hearing(['ada']);
    assert.equal(await takes(boss, conversation), null);
    assert.equal((await three.inbox.next('call.over')).reason, 'hung-up');
    await talkers.visitor.hearing(['boss']);
    await talkers.ben.hearing([]);
  }),
);

test(
  '[CX4.5] [CX26.4] and it rings at a colleague no more who was asked',
  withCalls(async (of) => {
    const { ada, ben, id, conversation, three, talkers } = await speaking(of);
    const boss = await listens(of, conversation, id);
    assert.equal(await asks(ada, id, ben.user), null);
    await until(three, is('asked'));
    assert.equal(await takes(boss, conversation), null);
    assert.equal((await three.inbox.next('call.over')).reason, 'cancelled');
    await talkers.visitor.hearing(['boss']);
  }),
);

test(
  '[CX13.2] whoever takes the conversation over while the agent of its call is lost leads it',
  withCalls(async (of) => {
    const { ada, id, conversation, two, three, talkers } = await consulting(of);
    const boss = await (await of.stage.agent('cx13-boss', { role: 'manager' })).online();
    loses(of, ada);
    await until(three, ({ aside }) => aside?.is === 'coming');
    assert.equal(await takes(boss, conversation), null);
    await three.inbox.next('call.over');
    const four = sideOfAgent(boss);
    await until(four, is('asked'));
    four.say({ type: 'call.accept', call: id });
    await joins(four, of.talker('boss'), id, 'of boss');
    assert.equal((await until(four, is('connected'))).leads, true);
    assert.equal((await two.inbox.next('call.over')).reason, 'transferred');
    await talkers.visitor.hearing(['boss']);
  }),
);

for (const way of ['consultation', 'conference'] as const)
  test(
    `[CX27.5] the conversation follows the call once the agent who led the ${way} is gone`,
    withCalls(async (of) => {
      const { ada, ben, id, conversation, three, talkers } = await consulting(of);
      if (way === 'conference') say(ada, 'conference', id);
      if (way === 'conference') await until(three, is('connected'));
      await ada.disconnect();
      loses(of, ada);
      await until(three, ({ aside, colleagues = [] }) =>
        [aside, ...colleagues].some((each) => each?.is === 'coming'),
      );
      // First nobody has the conversation any more, and then the leg ends.
      of.stage.advance(31_000);
      await until(three, ({ leads, state }) => leads === true && state === 'connected');
      await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
      await talkers.visitor.hearing(['ben']);
    }),
  );

test(
  '[CX27.5] the same if the agent who leads is disabled',
  withCalls(async (of) => {
    const name = 'cx27-disabled';
    const { ben, conversation, three } = await consulting(of, name);
    const { user } = of.stage.principal(name) ?? assert.fail();
    const disabled = { ...user, disabled: true };
    publish(of.stage.use.bus, usersChanged, { account: of.stage.account, user: disabled });
    await until(three, ({ leads, state }) => leads === true && state === 'connected');
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
  }),
);

test(
  '[CX27.5] an agent whose console was gone has the conversation of their call again, and hands it over',
  withCalls(async (of) => {
    const name = 'cx27-returns';
    const { ada, ben, id, conversation, three } = await consulting(of, name);
    await ada.disconnect();
    of.stage.advance(31_000);
    await ben.until(conversation, ({ status, agent }) => status === 'waiting' && agent === null);
    const again = await of.stage.agent(name);
    await ben.until(conversation, ({ agent }) => agent?.user === again.user);
    say(again, 'hand-over', id);
    await until(three, ({ leads, state }) => leads === true && state === 'connected');
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
  }),
);

test(
  '[CX27.11] the call is not handed over to a colleague whose console is long gone',
  withCalls(async (of) => {
    const { ada, ben, id, conversation, two, talkers } = await consulting(of);
    await ben.disconnect();
    of.stage.advance(31_000);
    ada.inbox.frames.splice(0);
    say(ada, 'hand-over', id);
    const { problem } = await ada.inbox.next('problem', ({ request }) => request === id);
    assert.equal(problem.code, 'agent.absent');
    await talkers.ada.hearing(['ben']);
    await talkers.visitor.hearing(['music']);
    say(ada, 'return', id);
    await until(two, is('connected'));
    await talkers.visitor.hearing(['ada']);
    const { desk } = of.stage.converse.desks.open(of.stage.account) ?? assert.fail();
    assert.equal(desk.conversations.get(conversation)?.agent, ada.user);
  }),
);

test(
  '[CX27.11] it is while their console may come back, and they have the conversation then',
  withCalls(async (of) => {
    const { ada, ben, id, conversation, two } = await consulting(of);
    await ben.disconnect();
    of.stage.advance(5000);
    say(ada, 'hand-over', id);
    assert.equal((await two.inbox.next('call.over')).reason, 'transferred');
    await ada.until(conversation, ({ agent }) => agent?.user === ben.user);
  }),
);

test(
  '[CX27.5] [CX13.3] a conversation that the agent of its call gave away by hand waits for others',
  withCalls(async (of) => {
    const { ada, ben, id, conversation, talkers, two } = await speaking(of);
    ben.send({ type: 'agent.state', state: 'away' });
    await ada.inbox.next('agent.changed', ({ agent }) => agent.state === 'away');
    const away = { type: 'conversation.transfer', conversation, to: null, note: '' } as const;
    assert.equal(await ada.command(away), null);
    await ben.until(conversation, ({ status, agent }) => status === 'waiting' && agent === null);
    // Something happens in the call.
    ada.send({ type: 'call.mute', call: id, isMuted: true });
    await until(two, ({ isMuted }) => isMuted);
    const { desk } = of.stage.converse.desks.open(of.stage.account) ?? assert.fail();
    assert.equal(desk.conversations.get(conversation)?.agent, null);
    await talkers.ada.hearing(['visitor']);
  }),
);
