// What somebody writes for the business in the provider's own app, through a running desk and a real
// store: an answer to what waits, is active or rests, and the beginning where nothing is open.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Author, ControlAside } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelId, type ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import { type Stage, stages } from '../../testing/conversations.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';

const page = ChannelId.parse('page');
const hourMs = 3_600_000;
const rules = { reach: 'asynchronous', closesAfterMs: 24 * hourMs, places: { text: 1 } } as const;
const onStage = stages({ channels: async () => new Map([[page, rules]]) });
const theApp = { type: 'channel', name: 'Shop on Messenger' } as const;

function contact({ account, converse, use, store }: Stage) {
  const address = randomUUID();
  const from =
    (author: Author, name: string, isStandby = false) =>
    async (text: string, id: MessageId = messageId()) => {
      const standby = isStandby ? ({ standby: true } as const) : {};
      const received = await converse.receive(account, {
        ...{ channel: page, address, name, skill: null, ...standby },
        message: { id, author, body: { type: 'text', text, ...standby }, at: use.clock.now() },
      });
      assert.ok('record' in received, JSON.stringify(received));
      return received;
    };
  return {
    write: from({ type: 'visitor' }, 'Bo'),
    standby: from({ type: 'visitor' }, 'Bo', true),
    control: (what: ControlAside['what'], id: MessageId = messageId()) =>
      converse.control(account, {
        ...{ id, channel: page, address },
        aside: { type: 'control', what, app: '7', by: null },
      }),
    answered: from(theApp, ''),
    automatic: from({ ...theApp, automatic: true }, ''),
    said: async (id: ConversationId) =>
      (await store.after(account, id, { after: 0, limit: 99, notes: true })).flatMap(
        ({ author, body }) => (body.type === 'text' ? [[author.type, body.text]] : []),
      ),
    record: (id: ConversationId) => store.load(account, id),
  };
}

test(
  '[FE2] an answer from the app lets a waiting conversation rest without an agent, and the contact brings it back to the queue',
  onStage(async (stage) => {
    const bo = contact(stage);
    const { record: asked } = await bo.write('Hello');
    assert.equal(asked.status, 'waiting');
    stage.advance(1000);
    const { record, message } = await bo.answered('Hello Bo');
    assert.deepEqual(
      [record.id, record.status, record.agent, record.unansweredSince, record.answeredAt],
      [asked.id, 'resting', null, null, message.at],
    );
    assert.deepEqual(message.author, theApp);
    const ada = await (await stage.agent('ada')).online();
    assert.equal((await bo.record(asked.id))?.status, 'resting', 'it rings nobody');
    await bo.write('One more thing');
    await ada.until(
      asked.id,
      ({ status, agent }) => status === 'active' && agent?.user === ada.user,
    );
    assert.deepEqual(await bo.said(asked.id), [
      ['visitor', 'Hello'],
      ['channel', 'Hello Bo'],
      ['visitor', 'One more thing'],
    ]);
  }),
);

test(
  '[FE2] an agent’s conversation rests with that agent and frees the place',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const bo = contact(stage);
    const { record: asked } = await bo.write('Hello');
    await ada.until(asked.id, ({ status }) => status === 'active');
    const { record } = await bo.answered('Hello Bo');
    assert.deepEqual([record.status, record.agent?.user], ['resting', ada.user]);
    const { record: other } = await contact(stage).write('Me too');
    await ada.until(other.id, ({ status }) => status === 'active');
  }),
);

test(
  '[FE2] in a resting conversation the contact’s time begins anew, also after a restart',
  onStage(async (stage) => {
    const bo = contact(stage);
    const { record: asked } = await bo.write('Hello');
    await bo.answered('Hello Bo');
    stage.advance(23 * hourMs);
    const { record } = await bo.answered('Are you still there?');
    assert.deepEqual([record.id, record.status], [asked.id, 'resting']);
    await stage.restart();
    await stage.converse.start([stage.account]);
    stage.advance(23 * hourMs);
    await bo.write('Yes');
    assert.equal((await bo.record(asked.id))?.status, 'waiting');
  }),
);

