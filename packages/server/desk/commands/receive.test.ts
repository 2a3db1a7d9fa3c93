// Messages on an asynchronous channel, through a running desk and a real store: begun, continued,
// answered, returned. Each denial beside its permission.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ChannelId, type ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import { openConversationStore } from '../../adapter/conversations/conversation-store-postgres.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import type { AutomaticWords } from './automatic.ts';
import { openStage, type Stage, stages } from '../../testing/conversations.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';

const sms = ChannelId.parse('sms');
const hourMs = 3_600_000;
const mail = ChannelId.parse('mail');
const rules = { reach: 'asynchronous', closesAfterMs: 24 * hourMs, places: { text: 1 } } as const;
const onStage = stages({
  channels: async () => new Map([sms, mail].map((channel) => [channel, rules] as const)),
});

function contact({ account, converse, use }: Stage, channel = sms) {
  const address = randomUUID();
  const write = async (text: string, id: MessageId = messageId(), words?: AutomaticWords) =>
    converse.receive(account, {
      ...(words !== undefined && { words }),
      ...{ channel, address, name: 'Bo', skill: null },
      message: {
        id,
        author: { type: 'visitor' },
        body: { type: 'text', text },
        at: use.clock.now(),
      },
    });
  return {
    address,
    write,
    async begin(text: string) {
      const received = await write(text);
      assert.ok('record' in received);
      return received.record;
    },
  };
}

test(
  '[CR1] the first message begins a conversation even if nobody is there, and later ones continue it',
  onStage(async (stage) => {
    const bo = contact(stage);
    const { id, channel, address, site, visitor, status, visitorName } = await bo.begin('Hello');
    assert.deepEqual(
      [channel, address, site, visitor, status, visitorName],
      [sms, bo.address, null, null, 'waiting', 'Bo'],
    );
    const more = await bo.write('Anybody?');
    assert.ok('record' in more);
    assert.deepEqual([more.record.id, more.message.sequence], [id, 2]);
    const other = await contact(stage).begin('Me too');
    assert.notEqual(other.contact, more.record.contact);
  }),
);

test(
  '[CR7] a message that comes again is stored once, also once its conversation is over',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const id = messageId();
    const first = await bo.write('Hello', id);
    assert.ok('record' in first);
    const { id: conversation } = first.record;
    await ada.until(conversation, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    const again = await bo.write('Hello', id);
    assert.ok('record' in again);
    assert.deepEqual([again.record.id, again.message.sequence], [conversation, 1]);
    const next = await bo.begin('Another thing');
    assert.notEqual(next.id, conversation);
    assert.equal(next.contact, first.record.contact);
  }),
);

test(
  '[CR2] [CR3] an answer lets it rest, and what its contact writes brings it back to the same agent',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const bo = contact(stage);
    const { id } = await bo.begin('Hello');
    await ada.until(id, ({ status }) => status === 'active');
    const answer = messageId();
    await ada.post(id, 'Hello Bo', { id: answer });
    const rests = await ada.until(id, ({ status }) => status === 'resting');
    assert.equal(rests.answeredAt, rests.lastAt, 'it counts as answered, by that answer');
    await ada.post(id, 'What may I do?');
    const back = await bo.write('Where is my order?');
    assert.ok('record' in back);
    assert.deepEqual([back.record.status, back.record.agent?.user], ['active', ada.user]);
    await ada.post(id, 'Hello Bo', { id: answer });
    const record = await stage.store.load(stage.account, id);
    assert.equal(record?.status, 'active', 'sent again, an answer is no other');
    assert.equal(record.unansweredSince, back.message.at);
  }),
);

test(
  '[CR4] [CR6] what rests is over in time, also after a restart',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { id } = await bo.begin('Hello');
    await ada.until(id, ({ status }) => status === 'active');
    await ada.post(id, 'Hello Bo');
    await ada.until(id, ({ status }) => status === 'resting');
    await ada.disconnect();
    await stage.restart();
    await stage.converse.start([stage.account]);
    const status = async () => (await stage.store.load(stage.account, id))?.status;
    assert.equal(await status(), 'resting');
    stage.advance(24 * hourMs);
    await until('it ends', async () => (await status()) === 'ended');
    const [note] = (
      await stage.store.after(stage.account, id, { after: 2, limit: 9, notes: true })
    ).filter(({ body }) => body.type === 'system' && body.note.type === 'ended');
    assert.ok(note?.body.type === 'system');
  }),
);

test(
  '[CA1] one channel leaves room in the queue for others, also after a restart',
  onStage(async (stage) => {
    const places = conversationLimits.waiting / 2;
    for (let nth = 0; nth < places; nth += 1) await contact(stage).begin('Hello');
    assert.deepEqual(await contact(stage).write('Hello'), { refused: 'queue.full' });
    await contact(stage, mail).begin('Hello');
    await stage.restart();
    await stage.converse.start([stage.account]);
    assert.deepEqual(await contact(stage).write('Hello'), { refused: 'queue.full' });
    await contact(stage, mail).begin('Hello');
  }),
);

