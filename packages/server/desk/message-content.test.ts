// Messages with content, on a real database: what an agent offers, how a visitor's tap or filled
// form is stored, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import type { OfferedContent } from '@opportune/protocol/conversation/message-content.ts';
import { type AgentClient, messageId, type Visitor } from '../testing/people.test-support.ts';
import { type Stage, stages } from '../testing/conversations.test-support.ts';

const onStage = stages();

const replies: OfferedContent = {
  type: 'replies',
  text: 'When shall it **arrive**?',
  replies: [
    { id: 'today', text: 'Today' },
    { id: 'friday', text: 'On Friday' },
  ],
};
const form: OfferedContent = {
  type: 'form',
  text: 'Your delivery',
  fields: [
    { type: 'email', id: 'mail', label: 'E-mail', required: true },
    {
      type: 'choice',
      id: 'floor',
      label: 'Floor',
      required: false,
      options: [
        { id: 'g', text: 'Ground' },
        { id: 'u', text: 'Upstairs' },
      ],
    },
    { type: 'consent', id: 'ok', label: 'You may call me', required: true },
  ],
};

interface Chat {
  readonly agent: AgentClient;
  readonly visitor: Visitor;
  readonly conversation: ConversationId;
  offer(content: OfferedContent): Promise<MessageId>;
  stored(): Promise<readonly Message[]>;
  refusal(frame: Parameters<Visitor['send']>[0]): Promise<string>;
}

async function openChat(stage: Stage, name: string): Promise<Chat> {
  const agent = await (await stage.agent(name)).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('Hello');
  await agent.until(conversation, ({ status }) => status === 'active');
  return {
    agent,
    visitor,
    conversation,
    async offer(content) {
      const id = messageId();
      agent.send({
        type: 'message.post',
        conversation,
        id,
        text: 'not believed',
        note: false,
        content,
      });
      await agent.inbox.next('posted', (frame) => frame.id === id);
      return id;
    },
    stored: () =>
      stage.store.after(stage.account, conversation, { after: 0, limit: 100, notes: true }),
    async refusal(frame) {
      const before = visitor.inbox.frames.length;
      await visitor.send(frame);
      const found = visitor.inbox.frames.slice(before).find(({ type }) => type === 'chat.refused');
      return found?.type === 'chat.refused' ? found.problem.code : 'none';
    },
  };
}

const answerId = (to: MessageId) => MessageId.parse(`re.${to}`);
const bodyOf = ({ body }: Message) => (body.type === 'text' ? body : null);

test(
  '[RM1] content is stored with the same in plain words, which the server writes, and reaches both sides',
  onStage(async (stage) => {
    const { visitor, offer, stored, conversation } = await openChat(stage, 'x1-ada');
    const id = await offer(replies);
    const message = (await stored()).find((each) => each.id === id);
    assert.equal(message && bodyOf(message)?.text, 'When shall it arrive?\n1. Today\n2. On Friday');
    assert.deepEqual(message && bodyOf(message)?.content, replies);
    const told = visitor.messages(conversation).find((each) => each.id === id);
    assert.deepEqual(told && bodyOf(told)?.content, replies);
    const record = await stage.store.load(stage.account, conversation);
    assert.match(record?.lastText ?? '', /^When shall it arrive\?/);
  }),
);

