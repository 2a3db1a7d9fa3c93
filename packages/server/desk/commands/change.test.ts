// What contacts do at messages on an asynchronous channel besides writing: they change them, react to
// them and type. Each denial beside its permission.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { ChannelId, type MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { type Stage, stages } from '../../testing/conversations.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';

const sms = ChannelId.parse('sms');
const rules = { reach: 'asynchronous', closesAfterMs: 3_600_000, places: { text: 1 } } as const;
const onStage = stages({ channels: async () => new Map([[sms, rules] as const]) });

async function begun({ account, converse, use }: Stage) {
  const at = { channel: sms, address: randomUUID() };
  const id = messageId();
  const body = { type: 'text', text: 'Where is it?' } as const;
  const received = await converse.receive(account, {
    ...{ ...at, name: 'Bo', skill: null },
    message: { id, author: { type: 'visitor' }, body, at: use.clock.now() },
  });
  assert.ok('record' in received);
  const edited = (message: MessageId, note = messageId()) =>
    converse.change(account, {
      ...{ ...at, id: note, conversation: null },
      aside: { type: 'edited', message, text: 'Where is my tent?' },
    });
  return { at, id, conversation: received.record.id, edited };
}

test(
  '[CU7] a change is noted once behind its message, for agents, also once its conversation is over',
  onStage(async (stage) => {
    const { account, store } = stage;
    const ada = await (await stage.agent('ada')).online();
    const { id, conversation, edited } = await begun(stage);
    await ada.until(conversation, ({ status }) => status === 'active');
    const note = messageId();
    assert.equal(await edited(id, note), true);
    assert.equal(await edited(id, note), true);
    await ada.inbox.next('message', ({ message }) => message.id === note);
    const noted = async () => {
      const reading = { after: 0, limit: 50, notes: true };
      const messages = await store.after(account, conversation, reading);
      return messages.flatMap(({ body }) => (body.type === 'aside' ? [body.aside] : []));
    };
    assert.deepEqual(await noted(), [{ type: 'edited', message: id, text: 'Where is my tent?' }]);
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    assert.equal(await edited(id), true);
    assert.equal((await noted()).length, 2);
    assert.equal((await store.load(account, conversation))?.status, 'ended');
  }),
);

test(
  '[CU7] the words of a deleted message are erased, also where its edits are told later',
  onStage(async (stage) => {
    const { account, store, converse } = stage;
    const ada = await (await stage.agent('ada')).online();
    const { at, id, conversation, edited } = await begun(stage);
    await ada.until(conversation, ({ status }) => status === 'active');
    assert.equal(await edited(id), true);
    const aside = { type: 'deleted', message: id } as const;
    const deleted = { ...at, id: messageId(), conversation: null, aside };
    for (let times = 0; times < 2; times += 1)
      assert.equal(await converse.change(account, deleted), true);
    await ada.inbox.next(
      'conversation.changed',
      (frame) => frame.conversation.id === conversation && frame.conversation.lastText === '…',
    );
    assert.equal(await edited(id), false);
    const all = await store.after(account, conversation, { after: 0, limit: 50, notes: true });
    assert.doesNotMatch(JSON.stringify(all), /Where is/);
    assert.equal(all.find((each) => each.id === deleted.id)?.sequence, all.length);
  }),
);

test(
  '[CU7] a change of a message that is not at the address is noted nowhere',
  onStage(async (stage) => {
    const [one, other] = [await begun(stage), await begun(stage)];
    assert.equal(await one.edited(other.id), false);
    assert.equal(await one.edited(messageId()), false);
    assert.equal(await one.edited(one.id), true);
  }),
);

test(
  '[CU9] typing is seen by agents who have the conversation, until it ends or nobody repeats it',
  onStage(async (stage) => {
    const { account, converse } = stage;
    const ada = await (await stage.agent('ada')).online();
    const { at, conversation } = await begun(stage);
    await ada.until(conversation, ({ status }) => status === 'active');
    const types = (on: boolean) => converse.types(account, { ...at, on });
    const seen = (typing: boolean) =>
      ada.inbox.next(
        'typing',
        (frame) => frame.conversation === conversation && frame.typing === typing,
      );
    types(true);
    await seen(true);
    types(false);
    await seen(false);
    const before = ada.inbox.frames.length;
    types(true);
    stage.advance(conversationLimits.typingMs);
    await ada.inbox.next('typing', ({ typing }) => !typing && ada.inbox.frames.length > before);
    converse.types(account, { ...at, address: 'somebody-else', on: true });
    ada.send({ type: 'ping' });
    await ada.inbox.next('pong');
    const frames = ada.inbox.frames.filter(({ type }) => type === 'typing');
    assert.equal(frames.length, 4);
  }),
);
