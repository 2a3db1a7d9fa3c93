// A step of a promise is stored, and whoever stored it dies before anything is done with the conversation.
// The next look does it, so that nobody is asked to call back for a promise that is over or was moved.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallbackInput } from '@opportune/core/callback/promise.ts';
import { CallbackId, type ConversationId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { until as eventually } from '../adapter/process/processes.test-support.ts';
import type { AgentClient } from '../testing/people.test-support.ts';
import { asks, type BackStage, slotsFor, withCallbacks } from './callback-stage.test-support.ts';
import { Callbacks } from './callbacks.ts';

const phone = { type: 'telephone', number: '+4930123456' } as const;

/** What only stores steps, and tells nobody, as a process that dies then. */
function storing({ stage }: BackStage): Callbacks {
  const { desks, call } = stage.converse;
  const { callBack, ...use } = stage.use;
  assert.ok(callBack !== null);
  const own = { bus: openMemoryBus(testLog()), calls: call.backs };
  return new Callbacks({ ...use, ...callBack, desks, store: stage.store, ...own });
}

/** The promise of a conversation that waits in the queue. */
async function offered(of: BackStage) {
  const visitor = of.stage.visitor();
  const answer = await asks(visitor, null, phone);
  assert.ok(typeof answer === 'object', String(answer));
  const { conversation } = answer;
  await of.due();
  const row = await of.row(conversation);
  assert.equal(row?.['state'], 'offered');
  return { visitor, conversation, id: CallbackId.parse(row['id']) };
}

async function stored(of: BackStage, id: CallbackId, ...inputs: readonly CallbackInput[]) {
  for (const input of inputs) await storing(of).step(of.stage.account, id, input);
}

async function accepts(ada: AgentClient, conversation: ConversationId): Promise<void> {
  await eventually('it rings', () =>
    ada.inbox.frames.some(
      (frame) => frame.type === 'ring.began' && frame.ring.conversation === conversation,
    ),
  );
  assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
}

/** As the desk has it, and as it is stored. */
async function standing({ stage }: BackStage, conversation: ConversationId) {
  const { desk } = await stage.converse.desks.of(stage.account);
  const talk = desk.conversations.get(conversation);
  const record = await stage.store.load(stage.account, conversation);
  const shown = talk === undefined ? null : ([talk.status, talk.callsBack] as const);
  return [shown, record?.status, record?.caseState];
}

test(
  '[CB7] what is cancelled is taken from the queue, also if whoever stored that died',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-cancelled')).online();
    const { conversation, id } = await offered(of);
    await stored(of, id, { type: 'cancel' });
    await of.stage.restart();
    await of.due();
    assert.deepEqual(await standing(of, conversation), [null, 'ended', 'closed']);
  }),
);

test(
  '[CB7] who accepted what was cancelled a moment ago has it no longer after the next look',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb7-into-nothing')).online();
    const { conversation, id } = await offered(of);
    await stored(of, id, { type: 'cancel' });
    await accepts(ada, conversation);
    await of.due();
    assert.deepEqual(await standing(of, conversation), [null, 'ended', 'closed']);
    assert.equal(of.ordered.length, 0);
  }),
);

test(
  '[CB7] what is missed is a case, also if whoever stored that died',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-missed')).online();
    const { conversation, id } = await offered(of);
    const until = of.stage.use.clock.now() + 2 * callbackLimits.postponedMs;
    await stored(of, id, { type: 'postpone', until });
    assert.equal((await of.row(conversation))?.['state'], 'missed');
    await of.stage.restart();
    await of.later(callbackLimits.lookMs);
    assert.deepEqual(await standing(of, conversation), [null, 'message', 'open']);
  }),
);

test(
  '[CB7] what was missed and settled stays as a person left it',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-settled')).online();
    const { conversation, id } = await offered(of);
    const until = of.stage.use.clock.now() + 2 * callbackLimits.postponedMs;
    await stored(of, id, { type: 'postpone', until });
    // An agent has had it and ended it, before the job looks for the last time.
    await of.stage.restart();
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        `UPDATE conversations SET status = 'ended', case_state = NULL, calls_back = false
         WHERE id = $1`,
        [conversation],
      ),
    );
    await of.stage.restart();
    await of.later(callbackLimits.lookMs);
    assert.deepEqual(await standing(of, conversation), [null, 'ended', null]);
  }),
);

test(
  '[CB7] what is moved leaves the queue until then, also if whoever stored that died',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-moved')).online();
    const { visitor, conversation, id } = await offered(of);
    const { slots } = await slotsFor(visitor);
    const later = slots.at(-1)?.from ?? 0;
    const desk = await of.stage.converse.desks.of(of.stage.account);
    assert.equal(typeof (await storing(of).move(desk, id, later)), 'object');
    await of.stage.restart();
    await of.due();
    assert.deepEqual(await standing(of, conversation), [null, 'message', 'open']);
    const row = await of.row(conversation);
    assert.deepEqual([row?.['state'], row?.['due_at']], ['promised', new Date(later)]);
    await of.later(later - of.stage.use.clock.now());
    assert.deepEqual((await standing(of, conversation))[0], ['waiting', true]);
  }),
);

test(
  '[CB7] who was reached is not offered again, also if whoever stored that died',
  withCallbacks(async (of) => {
    const ada = await (await of.stage.agent('cb7-reached')).online();
    const { conversation, id } = await offered(of);
    await accepts(ada, conversation);
    await eventually('it is called', () => of.ordered.length === 1);
    await stored(of, id, { type: 'ended', reached: true });
    await of.stage.restart();
    // A process that ends by itself says that its calls are over. One that is killed leaves it so.
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run('UPDATE conversations SET calls_back = true WHERE id = $1', [conversation]),
    );
    assert.deepEqual((await standing(of, conversation))[0], ['active', true]);
    await of.later(callbackLimits.lookMs);
    assert.deepEqual((await standing(of, conversation))[0], ['active', false]);
  }),
);

test(
  '[CB7] a promise that is over does nothing to a later one in its conversation',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb7-later')).online();
    const { conversation, id } = await offered(of);
    await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.run(
        `INSERT INTO callbacks SELECT (jsonb_populate_record(b, jsonb_build_object('id', 'earlier',
           'request', 'earlier', 'made_at', made_at - interval '1 hour', 'state', 'cancelled',
           'due_at', NULL, 'over_at', made_at))).* FROM callbacks AS b WHERE id = $1`,
        [id],
      ),
    );
    const turn = Number((await of.row(conversation))?.['turn']);
    const [kind] = of.stage.converse.callback?.kinds ?? [];
    const { account } = of.stage;
    await kind?.handle({ account, payload: { callback: 'earlier', turn } } as never);
    assert.deepEqual((await standing(of, conversation))[0], ['waiting', true]);
  }),
);
