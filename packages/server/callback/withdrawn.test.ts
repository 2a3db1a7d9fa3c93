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
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { createCallbackRules } from './callback-settings.ts';
import { asks, type BackStage, slotsFor, withCallbacks } from './callback-stage.test-support.ts';
import { Callbacks } from './callbacks.ts';

const phone = { type: 'telephone', number: '+4930123456' } as const;
const usual: CallbackSettings = {
  ...{ on: true, perAgent: 1, retries: [15], aheadDays: 7, skills: null },
  ...{ ways: ['browser', 'telephone'], texts: true },
};

function callbacksOf({ stage }: BackStage): Callbacks {
  const { desks, call } = stage.converse;
  const { callBack, ...use } = stage.use;
  assert.ok(callBack !== null);
  const own = { bus: openMemoryBus(testLog()), calls: call.backs };
  return new Callbacks({ ...use, ...callBack, desks, store: stage.store, ...own });
}

/** Saves the rules, as an administrator does. Nothing is done after that but by jobs. */
async function saves(of: BackStage, change: Partial<CallbackSettings>) {
  const { stage, engines } = of;
  const callbacks = callbacksOf(of);
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

test(
  '[CB4] a telephone that is stopped for now withdraws nothing, and one that is removed does',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb4-stopped')).online();
    of.numbers.stopped.add('sms');
    const first = await promised(asks(of.stage.visitor(), null, phone));
    const second = { ...phone, number: '+4930777777' };
    const next = await promised(asks(of.stage.visitor(), null, second));
    of.numbers.stopped.add('telephone');
    await of.due();
    await of.later(callbackLimits.stoppedMs);
    assert.deepEqual(await standing(of, first), ['promised', 'message', 'open', false]);
    assert.equal(await told(of, first), 0);
    of.numbers.stopped.clear();
    await of.later(callbackLimits.stoppedMs);
    assert.deepEqual((await standing(of, first))[0], 'offered');
    of.numbers.isRemoved = true;
    await of.later(callbackLimits.lookMs);
    for (const conversation of [first, next])
      assert.deepEqual(await standing(of, conversation), ['withdrawn', 'message', 'open', false]);
  }),
);

test(
  '[CB4] what was reserved before the account switched it off is withdrawn as soon as it is promised',
  withCallbacks(async (of) => {
    const { stage } = of;
    await (await stage.agent('cb4-reserved')).online();
    const { slots } = await slotsFor(stage.visitor());
    const conversation = await promised(asks(stage.visitor(), null));
    await of.due();
    const record = await stage.store.load(stage.account, conversation);
    assert.ok(record !== null);
    const callbacks = callbacksOf(of);
    const request = randomUUID();
    const reserved = await callbacks.reserve(await stage.converse.desks.of(stage.account), {
      ...{ at: { channel: record.channel, address: 'somebody' }, request, skill: null, way: phone },
      ...{ from: slots.at(20)?.from ?? 0, reads: { language: 'en', timeZone: null } },
      writesTo: null,
    });
    assert.ok('id' in reserved);
    await saves(of, { on: false });
    await callbacks.promise(stage.account, reserved.id, conversation, true);
    const row = await of.engines.records.withAccount(stage.account, (sql) =>
      sql.row('SELECT state FROM callbacks WHERE id = $1', [reserved.id]),
    );
    assert.deepEqual(row, { state: 'withdrawn' });
  }),
);

test(
  '[CB4] many are withdrawn in few statements, while the account is locked',
  withCallbacks(async (of) => {
    const { stage, engines } = of;
    await (await stage.agent('cb4-many')).online();
    const { slots } = await slotsFor(stage.visitor());
    const conversation = await promised(asks(stage.visitor(), slots.at(20)?.from ?? 0, phone));
    const many = 200;
    await engines.records.withAccount(stage.account, (sql) =>
      sql.run(
        `INSERT INTO callbacks SELECT (jsonb_populate_record(b, jsonb_build_object('id', id || '-' || n,
           'request', request || '-' || n))).* FROM callbacks AS b, generate_series(2, $2::int) AS n
         WHERE conversation = $1`,
        [conversation, many],
      ),
    );
    const figures = await engines.records.withAccount(stage.account, async (sql) => {
      let statements = 0;
      const counted = <Of extends readonly unknown[], Result>(ask: (...of: Of) => Result) => {
        return (...given: Of): Result => ((statements += 1), ask(...given));
      };
      const counting: Sql = {
        ...{ run: counted(sql.run), row: counted(sql.row), rows: counted(sql.rows) },
        often: counted(sql.often),
      } as Sql;
      await callbacksOf(of).withdraw(counting, stage.account, { ...usual, on: false });
      const row = await sql.row<object>(
        `SELECT (SELECT count(*)::int FROM callbacks WHERE state = 'withdrawn' AND over_at IS NOT NULL
             AND due_at IS NULL AND turn = 2) AS withdrawn,
           (SELECT count(*)::int FROM jobs WHERE id LIKE 'cb.%.2') AS looks,
           (SELECT count(*)::int FROM jobs WHERE id LIKE 'cbt.%.2.withdrawn') AS texts`,
      );
      return { ...row, isFew: statements <= 6 };
    });
    assert.deepEqual(figures, { withdrawn: many, looks: many, texts: many, isFew: true });
  }),
);
