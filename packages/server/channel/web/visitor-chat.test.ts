// The visitor's side on a real database: starting, writing, being refused, leaving a message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlaceHeard } from '@opportune/core/bus/agents-room.ts';
import { CampaignId, ConversationId, DecisionId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { messageId, type Visitor } from '../../testing/people.test-support.ts';
import { cardsWith, stages } from '../../testing/conversations.test-support.ts';

const decision = DecisionId.parse('d1');
/** Of an engagement with words. */
const inviting = DecisionId.parse('d2');
const setting = { typingPreview: true };
const onStage = stages({
  typingPreview: async () => setting.typingPreview,
  cards: cardsWith((_visitor, { decision: wanted }) => ({
    name: 'Bo Lind',
    address: 'bo@example.com',
    origin:
      wanted === decision || wanted === inviting
        ? {
            campaign: CampaignId.parse('c1'),
            campaignName: 'Help at checkout',
            skill: null,
            before: null,
            invitation: wanted === inviting ? { chat: 'Need a hand?', message: 'Write us' } : null,
          }
        : null,
  })),
});

/** The code that the next refusal carries. */
async function refusalOf(visitor: Visitor, frame: Parameters<Visitor['send']>[0]): Promise<string> {
  const before = visitor.inbox.frames.length;
  await visitor.send(frame);
  const refused = visitor.inbox.frames.slice(before).find((each) => each.type === 'chat.refused');
  return refused?.type === 'chat.refused' ? refused.problem.code : 'none';
}

test(
  '[C49] what the engagement said comes first, as the words of the business, once, and is no answer',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c49-ada')).online();
    const visitor = stage.visitor();
    const start = { type: 'chat.start', request: 'r', decision: inviting } as const;
    await visitor.send(start);
    await visitor.send(start);
    const { conversation } = await visitor.inbox.next(
      'chat.state',
      ({ request }) => request === 'r',
    );
    await ada.until(conversation.id, ({ status }) => status === 'active');
    await visitor.send({ ...start, message: { id: messageId(), text: 'Yes' }, request: 'again' });
    const all = { after: 0, limit: 9, notes: true };
    const said = (await stage.store.after(stage.account, conversation.id, all)).flatMap(
      ({ author, body }) => (body.type === 'text' ? [[author.type, body.text]] : []),
    );
    assert.deepEqual(said, [
      ['system', 'Need a hand?'],
      ['visitor', 'Yes'],
    ]);
    const shown = visitor.inbox.frames.flatMap((frame) =>
      frame.type === 'chat.messages' ? frame.messages : [],
    );
    assert.equal(shown.find(({ body }) => body.type === 'text')?.author.type, 'system');
    assert.equal((await stage.store.load(stage.account, conversation.id))?.answeredAt, null);
  }),
);

test(
  '[C49] a message that is left begins with the words that invited to leave it',
  onStage(async (stage) => {
    const visitor = stage.visitor();
    const message = { id: messageId(), text: 'Call me' };
    const leave = { type: 'chat.leave', request: 'r', address: 'bo@example.com' } as const;
    await visitor.send({ ...leave, decision: inviting, message });
    const { conversation } = await visitor.inbox.next('chat.state');
    const all = { after: 0, limit: 9, notes: true };
    const [first] = await stage.store.after(stage.account, conversation.id, all);
    assert.deepEqual(first?.body, { type: 'text', text: 'Write us' });
  }),
);

test(
  '[C3] the same request again answers the same conversation, after a restart too',
  onStage(async (stage) => {
    await (await stage.agent('c3-ada')).online();
    const visitor = stage.visitor();
    const first = { id: messageId(), text: 'Hello' };
    const frame = { type: 'chat.start', request: 'r1', message: first } as const;
    await Promise.all([visitor.send(frame), visitor.send(frame)]);
    await stage.restart();
    visitor.reattach();
    await visitor.send(frame);
    const states = visitor.inbox.frames.filter(
      (each) => each.type === 'chat.state' && each.request === 'r1',
    );
    assert.equal(states.length, 3);
    const ids = new Set(
      states.map((each) => (each.type === 'chat.state' ? each.conversation.id : '')),
    );
    assert.equal(ids.size, 1);
    const posted = visitor.inbox.frames.filter(
      (each) => each.type === 'chat.posted' && each.id === first.id,
    );
    assert.deepEqual(
      posted.map((each) => (each.type === 'chat.posted' ? each.sequence : 0)),
      [1, 1, 1],
    );
  }),
);