test(
  '[CR7] a message during wrap-up reopens the conversation for its agent',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const bo = contact(stage);
    const { id } = await bo.begin('Hello');
    await ada.until(id, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.end', conversation: id }), null);
    await ada.until(id, ({ status }) => status === 'wrap-up');
    const more = await bo.write('Thanks, and one more thing');
    assert.ok('record' in more);
    assert.deepEqual([more.record.id, more.record.status], [id, 'active']);
  }),
);

test(
  '[C19] a blocked contact’s messages are dropped',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { id } = await bo.begin('Hello');
    await ada.until(id, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.block', conversation: id }), null);
    assert.deepEqual(await bo.write('Once more'), { refused: 'visitor.blocked' });
  }),
);

test('[CR7] a conversation begins only once the end of the one before it is stored', async (t) => {
  const engines = await testEngines();
  t.after(() => engines.close());
  const held = Promise.withResolvers<void>();
  const store = openConversationStore(engines.records);
  const append: ConversationStore['append'] = async (account, id, messages, change, ...of) => {
    if (change.status === 'ended') await held.promise;
    return store.append(account, id, messages, change, ...of);
  };
  const stage = await openStage({
    store: { ...store, append },
    channels: async () => new Map([[sms, rules]]),
  });
  t.after(() => stage.close());
  const ada = await (await stage.agent('ada')).online();
  const bo = contact(stage);
  const { id } = await bo.begin('Hello');
  await ada.until(id, ({ status }) => status === 'active');
  assert.equal(await ada.command({ type: 'conversation.end', conversation: id }), null);
  const ended = ada.command({ type: 'conversation.end', conversation: id });
  const next = bo.begin('Another thing');
  const listing = { channel: sms, address: bo.address, before: null, limit: 9 } as const;
  const talks = () => stage.store.list(stage.account, listing);
  await stage.converse.receive(stage.account, {
    ...{ channel: sms, address: randomUUID(), name: 'Cy', skill: null },
    message: {
      ...{ id: messageId(), author: { type: 'visitor' }, body: { type: 'text', text: 'Hi' } },
      at: stage.use.clock.now(),
    },
  });
  assert.equal((await talks()).length, 1, 'a crash now would leave two open');
  held.resolve();
  assert.equal(await ended, null);
  assert.notEqual((await next).id, id);
});

const words = { greeting: 'Welcome', away: 'Nobody is here' };

/** What their channel said by itself in a conversation, in order. */
async function automaticIn({ store, account }: Stage, id: ConversationId) {
  const all = await store.after(account, id, { after: 0, limit: 100, notes: true });
  return all.flatMap(({ body, author }) =>
    body.type === 'text' && body.automatic !== undefined
      ? [`${author.type} ${body.automatic}: ${body.text}`]
      : [],
  );
}

test(
  '[CW1] [CW4] a conversation is greeted once while somebody is there, which is no answer',
  onStage(async (stage) => {
    await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const id = messageId();
    const first = await bo.write('Hello', id, words);
    await bo.write('Hello', id, words);
    const second = await bo.write('Are you there?', messageId(), words);
    assert.ok('record' in first && 'record' in second);
    assert.deepEqual(await automaticIn(stage, first.record.id), ['system greeting: Welcome']);
    assert.deepEqual([second.record.answeredAt, second.record.lastText], [null, 'Are you there?']);
    assert.equal(second.record.unansweredSince, first.message.at);
  }),
);

test(
  '[CW2] [CW3] while nobody is there, that is said instead: once in twelve hours of a conversation',
  onStage(async (stage) => {
    const bo = contact(stage);
    const write = () => bo.write('Hello', messageId(), words);
    const first = await write();
    assert.ok('record' in first);
    const said = () => automaticIn(stage, first.record.id);
    const away = 'system away: Nobody is here';
    await write();
    assert.deepEqual(await said(), [away]);
    stage.advance(11 * hourMs);
    await write();
    assert.deepEqual(await said(), [away]);
    stage.advance(hourMs);
    await write();
    assert.deepEqual(await said(), [away, away]);
    const other = contact(stage);
    const greeted = await other.write('Hello', messageId(), { ...words, away: '' });
    assert.ok('record' in greeted);
    assert.deepEqual(await automaticIn(stage, greeted.record.id), ['system greeting: Welcome']);
  }),
);

test(
  '[CW2] whose agent is back soon is told nothing, and whose agent is gone is',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const bo = contact(stage);
    const { id } = await bo.begin('Hello');
    await ada.until(id, ({ status }) => status === 'active');
    const states = [
      ['back-soon', 0],
      ['away', 1],
    ] as const;
    for (const [state, told] of states) {
      ada.send({ type: 'agent.state', state });
      const { user } = ada;
      await ada.inbox.next(
        'agent.changed',
        ({ agent }) => agent.user === user && agent.state === state,
      );
      await bo.write('Hello?', messageId(), words);
      assert.equal((await automaticIn(stage, id)).length, told, state);
    }
  }),
);

test(
  '[CW1] nothing is said where the channel may say nothing',
  onStage(async (stage) => {
    const { id } = await contact(stage).begin('Hello');
    assert.deepEqual(await automaticIn(stage, id), []);
  }),
);
