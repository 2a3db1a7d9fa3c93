// What call backs are guarded against: strangers' numbers, the night, changes at the same time, and a
// process that dies in between.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { planOf } from '@opportune/core/conversation/routing/skill-plan.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { visitorAddress } from '@opportune/protocol/contact/contact.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { MessageId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { until as eventually } from '../adapter/process/processes.test-support.ts';
import { joins, sideOfAgent, sideOfVisitor, until } from '../call/call-stage.test-support.ts';
import { changeCase } from '../desk/cases/cases.ts';
import type { AgentClient, Visitor } from '../testing/people.test-support.ts';
import { asks, type BackStage, slotsFor, withCallbacks } from './callback-stage.test-support.ts';

const hourMs = 3_600_000;
const phone = { type: 'telephone', number: '+4930123456' } as const;

async function promised(asked: ReturnType<typeof asks>) {
  const answer = await asked;
  assert.ok(typeof answer === 'object', String(answer));
  return answer.conversation;
}

async function accepts(ada: AgentClient, conversation: ConversationId): Promise<void> {
  await eventually('it rings', () =>
    ada.inbox.frames.some(
      (frame) => frame.type === 'ring.began' && frame.ring.conversation === conversation,
    ),
  );
  assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
}

async function stateIs(of: BackStage, conversation: ConversationId, state: string) {
  await eventually(state, async () => (await of.row(conversation))?.['state'] === state);
}

async function changes(visitor: Visitor, conversation: ConversationId, from: number | null) {
  const request = randomUUID();
  await visitor.send({ type: 'chat.change-back', request, conversation, from });
  const came = visitor.inbox.frames.findLast(
    (frame) => 'request' in frame && frame.request === request,
  );
  return came?.type === 'chat.refused' ? came.problem.code : came?.type;
}

/** Runs while statements that read or write promises wait. */
async function whileHeld(
  of: BackStage,
  held: 'its readers' | 'its writers',
  during: (somebodyWaits: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await of.engines.records.withAccount(of.stage.account, async (sql) => {
    if (held === 'its readers') await sql.run('LOCK TABLE callbacks IN ACCESS EXCLUSIVE MODE');
    else await sql.rows('SELECT FROM callbacks FOR UPDATE');
    await during(() =>
      eventually('somebody waits', async () => {
        const waiting = await sql.row(
          'SELECT FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid',
        );
        return waiting !== undefined;
      }),
    );
  });
}

async function someTurns(of: BackStage): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1)
    await of.engines.records.withAccount(of.stage.account, (sql) => sql.row('SELECT 1'));
}

/** What the transcript says of its promise. */
async function notesIn({ stage }: BackStage, conversation: ConversationId) {
  const all = { after: 0, limit: 100, notes: true } as const;
  const messages = await stage.store.after(stage.account, conversation, all);
  return messages.flatMap(({ body }) =>
    body.type === 'system' && body.note.type === 'callback' ? [body.note.what] : [],
  );
}

test(
  '[CB4] a promise that is cancelled while it is moved stays cancelled',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-both')).online();
    const visitor = of.stage.visitor();
    const conversation = await promised(asks(visitor, null));
    const { slots } = await slotsFor(visitor);
    await of.due();
    await stateIs(of, conversation, 'offered');
    const later = slots.at(-1)?.from ?? 0;
    const both: Promise<unknown>[] = [];
    await whileHeld(of, 'its writers', async () => {
      const change = of.stage.converse.callback?.visitors.change;
      both.push(change?.(of.stage.account, conversation, later) ?? Promise.resolve());
      await someTurns(of);
      both.push(change?.(of.stage.account, conversation, null) ?? Promise.resolve());
      await someTurns(of);
    });
    await Promise.all(both);
    const state = (await of.row(conversation))?.['state'];
    const record = await of.stage.store.load(of.stage.account, conversation);
    assert.equal(state, 'cancelled');
    assert.deepEqual([record?.status, record?.caseState], ['ended', 'closed']);
  }),
);

