// The account calls nobody back any more, or not in a way or for a skill: what it promised is withdrawn in
// the transaction that saves this, and its visitors are told.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import type { CallbackSettings } from '@opportune/protocol/rest/conversation/callbacks.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { until as eventually } from '../adapter/process/processes.test-support.ts';
import type { Visitor } from '../testing/people.test-support.ts';
import { createCallbackRules } from './callback-settings.ts';
import { asks, type BackStage, slotsFor, withCallbacks } from './callback-stage.test-support.ts';
import { Callbacks } from './callbacks.ts';

const phone = { type: 'telephone', number: '+4930123456' } as const;
const usual: CallbackSettings = {
  ...{ on: true, perAgent: 1, retries: [15], aheadDays: 7, skills: null },
  ...{ ways: ['browser', 'telephone'], texts: true },
};

/** Saves the rules, as an administrator does. Nothing is done after that but by jobs. */
async function saves({ stage, engines }: BackStage, change: Partial<CallbackSettings>) {
  const { desks, call } = stage.converse;
  const { callBack, ...use } = stage.use;
  assert.ok(callBack !== null);
  const own = { bus: openMemoryBus(testLog()), calls: call.backs };
  const callbacks = new Callbacks({ ...use, ...callBack, desks, store: stage.store, ...own });
  const rules = createCallbackRules(engines.records, (...of) => callbacks.withdraw(...of));
  await rules.change(stage.account, { ...usual, ...change }, () => {});
}

async function promised(asked: ReturnType<typeof asks>): Promise<ConversationId> {
  const answer = await asked;
  assert.ok(typeof answer === 'object', String(answer));
  return answer.conversation;
}

async function standing(of: BackStage, conversation: ConversationId) {
  const row = await of.row(conversation);
  const { stage } = of;
  const record = await stage.store.load(stage.account, conversation);
  const { desk } = await stage.converse.desks.of(stage.account);
  const isQueued = desk.conversations.has(conversation);
  return [row?.['state'], record?.status, record?.caseState, isQueued];
}

/** How often the visitor was told. */
async function told({ stage }: BackStage, conversation: ConversationId): Promise<number> {
  const reading = { after: 0, limit: 100, notes: true };
  const messages = await stage.store.after(stage.account, conversation, reading);
  return messages.filter(
    ({ body }) =>
      body.type === 'system' && body.note.type === 'callback' && body.note.what === 'withdrawn',
  ).length;
}

async function writesTo(visitor: Visitor, from: number, address: string): Promise<ConversationId> {
  const request = randomUUID();
  const way = { type: 'browser' } as const;
  await visitor.send({ type: 'chat.call-back', request, way, from, address });
  const is = (frame: object) => 'request' in frame && frame.request === request;
  return (await visitor.inbox.next('chat.state', is)).conversation.id;
}

test(
  '[CB4] turning call backs off withdraws what was promised, once, and tells visitors also by e-mail',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-off')).online();
    const [visitor, other] = [of.stage.visitor(), of.stage.visitor()];
    const { slots } = await slotsFor(visitor);
    const [first, second] = [slots.at(10)?.from ?? 0, slots.at(20)?.from ?? 0];
    const here = await writesTo(visitor, first, 'bo@example.com');
    const there = await promised(asks(other, second, phone));
    await of.due();
    assert.equal(of.letters.length, 1);
    await saves(of, { on: false });
    // Also where whoever saved it dies before anything else is done.
    await of.stage.restart();
    await of.due();
    for (const conversation of [here, there]) {
      assert.deepEqual(await standing(of, conversation), ['withdrawn', 'message', 'open', false]);
      assert.equal(await told(of, conversation), 1);
    }
    assert.match(of.letters.at(-1)?.text ?? '', /we cannot call you back as agreed/);
    assert.equal(of.letters.length, 2);
    // Nobody is called, and nothing is said again.
    await of.later(second - of.stage.use.clock.now());
    assert.deepEqual([of.ordered.length, of.letters.length, await told(of, there)], [0, 2, 1]);
    assert.equal(await asks(of.stage.visitor(), null), 'callback.off');
  }),
);

test(
  '[CB4] taking a way withdraws the promises by it, also from the queue, and leaves the others',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-way')).online();
    const here = await promised(asks(of.stage.visitor(), null));
    const there = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    assert.deepEqual(await standing(of, there), ['offered', 'waiting', null, true]);
    await saves(of, { ways: ['browser'] });
    await of.due();
    assert.deepEqual(await standing(of, there), ['withdrawn', 'message', 'open', false]);
    assert.equal(await told(of, there), 1);
    assert.deepEqual((await standing(of, here))[0], 'offered');
  }),
);

test(
  '[CB4] promises for skills that are named no more are withdrawn',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-skill')).online();
    const conversation = await promised(asks(of.stage.visitor(), null));
    await saves(of, { skills: [] });
    await of.due();
    assert.equal((await standing(of, conversation))[0], 'withdrawn');
  }),
);

test(
  '[CB4] what rings is not withdrawn, and is not tried again',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb4-rings')).online();
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    await eventually('it rings', () =>
      ada.inbox.frames.some(
        (frame) => frame.type === 'ring.began' && frame.ring.conversation === conversation,
      ),
    );
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    const state = async () => (await of.row(conversation))?.['state'];
    await eventually('it is dialled', async () => of.ordered.length === 1);
    await saves(of, { on: false });
    assert.equal(await state(), 'ringing');
    of.ordered[0]?.follower?.over('unanswered');
    await eventually('the try is over', async () => (await state()) !== 'ringing');
    await of.later(3_600_000);
    assert.deepEqual(await standing(of, conversation), ['withdrawn', 'message', 'open', false]);
    assert.deepEqual([of.ordered.length, await told(of, conversation)], [1, 1]);
  }),
);

test(
  '[CB4] an agent who writes with the visitor goes on, and both see that nobody calls',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-writes')).online();
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    const desk = await of.stage.converse.desks.of(of.stage.account);
    await desk.apply({ type: 'conversation.write', id: conversation }).stored;
    await eventually('an agent has it', () => desk.record(conversation)?.status === 'active');
    await saves(of, { on: false });
    await of.due();
    assert.equal(desk.desk.conversations.get(conversation)?.status, 'active');
    assert.deepEqual(
      [(await standing(of, conversation))[0], await told(of, conversation)],
      ['withdrawn', 1],
    );
  }),
);
