// Supervisors of calls, on a real media host: who hears whom in each way of taking part, who may, and
// that a call is taken over.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { usersChanged } from '@opportune/protocol/bus/changes.ts';
import type { Watching } from '@opportune/protocol/conversation/spoken.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { until as eventually } from '../adapter/process/processes.test-support.ts';
import type { AgentClient } from '../testing/people.test-support.ts';
import {
  type CallStage,
  joins,
  proposes,
  type Side,
  sideOfAgent,
  sideOfVisitor,
  until,
  withCalls,
} from './call-stage.test-support.ts';

const is = (state: string) => (call: { readonly state: string }) => call.state === state;

/** A call in which both hear each other. */
async function speaking(of: CallStage) {
  const talk = await of.talk();
  const [one, two] = [sideOfVisitor(talk.visitor), sideOfAgent(talk.ada)];
  const { id } = await proposes(one, talk.conversation);
  await until(two, is('asked'));
  two.say({ type: 'call.accept', call: id });
  const talkers = { visitor: of.talker('visitor'), ada: of.talker('ada') };
  await joins(one, talkers.visitor, id, 'page');
  await joins(two, talkers.ada, id, 'console');
  await until(two, is('connected'));
  return { ...talk, id, one, two, talkers };
}

async function watches(side: Side, conversation: ConversationId, watching: Watching) {
  const request = randomUUID();
  side.say({ type: 'call.watch', request, conversation, watching } as never);
  return request;
}

/** What a console is answered. */
async function refusal(client: AgentClient, request: string): Promise<string> {
  const { problem } = await client.inbox.next('problem', (frame) => frame.request === request);
  return problem.code;
}

/** The call as a side was told last. */
function lastCall({ inbox }: Side) {
  const frame = inbox.frames.findLast(({ type }) => type === 'call');
  return frame?.type === 'call' ? frame.call : undefined;
}

const manager = (of: CallStage, name: string) => of.stage.agent(name, { role: 'manager' });

test(
  '[CX26] [CX26.6] a manager listens, whispers and barges in, and each hears whom the rules name',
  withCalls(async (of) => {
    const { conversation, id, talkers, one, two } = await speaking(of);
    const { visitor, ada } = talkers;
    const told = (which: Side) => lastCall(which)?.watchedBy ?? null;
    const isTold = (way: string | null) =>
      eventually(`the agent is told: ${way}`, () => told(two) === way && told(one) === null);
    const boss = await manager(of, 'watch-boss');
    const side = sideOfAgent(boss);
    await watches(side, conversation, 'listen');
    assert.equal((await until(side, (call) => call.id === id)).watching, 'listen');
    const talker = of.talker('boss');
    await joins(side, talker, id, 'manager');
    await talker.hearing(['visitor', 'ada']);
    await visitor.hearing(['ada']);
    await ada.hearing(['visitor']);
    await isTold(null);
    await watches(side, conversation, 'whisper');
    await ada.hearing(['visitor', 'boss']);
    await isTold('whisper');
    await visitor.hearing(['ada']);
    await watches(side, conversation, 'barge-in');
    await visitor.hearing(['ada', 'boss']);
    await ada.hearing(['visitor', 'boss']);
    await isTold('barge-in');
    await watches(side, conversation, 'listen');
    await visitor.hearing(['ada']);
    await isTold(null);
    side.say({ type: 'call.leave', call: id });
    await side.inbox.next('call.over');
    await ada.hearing(['visitor']);
  }),
);

test(
  '[CX26.4] who takes the conversation over has its call at once, and the former agent leaves it',
  withCalls(async (of) => {
    const { conversation, id, talkers, two } = await speaking(of);
    const boss = await (await manager(of, 'watch-takes')).online();
    const side = sideOfAgent(boss);
    await watches(side, conversation, 'listen');
    await until(side, (call) => call.id === id);
    const talker = of.talker('boss');
    await joins(side, talker, id, 'manager');
    await talker.hearing(['visitor', 'ada']);
    assert.equal(await boss.command({ type: 'conversation.take-over', conversation }), null);
    assert.equal((await two.inbox.next('call.over')).reason, 'transferred');
    await talkers.visitor.hearing(['boss']);
    await talker.hearing(['visitor']);
    const desk = of.stage.converse.desks.open(of.stage.account)?.desk;
    assert.deepEqual(
      [desk?.agents.get(boss.user)?.isSpeaking, desk?.conversations.get(conversation)?.agent],
      [true, boss.user],
    );
    side.say({ type: 'call.leave', call: id });
    await side.inbox.next('call.over');
    assert.equal(desk?.agents.get(boss.user)?.isSpeaking, false);
  }),
);

test(
  '[CX26.1] only managers of the account supervise, and only a call in which both hear each other',
  withCalls(async (of) => {
    const { conversation, id } = await speaking(of);
    const ben = await of.stage.agent('watch-ben');
    assert.equal(
      await refusal(ben, await watches(sideOfAgent(ben), conversation, 'listen')),
      'auth.forbidden',
    );
    const account = await of.stage.anotherAccount();
    const stranger = await of.stage.agent('watch-stranger', { role: 'manager', account });
    assert.equal(
      await refusal(stranger, await watches(sideOfAgent(stranger), conversation, 'listen')),
      'request.not_found',
    );
    // What a leg does without one does not exist for them.
    sideOfAgent(ben).say({ type: 'call.mute', call: id, isMuted: true });
    assert.equal(await refusal(ben, id), 'request.not_found');
    const silent = await of.talk();
    const boss = await manager(of, 'watch-early');
    assert.equal(
      await refusal(boss, await watches(sideOfAgent(boss), silent.conversation, 'listen')),
      'request.not_found',
    );
    await proposes(sideOfVisitor(silent.visitor), silent.conversation);
    assert.equal(
      await refusal(boss, await watches(sideOfAgent(boss), silent.conversation, 'listen')),
      'request.conflict',
    );
  }),
);

test(
  '[CX26.2] a supervisor leads nothing, is in one call at a time, and leaves when they are no manager',
  withCalls(async (of) => {
    const [first, second] = [await speaking(of), await speaking(of)];
    const boss = await manager(of, 'watch-one');
    const side = sideOfAgent(boss);
    await watches(side, first.conversation, 'barge-in');
    await until(side, (call) => call.id === first.id);
    await joins(side, of.talker('boss'), first.id, 'manager');
    await until(side, is('connected'));
    assert.equal(
      await refusal(boss, await watches(side, second.conversation, 'listen')),
      'agent.no_room',
    );
    side.say({ type: 'call.hold', call: first.id, isHeld: true } as never);
    assert.equal(await refusal(boss, first.id), 'conversation.not_yours');
    const { account, use } = of.stage;
    const { user } = of.stage.principal('watch-one') ?? assert.fail();
    publish(use.bus, usersChanged, { account, user: { ...user, role: 'agent' } });
    await side.inbox.next('call.over', ({ call }) => call === first.id);
    // The call of the others goes on.
    await first.talkers.visitor.hearing(['ada']);
  }),
);

test(
  '[CX26.5] agents are told in which conversations people speak',
  withCalls(async (of) => {
    const { conversation, id, one } = await speaking(of);
    const ben = await of.stage.agent('watch-told');
    const { others } = await ben.inbox.next('calls.all');
    assert.deepEqual(others.going, [conversation]);
    one.say({ type: 'call.leave', call: id });
    await ben.inbox.next('calls.others', ({ others: { going } }) => going.length === 0);
  }),
);