test(
  '[FE2] it is appended to what is wrapped up, which stays so',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { record: asked } = await bo.write('Hello');
    await ada.until(asked.id, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.end', conversation: asked.id }), null);
    await ada.until(asked.id, ({ status }) => status === 'wrap-up');
    const { record } = await bo.answered('Bye');
    assert.deepEqual([record.id, record.status], [asked.id, 'wrap-up']);
  }),
);

test(
  '[FE1] the same message comes once, however often it is told',
  onStage(async (stage) => {
    const bo = contact(stage);
    const id = messageId();
    const first = await bo.answered('We have news', id);
    const again = await bo.answered('We have news', id);
    assert.deepEqual([again.record.id, again.message.sequence], [first.record.id, 1]);
    await stage.restart();
    await bo.answered('We have news', id);
    assert.deepEqual(await bo.said(first.record.id), [['channel', 'We have news']]);
  }),
);

test(
  '[FE3] where nothing is open it begins a conversation that rests without an agent, and the contact’s answer continues it',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { record } = await bo.answered('We have news');
    assert.deepEqual(
      [record.status, record.agent, record.waitingSince, record.answeredAt, record.visitorName],
      ['resting', null, null, null, ''],
    );
    const { record: back } = await bo.write('Which?');
    assert.equal(back.id, record.id);
    await ada.until(record.id, ({ status }) => status === 'active');
    assert.equal((await bo.record(record.id))?.visitorName, 'Bo');
  }),
);

test(
  '[FE3] it ends in time if the contact stays silent, and is nobody’s loss',
  onStage(async (stage) => {
    const bo = contact(stage);
    const { record } = await bo.answered('We have news');
    stage.advance(24 * hourMs);
    await until('it ends', async () => (await bo.record(record.id))?.status === 'ended');
  }),
);

test(
  '[FE3] to a blocked contact it begins nothing',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { record } = await bo.write('Hello');
    await ada.until(record.id, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.block', conversation: record.id }), null);
    await assert.rejects(bo.answered('Hello'), /visitor\.blocked/);
  }),
);

test(
  '[FE4] what a machine wrote answers nothing: the conversation still waits',
  onStage(async (stage) => {
    const bo = contact(stage);
    const { record: asked } = await bo.write('Hello');
    const { record } = await bo.automatic('We answer soon');
    assert.deepEqual(
      [record.status, record.answeredAt, record.unansweredSince],
      ['waiting', null, asked.unansweredSince],
    );
    assert.notEqual(record.unansweredSince, null);
  }),
);

test(
  '[PG3] what another app answers is shown and waits for nobody, until that app gives it to us',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { record: begun } = await bo.standby('Where is my order?');
    assert.deepEqual([begun.status, begun.agent, begun.unansweredSince], ['resting', null, null]);
    const { record } = await bo.standby('It was a tent');
    assert.deepEqual([record.id, record.status], [begun.id, 'resting']);
    const id = messageId();
    assert.equal(await bo.control('given', id), true);
    await ada.until(begun.id, ({ status }) => status === 'active');
    const sequence = (await bo.record(begun.id))?.lastSequence;
    assert.equal(await bo.control('given', id), true, 'told again, it is noted once');
    assert.equal((await bo.record(begun.id))?.lastSequence, sequence);
  }),
);

test(
  '[PG3] what another app takes waits for nobody here, and what it asks for goes on',
  onStage(async (stage) => {
    const bo = contact(stage);
    const { record: asked } = await bo.write('Hello');
    assert.equal(await bo.control('wanted'), true);
    assert.equal((await bo.record(asked.id))?.status, 'waiting');
    assert.equal(await bo.control('taken'), true);
    assert.equal((await bo.record(asked.id))?.status, 'resting');
    assert.equal(await contact(stage).control('taken'), false, 'nothing is open there');
  }),
);