test(
  '[CB4] changes of a promise are done one after another: a cancel waits until a move is done',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-turns')).online();
    const visitor = of.stage.visitor();
    const conversation = await promised(asks(visitor, null));
    const other = await promised(asks(of.stage.visitor(), null));
    const { slots } = await slotsFor(visitor);
    await of.due();
    await stateIs(of, conversation, 'offered');
    const { account, converse } = of.stage;
    const desk = await converse.desks.of(account);
    const held = Promise.withResolvers<void>();
    const free = desk.writes.queue.run(conversation, () => held.promise);
    const change = (from: number | null, whose = conversation) =>
      converse.callback?.visitors.change(account, whose, from);
    const moved = change(slots.at(-1)?.from ?? 0);
    await stateIs(of, conversation, 'promised');
    const cancelled = change(null);
    // Asked later, and done with its conversation too: what waits for nothing is stored before that.
    assert.equal(await change(null, other), null);
    const meanwhile = (await of.row(conversation))?.['state'];
    held.resolve();
    assert.equal(meanwhile, 'promised');
    await Promise.all([free, moved, cancelled]);
    assert.equal((await of.row(conversation))?.['state'], 'cancelled');
    assert.deepEqual(await notesIn(of, conversation), ['promised', 'moved', 'cancelled']);
  }),
);

test(
  '[CB4] a move to the time that it has changes nothing, and a cancelled one has none',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-same')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const from = slots[3]?.from ?? 0;
    const conversation = await promised(asks(visitor, from));
    const { account, converse } = of.stage;
    const row = await of.row(conversation);
    for (let times = 0; times < 3; times += 1)
      assert.equal(await changes(visitor, conversation, from), 'chat.slots');
    assert.deepEqual(await of.row(conversation), row);
    assert.deepEqual(await notesIn(of, conversation), ['promised']);
    // The second one is let through before the first is done.
    const both: unknown[] = [];
    await whileHeld(of, 'its writers', async (somebodyWaits) => {
      both.push(converse.callback?.visitors.change(account, conversation, null));
      await somebodyWaits();
      both.push(converse.callback?.visitors.change(account, conversation, from));
      await someTurns(of);
    });
    assert.deepEqual(await Promise.all(both), [null, 'callback.over']);
    assert.deepEqual(await notesIn(of, conversation), ['promised', 'cancelled']);
  }),
);

test(
  '[CB3] who is blocked gets no call back, also not for a message that they left before',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb3-blocked')).online();
    const visitor = of.stage.visitor();
    const request = randomUUID();
    const leaves = { type: 'chat.leave', request, name: 'Bo', address: 'bo@example.com' } as const;
    await visitor.send({
      ...leaves,
      message: { id: MessageId.parse(randomUUID()), text: 'Please call' },
    });
    const { conversation } = await visitor.inbox.next(
      'chat.state',
      (frame) => frame.request === request,
    );
    const { account, store, use } = of.stage;
    await store.block(account, visitorAddress(visitor.id), UserId.parse('ada'), use.clock.now());
    assert.equal(await asks(visitor, null, phone, request), 'visitor.blocked');
    assert.equal(await of.row(conversation.id), undefined);
  }),
);

test(
  '[CB4] a visitor who ends the conversation while they wait for an agent cancels it',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-ends')).online();
    const visitor = of.stage.visitor();
    const conversation = await promised(asks(visitor, null, phone));
    await of.due();
    await stateIs(of, conversation, 'offered');
    await visitor.send({ type: 'chat.end', conversation });
    await eventually('it is over', async () => {
      const record = await of.stage.store.load(of.stage.account, conversation);
      return record?.status === 'ended';
    });
    await of.later(callbackLimits.lookMs);
    await stateIs(of, conversation, 'cancelled');
    const { desk } = await of.stage.converse.desks.of(of.stage.account);
    assert.equal(desk.conversations.get(conversation), undefined);
  }),
);