test(
  '[C3] a second start while one is open joins it, from any tab',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c3b-ada')).online();
    const visitor = stage.visitor();
    const otherTab = stage.visitor(visitor.id);
    const conversation = await visitor.start('From the first tab');
    assert.equal(await otherTab.start('From the second'), conversation);
    await visitor.inbox.next('chat.messages', ({ messages }) =>
      messages.some(({ body }) => body.type === 'text' && body.text === 'From the second'),
    );
    ada.send({ type: 'agent.state', state: 'offline' });
    await visitor.inbox.next('presence', ({ agentsOnline }) => !agentsOnline);
  }),
);

test(
  '[C4] a start is refused while nobody is online, but a message with an address is accepted',
  onStage(async (stage) => {
    const visitor = stage.visitor();
    assert.deepEqual(stage.converse.desks.agentsOnline(stage.account), { online: false });
    const start = { type: 'chat.start', request: 'r1' } as const;
    assert.equal(await refusalOf(visitor, start), 'agent.no_room');
    await visitor.send({
      type: 'chat.leave',
      request: 'r2',
      address: 'bo@example.com',
      message: { id: messageId(), text: 'Where is my order?' },
    });
    const { conversation } = await visitor.inbox.next(
      'chat.state',
      ({ request }) => request === 'r2',
    );
    assert.equal(conversation.status, 'message');
    assert.equal(
      (await stage.store.load(stage.account, conversation.id))?.replyTo,
      'bo@example.com',
    );
    assert.deepEqual(
      (await visitor.opening()).map(({ id }) => id),
      [conversation.id],
    );
    assert.equal(await visitor.post(conversation.id, 'It is order 17'), 3);
    await (await stage.agent('c4-ada')).online();
    assert.equal(await refusalOf(visitor, start), 'none');
  }),
);

test(
  '[C4] a waiting visitor may leave a message instead, and no longer waits',
  onStage(async (stage) => {
    await (await stage.agent('c4b-ada', { room: 0 })).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Anybody?');
    const state = await visitor.inbox.next(
      'chat.state',
      ({ conversation: { id } }) => id === conversation,
    );
    assert.deepEqual(
      [state.conversation.status, state.conversation.position !== null],
      ['waiting', true],
    );
    await visitor.send({
      type: 'chat.leave',
      request: 'r2',
      address: 'bo@example.com',
      message: { id: messageId(), text: 'Mail me' },
    });
    const left = await visitor.inbox.next('chat.state', ({ request }) => request === 'r2');
    assert.deepEqual([left.conversation.id, left.conversation.status], [conversation, 'message']);
    assert.deepEqual(
      (await stage.store.unfinished(stage.account)).map(({ id }) => id).includes(conversation),
      false,
    );
  }),
);

test(
  '[C17] [O2] a conversation knows the engagement it came from, and starting it frees the held place',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c17-ada', { room: 1 })).online();
    const { room } = stage;
    const free = () => room.availability(stage.account).skills['*']?.free;
    await stage.converse.chat.opening(stage.visitor().link);
    const before = free();
    const { account } = stage;
    const { site } = stage.visitor().link;
    const place = { account, site, skill: null, decision, untilMs: Date.now() + 30_000 };
    const { held, faces } = await new Promise<PlaceHeard>((heard) => room.hold(place, heard));
    assert.deepEqual([held, faces], [true, [{ name: 'c17-ada', photo: null }]]);
    assert.equal(free(), (before ?? 0) - 1);
    const visitor = stage.visitor();
    await visitor.send({ type: 'chat.start', request: 'r', decision });
    const { conversation } = await visitor.inbox.next(
      'chat.state',
      ({ request }) => request === 'r',
    );
    const record = await stage.store.load(stage.account, conversation.id);
    assert.deepEqual(record?.origin, {
      decision,
      campaign: 'c1',
      campaignName: 'Help at checkout',
    });
    assert.equal(record?.visitorName, 'Bo Lind');
    assert.equal(free(), (before ?? 0) - 1, 'taken by the conversation now, not by the hold too');
    assert.ok(
      stage.told.some(
        ({ name, properties }) =>
          name === 'Conversation Started' && properties['decision'] === decision,
      ),
    );
    await ada.until(conversation.id, ({ status }) => status === 'active');
    await ada.post(conversation.id, 'Hello');
    assert.equal(
      stage.told.filter(
        ({ name, properties }) =>
          name === 'Conversation Answered' && properties['conversation'] === conversation.id,
      ).length,
      1,
    );
    await visitor.send({ type: 'chat.end', conversation: conversation.id });
    assert.equal(
      stage.told.filter(
        ({ name, properties }) =>
          name === 'Conversation Ended' && properties['conversation'] === conversation.id,
      ).length,
      1,
    );
  }),
);

