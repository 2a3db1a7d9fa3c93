// Call backs: promised, kept once, tried again, and left to a person.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { joins, sideOfAgent, sideOfVisitor, until } from '../call/call-stage.test-support.ts';
import { until as eventually } from '../adapter/process/processes.test-support.ts';
import type { AgentClient } from '../testing/people.test-support.ts';
import { countCallbacks, listCallbacks } from './callback-rows.ts';
import { asks, type BackStage, slotsFor, withCallbacks } from './callback-stage.test-support.ts';

const minuteMs = 60_000;
const phone = { type: 'telephone', number: '+4930123456' } as const;

async function promised(asked: ReturnType<typeof asks>) {
  const answer = await asked;
  assert.ok(typeof answer === 'object', String(answer));
  return answer;
}

async function accepts(ada: AgentClient, conversation: ConversationId, times = 1): Promise<void> {
  await eventually('it rings', () => {
    const rings = ada.inbox.frames.filter(
      (frame) => frame.type === 'ring.began' && frame.ring.conversation === conversation,
    );
    return rings.length >= times;
  });
  assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
}

async function stateIs(of: BackStage, conversation: ConversationId, state: string) {
  await eventually(state, async () => (await of.row(conversation))?.['state'] === state);
}

const recordOf = ({ stage }: BackStage, conversation: ConversationId) =>
  stage.store.load(stage.account, conversation);

test(
  '[CB3] [CB5] a visitor is called back in the page in their slot, by an agent who accepted it',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb5-ada')).online();
    const visitor = of.stage.visitor();
    const { slots, ways, now } = await slotsFor(visitor);
    assert.deepEqual([ways, now], [['browser', 'telephone'], true]);
    // The soonest may be too soon in a moment.
    const [, , first] = slots;
    assert.ok(first !== undefined);
    const { conversation, promise } = await promised(asks(visitor, first.from));
    assert.deepEqual([promise?.state, promise?.from], ['promised', first.from]);
    assert.equal((await recordOf(of, conversation))?.status, 'message');
    await of.due();
    assert.equal((await of.row(conversation))?.['state'], 'promised');

    await of.later(first.from - of.stage.use.clock.now());
    assert.equal((await of.row(conversation))?.['state'], 'offered');
    const { ring } = await ada.inbox.next('ring.began');
    assert.equal(ring.speaks, true);
    await accepts(ada, conversation);
    // It rings in the page, and the agent is in the call at once.
    const [one, two] = [sideOfVisitor(visitor), sideOfAgent(ada)];
    const { id } = await until(one, ({ state }) => state === 'asked');
    one.say({ type: 'call.accept', call: id });
    await Promise.all([
      joins(one, of.talker('visitor'), id, 'page'),
      joins(two, of.talker('ada'), id, 'console'),
    ]);
    await until(two, ({ state }) => state === 'connected');
    two.say({ type: 'call.leave', call: id });
    await stateIs(of, conversation, 'reached');
    const row = await of.row(conversation);
    assert.equal(row?.['attempts'], 1);
    assert.ok(row?.['first_rung_at'] instanceof Date);
    // The conversation goes on with its agent.
    assert.equal((await recordOf(of, conversation))?.agent?.user, ada.user);
    assert.equal((await recordOf(of, conversation))?.status, 'active');
    await of.later(callbackLimits.lookMs);
    assert.equal((await slotsFor(visitor, conversation)).promise?.state, 'reached');
  }),
);

test(
  '[CB3] [CB6] who does not answer the telephone is tried again, and is then a case for a person',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb6-ada')).online();
    const visitor = of.stage.visitor();
    const { conversation } = await promised(asks(visitor, null, phone));
    visitor.leave();
    for (const [index, waitMs] of [0, 15 * minuteMs, 60 * minuteMs].entries()) {
      await of.later(waitMs);
      await accepts(ada, conversation, index + 1);
      await eventually('it is called', () => of.ordered.at(index)?.follower != null);
      assert.equal(of.ordered[index]?.number, phone.number);
      of.ordered[index]?.follower?.over('unanswered');
      await stateIs(of, conversation, index < 2 ? 'promised' : 'missed');
    }
    assert.equal(of.ordered.length, 3);
    await eventually('it is a case', async () => {
      const record = await recordOf(of, conversation);
      return record?.status === 'message' && record.caseState === 'open';
    });
    const notes = (
      await of.stage.store.after(of.stage.account, conversation, {
        ...{ after: 0, limit: 100, notes: true },
      })
    ).flatMap(({ body }) =>
      body.type === 'system' && body.note.type === 'callback' ? [body.note.what] : [],
    );
    assert.deepEqual(notes, ['promised', 'again', 'again', 'missed']);
  }),
);