test(
  '[RM3] a tap is stored once with the offered words, a second tap is refused, and a repeat is acknowledged again',
  onStage(async (stage) => {
    const chat = await openChat(stage, 'x3-ada');
    const { visitor, conversation, stored, refusal } = chat;
    const to = await chat.offer(replies);
    const tap = (choice: string, id = answerId(to)) =>
      ({
        type: 'chat.post',
        conversation,
        id,
        text: 'free delivery',
        response: { to, choice },
      }) as const;
    assert.equal(await refusal(tap('never')), 'message.not_answerable');
    assert.equal(await refusal(tap('today', messageId())), 'message.not_answerable');
    assert.equal(await refusal(tap('friday')), 'none');
    assert.equal(await refusal(tap('friday')), 'none', 'sent again it is acknowledged again');
    assert.equal(await refusal(tap('today')), 'message.answered');
    const answers = (await stored()).filter(({ author }) => author.type === 'visitor').slice(1);
    assert.deepEqual(answers.map(bodyOf), [
      {
        type: 'text',
        text: 'On Friday',
        content: { type: 'chosen', id: 'friday', text: 'On Friday' },
        to,
      },
    ]);
    assert.equal(visitor.inbox.frames.filter(({ type }) => type === 'chat.posted').length, 3);
  }),
);

test(
  '[RM4] a filled form is checked against the form, and stored with its labels',
  onStage(async (stage) => {
    const chat = await openChat(stage, 'x4-ada');
    const { conversation, stored, refusal } = chat;
    const to = await chat.offer(form);
    const fill = (values: Record<string, string | boolean>) =>
      ({
        type: 'chat.post',
        conversation,
        id: answerId(to),
        text: 'x',
        response: { to, values },
      }) as const;
    assert.equal(await refusal(fill({ mail: 'bo@example', ok: true })), 'message.answer_invalid');
    assert.equal(await refusal(fill({ mail: 'bo@example.com' })), 'message.answer_invalid');
    assert.equal(
      await refusal(fill({ mail: 'bo@example.com', floor: 'z', ok: true })),
      'message.answer_invalid',
    );
    assert.equal(await refusal(fill({ mail: 'bo@example.com', floor: 'u', ok: true })), 'none');
    const last = (await stored()).at(-1);
    assert.equal(
      last && bodyOf(last)?.text,
      'E-mail: bo@example.com\nFloor: Upstairs\nYou may call me: ✓',
    );
  }),
);

test(
  '[RM1] a note cannot carry content, and content beyond a bound is refused with its field',
  onStage(async (stage) => {
    const { agent, conversation } = await openChat(stage, 'x1b-ada');
    const post = async (note: boolean, content: OfferedContent): Promise<string> => {
      const id = messageId();
      agent.send({ type: 'message.post', conversation, id, text: 'x', note, content });
      const { problem } = await agent.inbox.next('problem', (frame) => frame.id === id);
      return `${problem.code} ${problem.path ?? ''}`.trim();
    };
    assert.equal(await post(true, replies), 'request.invalid');
    const long = { ...replies, replies: [{ id: 'a', text: 'x'.repeat(61) }] };
    assert.equal(await post(false, long), 'request.invalid content.replies.0.text');
  }),
);

test(
  '[RM6] a message is never changed: its id with other words returns what is stored',
  onStage(async (stage) => {
    const { agent, conversation, stored } = await openChat(stage, 'x6-ada');
    const id = messageId();
    const first = await agent.post(conversation, 'It costs €40', { id });
    assert.equal(await agent.post(conversation, 'It costs €4', { id }), first);
    const texts = (await stored()).map((each) => bodyOf(each)?.text);
    assert.deepEqual(
      texts.filter((text) => text?.startsWith('It costs')),
      ['It costs €40'],
    );
  }),
);

test(
  '[RM7] null characters and unpaired surrogates are stored as what they can be, and refuse nothing',
  onStage(async (stage) => {
    const { visitor, agent, conversation, stored } = await openChat(stage, 'x7-ada');
    const frame = VisitorFrame.parse({
      type: 'chat.post',
      conversation,
      id: messageId(),
      text: 'a\u0000b',
    });
    assert.ok(frame.type === 'chat.post');
    await visitor.send(frame);
    await agent.post(conversation, 'half \ud83d emoji');
    const texts = (await stored()).map((each) => bodyOf(each)?.text);
    assert.ok(
      texts.includes('a\ufffdb') && texts.includes('half \ufffd emoji'),
      JSON.stringify(texts),
    );
  }),
);