test(
  '[C15] twenty messages in ten seconds pass, the next is refused until later, and empty ones never pass',
  onStage(async (stage) => {
    await (await stage.agent('c15-ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('1');
    for (let index = 2; index <= conversationLimits.messagesPerTenSeconds; index += 1)
      await visitor.post(conversation, `${index}`);
    const frame = { type: 'chat.post', conversation, id: messageId(), text: 'one more' } as const;
    assert.equal(await refusalOf(visitor, frame), 'rate.messages');
    stage.advance(10_000);
    assert.equal(await refusalOf(visitor, frame), 'none');
    assert.equal(
      await refusalOf(visitor, { ...frame, id: messageId(), text: ' \n ' }),
      'message.empty',
    );
  }),
);

test(
  '[C16] a visitor reaches only their own conversation, and an id without the visitor reaches nothing',
  onStage(async (stage) => {
    await (await stage.agent('c16-ada')).online();
    const visitor = stage.visitor();
    const stranger = stage.visitor();
    const conversation = await visitor.start('Mine');
    const frames = [
      { type: 'chat.post', conversation, id: messageId(), text: 'hello' },
      { type: 'chat.resume', conversation, after: 0 },
      { type: 'chat.end', conversation },
    ] as const;
    for (const frame of frames)
      assert.equal(await refusalOf(stranger, frame), 'request.not_found', frame.type);
    assert.deepEqual(await stranger.opening(), []);
    assert.equal(
      await refusalOf(visitor, {
        type: 'chat.resume',
        conversation: ConversationId.parse('none'),
        after: 0,
      }),
      'request.not_found',
    );
    for (const frame of frames) assert.equal(await refusalOf(visitor, frame), 'none', frame.type);
    assert.deepEqual(
      stranger.inbox.frames.filter(({ type }) => type === 'chat.messages'),
      [],
    );
  }),
);

test(
  '[C11] after the end a new message is refused, one stored before is acknowledged again',
  onStage(async (stage) => {
    await (await stage.agent('c11-ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start();
    const id = messageId();
    const sequence = await visitor.post(conversation, 'Last words', id);
    await visitor.send({ type: 'chat.end', conversation });
    assert.equal(
      await refusalOf(visitor, {
        type: 'chat.post',
        conversation,
        id: messageId(),
        text: 'One more',
      }),
      'conversation.ended',
    );
    const before = visitor.inbox.frames.length;
    await visitor.send({ type: 'chat.post', conversation, id, text: 'Last words' });
    assert.deepEqual(
      visitor.inbox.frames
        .slice(before)
        .map((frame) => (frame.type === 'chat.posted' ? frame.sequence : frame)),
      [sequence],
    );
  }),
);

for (const [how, code] of [
  ['ended', 'conversation.ended'],
  ['blocked', 'visitor.blocked'],
] as const) {
  test(
    `[C11] [C19] a repeat of a message in an ended conversation (${how}) is acknowledged again, and nothing new is written`,
    onStage(async (stage) => {
      const ada = await (await stage.agent('c19-ada')).online();
      const visitor = stage.visitor();
      const message = { id: messageId(), text: 'Hello' };
      const start = { type: 'chat.start', request: 'r1', message } as const;
      await visitor.send(start);
      const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r1');
      const { id } = conversation;
      await ada.until(id, ({ status }) => status === 'active');
      const end = how === 'ended' ? 'conversation.end' : 'conversation.block';
      assert.equal(await ada.command({ type: end, conversation: id }), null);
      const before = (await stage.store.load(stage.account, id))?.lastSequence;
      const more = { ...start, message: { id: messageId(), text: 'And' } };
      assert.equal(await refusalOf(visitor, more), code);
      const leave = { ...more, type: 'chat.leave', address: 'bo@example.com' } as const;
      assert.equal(await refusalOf(visitor, leave), code);
      assert.equal((await stage.store.load(stage.account, id))?.lastSequence, before);
      visitor.inbox.frames.length = 0;
      assert.equal(await refusalOf(visitor, start), 'none');
      assert.equal((await visitor.inbox.next('chat.posted')).sequence, 1);
    }),
  );
}

test(
  '[C19] a blocked visitor cannot add to a left message, and a repeat of a stored one is acknowledged again',
  onStage(async (stage) => {
    const visitor = stage.visitor();
    await visitor.send({
      type: 'chat.leave',
      request: 'r',
      address: 'bo@example.com',
      message: { id: messageId(), text: 'Where is it?' },
    });
    const { conversation } = await visitor.inbox.next('chat.state', (f) => f.request === 'r');
    const id = messageId();
    const sequence = await visitor.post(conversation.id, 'It is order 17', id);
    const ada = await stage.agent('c19b-ada');
    const block = { type: 'conversation.block', conversation: conversation.id } as const;
    assert.equal(await ada.command(block), null);
    const post = { type: 'chat.post', conversation: conversation.id, text: 'And 18' } as const;
    assert.equal(await refusalOf(visitor, { ...post, id: messageId() }), 'visitor.blocked');
    assert.equal(await visitor.post(conversation.id, 'It is order 17', id), sequence);
  }),
);

test(
  '[C5] a window resumes after the number it has, in pages, without notes',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c5-ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start();
    await ada.until(conversation, ({ status }) => status === 'active');
    await ada.post(conversation, 'A regular', { note: true });
    const texts = Array.from(
      { length: conversationLimits.resumePage + 5 },
      (_, index) => `text ${index}`,
    );
    for (const text of texts) await ada.post(conversation, text);
    const seen: number[] = [];
    for (let complete = false; !complete;) {
      const tab = stage.visitor(visitor.id);
      await tab.send({ type: 'chat.resume', conversation, after: seen.at(-1) ?? 0 });
      const page = await tab.inbox.next(
        'chat.messages',
        (frame) => frame.conversation === conversation,
      );
      assert.ok(page.messages.length <= conversationLimits.resumePage);
      seen.push(...page.messages.map(({ sequence }) => sequence));
      ({ complete } = page);
    }
    assert.deepEqual(seen, [1, ...texts.map((_, index) => index + 3)], 'number 2 is the note');
  }),
);

test(
  '[C6] delivered is what the client received, read what a person saw, both ways',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c6-ada')).online();
    const ben = await (await stage.agent('c6-ben', { room: 0 })).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    ben.send({ type: 'conversation.resume', conversation, after: 0 });
    ben.send({ type: 'conversation.read', conversation, through: 1 });
    ada.send({ type: 'conversation.received', conversation, through: 1 });
    const delivered = await visitor.inbox.next(
      'chat.state',
      (frame) => frame.conversation.agentDelivered === 1,
    );
    assert.equal(delivered.conversation.agentRead, 0, "a colleague's look is no reading");
    ada.send({ type: 'conversation.read', conversation, through: 2 });
    await visitor.inbox.next('chat.state', (frame) => frame.conversation.agentRead === 2);
    const sequence = await ada.post(conversation, 'Good morning');
    await visitor.send({ type: 'chat.received', conversation, through: sequence });
    await ada.inbox.next(
      'conversation.changed',
      (frame) =>
        frame.conversation.visitorDelivered === sequence && frame.conversation.visitorRead === 0,
    );
    await visitor.send({ type: 'chat.read', conversation, through: 999 });
    await ada.inbox.next(
      'conversation.changed',
      (frame) => frame.conversation.visitorRead === sequence,
    );
  }),
);

test(
  '[C18] typing is shown both ways, and the typed text only if the account shows previews',
  onStage(async (stage) => {
    const ada = await (await stage.agent('c18-ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    ada.send({ type: 'conversation.typing', conversation, typing: true });
    await visitor.inbox.next('chat.typing', ({ typing }) => typing);
    await visitor.send({ type: 'chat.typing', conversation, text: 'Do you ha' });
    await ada.inbox.next('typing', ({ typing, text }) => typing && text === 'Do you ha');
    setting.typingPreview = false;
    await visitor.send({ type: 'chat.typing', conversation, text: 'a secret' });
    await ada.inbox.next('typing', ({ typing, text }) => typing && text === '');
    assert.equal(JSON.stringify(ada.inbox.frames).includes('a secret'), false);
    setting.typingPreview = true;
  }),
);