test(
  '[CB7] a restart calls nobody twice: what rang counts as a try, and what waited is offered again',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb7-ada')).online();
    const [one, two] = [of.stage.visitor(), of.stage.visitor()];
    const first = await promised(asks(one, null, phone));
    await of.due();
    await accepts(ada, first.conversation);
    await eventually('it is called', () => of.ordered.length === 1);
    const second = await promised(asks(two, null, { ...phone, number: '+4930999999' }));
    await of.due();
    assert.equal((await of.row(second.conversation))?.['state'], 'offered');
    await of.stage.restart();
    await of.later(callbackLimits.lookMs);
    await stateIs(of, first.conversation, 'promised');
    assert.deepEqual((await of.row(first.conversation))?.['attempts'], 1);
    assert.equal(of.ordered.length, 1);
    const talk = of.stage.converse.desks
      .open(of.stage.account)
      ?.desk.conversations.get(second.conversation);
    assert.deepEqual([talk?.callsBack, talk?.status], [true, 'waiting']);
  }),
);

test(
  '[CB2] [CB4] a slot takes so many, a repeat takes one, and a promise is moved and cancelled',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb2-ada')).online();
    const [one, two] = [of.stage.visitor(), of.stage.visitor()];
    const { slots } = await slotsFor(one);
    const [, , first, next] = slots;
    assert.ok(first !== undefined && next !== undefined);
    const request = randomUUID();
    const three = of.stage.visitor();
    const [won, lost] = await Promise.all([asks(two, next.from), asks(three, next.from)]).then(
      (all) => all.toSorted((each) => (typeof each === 'object' ? -1 : 1)),
    );
    assert.deepEqual([typeof won, lost], ['object', 'callback.slot']);
    const asked = await promised(asks(one, first.from, undefined, request));
    const { conversation } = asked;
    assert.deepEqual(await promised(asks(one, first.from, undefined, request)), asked);
    const later = slots[5]?.from ?? 0;
    assert.equal(await asks(one, later), 'callback.promised');
    assert.ok(!(await slotsFor(two)).slots.some(({ from }) => from === first.from));

    const change = async (visitor: typeof one, from: number | null) => {
      const each = randomUUID();
      await visitor.send({ type: 'chat.change-back', request: each, conversation, from });
      const came = visitor.inbox.frames.findLast(
        (frame) => 'request' in frame && frame.request === each,
      );
      return came?.type === 'chat.refused' ? came.problem.code : came?.type;
    };
    // To others it does not exist.
    assert.equal(await change(two, later), 'request.not_found');
    assert.equal(await change(one, later + 1), 'callback.slot');
    assert.equal(await change(one, later), 'chat.slots');
    assert.equal((await slotsFor(one, conversation)).promise?.from, later);
    assert.equal(await change(one, null), 'chat.slots');
    assert.equal((await of.row(conversation))?.['state'], 'cancelled');
    assert.equal((await recordOf(of, conversation))?.status, 'ended');
    assert.equal(await change(one, later), 'callback.over');
    await of.later(8 * 24 * 60 * minuteMs);
    assert.equal(of.ordered.length, 0);
  }),
);

test(
  '[CB3] a number that may not be called is refused, and so is a call back where none is offered',
  withCallbacks(async (of) => {
    const visitor = of.stage.visitor();
    const { slots, now } = await slotsFor(visitor);
    // Nobody has an account there yet, so nobody is usually there.
    assert.deepEqual([slots, now], [[], false]);
    assert.equal(await asks(visitor, null), 'agent.no_room');
    await (await of.stage.agent('cb3-ada')).online();
    const abroad = { ...phone, number: '+8812345678' };
    assert.equal(await asks(visitor, null, abroad), 'call.country');
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        "INSERT INTO callback_settings (account, is_on, per_agent, retries) VALUES ($1, false, 1, '{}')",
        [of.stage.account],
      ),
    );
    assert.equal(await asks(visitor, null, phone), 'callback.off');
    const told = await slotsFor(visitor);
    assert.deepEqual([told.slots, told.now, told.ways], [[], false, []]);
  }),
);

test(
  '[CB3] nobody is called for the request of a conversation that an agent has',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb3-again')).online();
    const visitor = of.stage.visitor();
    const request = randomUUID();
    const conversation = await visitor.start('Hello', request);
    await ada.until(conversation, ({ status }) => status === 'active');
    assert.equal(await asks(visitor, null, phone, request), 'request.conflict');
    assert.equal(await of.row(conversation), undefined);
    await of.later(callbackLimits.lookMs);
    assert.equal(of.ordered.length, 0);
    // What it had reserved is free.
    const other = of.stage.visitor();
    await promised(asks(other, null, phone));
  }),
);