test(
  '[CB4] who closes the case of a promise cancels it, and an open one is not offered once it is blocked',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb4-closes')).online();
    const { account, store, converse } = of.stage;
    const [one, two, three] = [of.stage.visitor(), of.stage.visitor(), of.stage.visitor()];
    const { slots } = await slotsFor(one);
    const [, , first, second, third] = slots;
    const closed = await promised(asks(one, first?.from ?? 0));
    const ended = await promised(asks(three, third?.from ?? 0));
    const blocked = await promised(asks(two, second?.from ?? 0));
    const desk = await converse.desks.of(account);
    await changeCase(converse.desks.parts, desk, account, {
      id: closed,
      change: { state: 'closed' },
    });
    await stateIs(of, closed, 'cancelled');
    assert.equal(await ada.command({ type: 'conversation.end', conversation: ended }), null);
    await stateIs(of, ended, 'cancelled');
    await store.block(
      account,
      visitorAddress(two.id),
      UserId.parse('ada'),
      of.stage.use.clock.now(),
    );
    await of.later((second?.from ?? 0) - of.stage.use.clock.now());
    await stateIs(of, blocked, 'cancelled');
    assert.ok(!ada.inbox.frames.some(({ type }) => type === 'ring.began'));
  }),
);

test(
  '[CB1] [CB3] a number is offered no time at night, and is not called then',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb3-night')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const [, , night, , , , day] = slots;
    assert.ok(night !== undefined && day !== undefined);
    of.numbers.nightUntil = day.from;
    const request = randomUUID();
    await visitor.send({ type: 'chat.slots', request, number: phone.number });
    const told = await visitor.inbox.next('chat.slots', (frame) => frame.request === request);
    assert.deepEqual([told.now, told.slots[0]?.from], [false, day.from]);
    assert.equal(await asks(visitor, null, phone), 'call.quiet_hours');
    assert.equal(await asks(visitor, night.from, phone), 'callback.slot');
    const conversation = await promised(asks(visitor, day.from, phone));
    assert.equal(await changes(visitor, conversation, night.from), 'callback.slot');
    // In the page it rings at any hour.
    await promised(asks(of.stage.visitor(), night.from));
  }),
);

test(
  '[CB6] what may not be called at the hour, or is spent, is put off and is no try',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb6-put-off')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const from = slots[2]?.from ?? 0;
    const conversation = await promised(asks(visitor, from, phone));
    of.numbers.nightUntil = from + hourMs;
    await of.later(from - of.stage.use.clock.now());
    const put = await of.row(conversation);
    assert.deepEqual([put?.['state'], put?.['attempts']], ['promised', 0]);
    assert.deepEqual(put?.['due_at'], new Date(of.numbers.nightUntil));
    await of.later(of.numbers.nightUntil - of.stage.use.clock.now());
    await stateIs(of, conversation, 'offered');
    of.numbers.refused = 'call.spent';
    of.numbers.spentUntil = of.stage.use.clock.now() + 2 * hourMs;
    await accepts(ada, conversation);
    await stateIs(of, conversation, 'promised');
    const spent = await of.row(conversation);
    assert.equal(spent?.['attempts'], 0);
    assert.deepEqual(spent?.['due_at'], new Date(of.numbers.spentUntil));
  }),
);

test(
  '[CB6] a call that fails in an unexpected way is a try',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb6-throws')).online();
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    of.numbers.refused = 'throws';
    await accepts(ada, conversation);
    await stateIs(of, conversation, 'promised');
    assert.equal((await of.row(conversation))?.['attempts'], 1);
  }),
);

test(
  '[CB6] what is put off stays no try, also where that cannot be stored at once',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb6-fails')).online();
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    of.numbers.refused = 'call.spent';
    of.numbers.spentUntil = of.stage.use.clock.now() + 2 * hourMs;
    of.numbers.failing = 1;
    await accepts(ada, conversation);
    await eventually('it failed', () => of.numbers.failing === 0);
    await of.later(callbackLimits.lookMs);
    await stateIs(of, conversation, 'promised');
    const row = await of.row(conversation);
    assert.deepEqual([row?.['attempts'], row?.['due_at']], [0, new Date(of.numbers.spentUntil)]);
    const record = await of.stage.store.load(of.stage.account, conversation);
    assert.equal(record?.status, 'message');
  }),
);

const [sales, service] = [SkillId.parse('sales'), SkillId.parse('service')];
const both = new Map([sales, service].map((skill) => [skill, 3]));
const onePerson = planOf({
  rules: new Map(),
  levels: new Map([[UserId.parse('u-cb2-both'), both]]),
});

test(
  '[CB2] an agent with two skills is promised once in a slot',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb2-both')).online();
    const levels = onePerson.levels as Map<UserId, ReadonlyMap<SkillId, number>>;
    levels.set(ada.user, both);
    const callback = of.stage.converse.callback?.visitors;
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const from = slots[2]?.from ?? 0;
    const reserve = (skill: SkillId) =>
      callback?.reserve(
        of.stage.visitor().link,
        { type: 'chat.call-back', request: randomUUID(), way: { type: 'browser' }, from },
        skill,
      );
    assert.ok('id' in ((await reserve(sales)) ?? {}));
    assert.deepEqual(await reserve(service), { refused: 'callback.slot' });
  }, onePerson),
);

test(
  '[CB7] what is only reserved is promised or forgotten once its time is over',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-reserved')).online();
    const { account } = of.stage;
    const inAccount = of.engines.records;
    const count = () =>
      inAccount.withAccount(account, (sql) =>
        sql.row<{ count: number }>('SELECT count(*)::int AS count FROM callbacks'),
      );
    const visitor = of.stage.visitor();
    // Its conversation never comes.
    await of.stage.converse.callback?.visitors.reserve(
      of.stage.visitor().link,
      { type: 'chat.call-back', request: randomUUID(), way: phone, from: null },
      null,
    );
    // The process dies once the conversation is stored.
    const { slots } = await slotsFor(visitor);
    const conversation = await promised(asks(visitor, slots[2]?.from ?? 0));
    await inAccount.withAccount(account, (sql) =>
      sql.run(
        "UPDATE callbacks SET state = 'reserved', conversation = NULL WHERE conversation = $1",
        [conversation],
      ),
    );
    assert.deepEqual(await count(), { count: 2 });
    await of.later(callbackLimits.reservedMs);
    await stateIs(of, conversation, 'promised');
    assert.deepEqual(await count(), { count: 1 });
  }),
);

test(
  '[CB7] a restart keeps that an agent accepts a call back',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-known')).online();
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    await stateIs(of, conversation, 'offered');
    await of.stage.restart();
    const { desk } = await of.stage.converse.desks.of(of.stage.account);
    const talk = desk.conversations.get(conversation);
    assert.deepEqual([talk?.status, talk?.callsBack, talk?.speaks], ['waiting', true, true]);
  }),
);

test(
  '[CB5] who was reached is not called again, also where the promise is looked at meanwhile',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb5-look')).online();
    const visitor = of.stage.visitor();
    const conversation = await promised(asks(visitor, null));
    await of.due();
    await accepts(ada, conversation);
    const [one, two] = [sideOfVisitor(visitor), sideOfAgent(ada)];
    const { id } = await until(one, ({ state }) => state === 'asked');
    one.say({ type: 'call.accept', call: id });
    await Promise.all([
      joins(one, of.talker('visitor'), id, 'page'),
      joins(two, of.talker('ada'), id, 'console'),
    ]);
    await until(two, ({ state }) => state === 'connected');
    const looked: Promise<void>[] = [];
    await whileHeld(of, 'its readers', async () => {
      looked.push(of.later(callbackLimits.lookMs));
      await someTurns(of);
      two.say({ type: 'call.leave', call: id });
      await ada.inbox.next('call.over');
      await someTurns(of);
    });
    await Promise.all(looked);
    await stateIs(of, conversation, 'reached');
  }),
);

test(
  '[CB5] an agent who takes the conversation to write calls nobody',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb5-writes')).online();
    const visitor = of.stage.visitor();
    const conversation = await promised(asks(visitor, null, phone));
    await of.due();
    await stateIs(of, conversation, 'offered');
    const desk = await of.stage.converse.desks.of(of.stage.account);
    await desk.apply({ type: 'conversation.write', id: conversation }).stored;
    await eventually('an agent has it', () => desk.record(conversation)?.status === 'active');
    await of.later(callbackLimits.lookMs);
    assert.equal((await of.row(conversation))?.['state'], 'offered');
    assert.equal(of.ordered.length, 0);
    // Also not after a restart.
    await of.stage.restart();
    await of.later(callbackLimits.lookMs);
    assert.equal((await of.row(conversation))?.['attempts'], 0);
    assert.equal(of.ordered.length, 0);
  }),
);