test(
  '[CB2] a number is called by one promise at a time, and nobody learns of the other',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb2-number')).online();
    const first = await promised(asks(of.stage.visitor(), null, phone));
    await of.due();
    const second = await promised(asks(of.stage.visitor(), null, phone));
    assert.equal(second.promise?.state, 'promised');
    await of.later(callbackLimits.lookMs);
    await stateIs(of, first.conversation, 'offered');
    await stateIs(of, second.conversation, 'promised');
    await accepts(ada, first.conversation);
    await eventually('it is called', () => of.ordered[0]?.follower != null);
    await of.later(callbackLimits.lookMs);
    await stateIs(of, second.conversation, 'promised');
    of.ordered[0]?.follower?.over('unanswered');
    await stateIs(of, first.conversation, 'promised');
    await of.later(2 * callbackLimits.lookMs);
    await stateIs(of, second.conversation, 'offered');
  }),
);

test(
  '[CB2] of two promises that are due at once, one calls the number first',
  withCallbacks(async (of) => {
    for (const name of ['one', 'two']) await (await of.stage.agent(`cb2-${name}`)).online();
    const visitors = [of.stage.visitor(), of.stage.visitor()] as const;
    const { slots } = await slotsFor(visitors[0]);
    const from = slots.at(-1)?.from ?? 0;
    const both = await Promise.all(visitors.map((one) => promised(asks(one, from, phone))));
    await of.later(from - of.stage.use.clock.now());
    for (let look = 0; look < 4; look += 1) {
      const rows = await Promise.all(both.map(({ conversation }) => of.row(conversation)));
      assert.deepEqual(rows.map((row) => row?.['state']).toSorted(), ['offered', 'promised']);
      await of.later(callbackLimits.lookMs);
    }
  }),
);

test(
  '[CB1] looks at slots have a budget',
  withCallbacks(async (of) => {
    const visitor = of.stage.visitor();
    const request = randomUUID();
    // It refills meanwhile.
    for (let times = 0; times <= 3 * rateBudgets['slots.visitor'].burst; times += 1)
      await visitor.send({ type: 'chat.slots', request });
    const last = await visitor.inbox.next('chat.refused', (frame) => frame.request === request);
    assert.equal(last.problem.code, 'rate.chats');
  }),
);

test(
  '[CB3] who waits keeps their place in the queue for their call back',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb3-queue', { room: 1 })).online();
    const [busy, one, two] = [of.stage.visitor(), of.stage.visitor(), of.stage.visitor()];
    const hers = await busy.start('Hello');
    await ada.until(hers, ({ status }) => status === 'active');
    const waits = await one.start('Hello');
    await two.start('Me too');
    const { conversation } = await promised(asks(one, null, phone));
    assert.equal(conversation, waits);
    await of.due();
    assert.equal((await of.row(conversation))?.['state'], 'offered');
    const desk = of.stage.converse.desks.open(of.stage.account);
    assert.equal(desk?.place(conversation)?.position, 1);
  }),
);

test(
  '[CB1] [CB3] an account says for which skills, in which ways and how far ahead it calls back',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb1-rules')).online();
    const visitor = of.stage.visitor();
    const save = (skills: readonly string[] | null, ways: readonly string[]) =>
      of.engines.records.withAccount(of.stage.account, (sql) =>
        sql.run(
          `INSERT INTO callback_settings (account, is_on, per_agent, retries, ahead_days, skills, ways)
           VALUES ($1, true, 1, '{}', 2, $2, $3)
           ON CONFLICT (account) DO UPDATE SET skills = excluded.skills, ways = excluded.ways`,
          [of.stage.account, skills, ways],
        ),
      );
    await save(null, ['browser']);
    const { slots, ways } = await slotsFor(visitor);
    assert.deepEqual(ways, ['browser']);
    const last = slots.at(-1)?.from ?? 0;
    const ahead = last - of.stage.use.clock.now();
    assert.ok(ahead <= 48 * 60 * minuteMs && ahead > 47 * 60 * minuteMs);
    assert.equal(await asks(visitor, null, phone), 'callback.way');
    // Theirs has no skill.
    await save(['sales'], ['browser', 'telephone']);
    assert.deepEqual((await slotsFor(visitor)).ways, []);
    assert.equal(await asks(visitor, null), 'callback.off');
  }),
);

test(
  '[CB9.2] a list of promises says of how many it is, whatever it shows',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb9-ada')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    for (let at = 0; at < 3; at += 1)
      await promised(
        asks(of.stage.visitor(), slots.at(20 + at)?.from ?? 0, {
          ...phone,
          number: `+493012345${at}00`,
        }),
      );
    const lists = (isOver: boolean) =>
      of.engines.records.withAccount(of.stage.account, async (sql) => [
        (await listCallbacks(sql, { isOver, limit: 2 })).length,
        await countCallbacks(sql, isOver),
      ]);
    assert.deepEqual(await Promise.all([lists(false), lists(true)]), [
      [2, 3],
      [0, 0],
    ]);
    // A place that is taken before its conversation is stored is no promise.
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run("UPDATE callbacks SET state = 'reserved', conversation = NULL WHERE number = $1", [
        '+493012345000',
      ]),
    );
    assert.deepEqual(await lists(false), [2, 2]);
  }),
);