test(
  '[CB3] a number on the do-not-call list is promised as any other, and is a case that nobody called',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb3-opted-out')).online();
    of.numbers.optedOut.add(phone.number);
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    await stateIs(of, conversation, 'promised');
    await of.later(callbackLimits.patienceMs);
    await stateIs(of, conversation, 'missed');
    const record = await of.stage.store.load(of.stage.account, conversation);
    assert.deepEqual([record?.status, record?.caseState], ['message', 'open']);
    assert.equal((await of.row(conversation))?.['attempts'], 0);
    assert.ok(!ada.inbox.frames.some(({ type }) => type === 'ring.began'));
    assert.equal(of.ordered.length, 0);
  }),
);

test(
  '[CB3] each number that is refused is charged',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb3-charged')).online();
    const visitor = of.stage.visitor();
    const tried: unknown[] = [];
    const burst = rateBudgets['messages-left.visitor'].burst;
    const abroad = { ...phone, number: '+8812345678' };
    for (let times = 0; times < 3 * burst && tried.at(-1) !== 'proof.required'; times += 1)
      tried.push(await asks(visitor, null, abroad));
    assert.equal(tried[0], 'call.country');
    assert.equal(tried.at(-1), 'proof.required');
  }),
);

test(
  '[CB2] a number is called so often in 24 hours, by all of its promises together',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb2-tries')).online();
    const now = of.stage.use.clock.now();
    const earlier = await promised(asks(of.stage.visitor(), null, phone));
    const calls = Array.from(
      { length: callbackLimits.triesOfNumber - 1 },
      (_, index) => new Date(now - (index + 2) * hourMs),
    );
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        `UPDATE callbacks SET state = 'missed', due_at = NULL, over_at = $2, attempts = 5, called_at = $3
         WHERE conversation = $1`,
        [earlier, new Date(now), calls],
      ),
    );
    const conversation = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    await accepts(ada, conversation);
    await eventually('it is called', () => of.ordered[0]?.follower != null);
    of.ordered[0]?.follower?.over('unanswered');
    await stateIs(of, conversation, 'promised');
    await of.later(hourMs);
    const row = await of.row(conversation);
    // It was called last with the sixth call of the day. The first one was six hours ago.
    assert.deepEqual([row?.['state'], row?.['attempts']], ['promised', 1]);
    assert.deepEqual(row?.['due_at'], new Date(now + 18 * hourMs));
    assert.equal(of.ordered.length, 1);
    await of.later(17 * hourMs);
    await stateIs(of, conversation, 'offered');
  }),
);

test(
  '[CB2] [CB4] a promise is moved so often, and an address looks so often',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb2-bounds')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const from = slots[3]?.from ?? 0;
    const moved = await promised(asks(visitor, from));
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run('UPDATE callbacks SET turn = $2 WHERE conversation = $1', [
        moved,
        callbackLimits.moves,
      ]),
    );
    assert.equal(await changes(visitor, moved, slots[4]?.from ?? 0), 'chat.slots');
    assert.equal(await changes(visitor, moved, from), 'callback.over');

    const address = randomUUID();
    const answers: unknown[] = [];
    const looks = rateBudgets['slots.address'].burst;
    // It refills by one a second meanwhile.
    for (let times = 0; times < 3 * looks && answers.at(-1) !== 'chat.refused'; times += 1) {
      const each = of.stage.visitor(undefined, address);
      await each.send({ type: 'chat.slots', request: 'look' });
      answers.push(each.inbox.frames.at(-1)?.type);
      each.leave();
    }
    assert.deepEqual([answers[0], answers.at(-1)], ['chat.slots', 'chat.refused']);
    assert.ok(answers.length > looks);
  }),
);
