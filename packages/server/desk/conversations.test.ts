// A visitor and agents talk, over real sockets and a real database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { routingLimits } from '@opportune/protocol/rest/team/routing.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { messageId } from '../testing/people.test-support.ts';
import { stages } from '../testing/conversations.test-support.ts';

const onStage = stages();
/** No timer runs. What is due is found by the next input. */
const onLateStage = stages({ schedule: () => () => {} });
let trouble: 'none' | 'not-done' | 'done-unheard' = 'none';
let met = 0;
const disk = createCrashStore({
  sync: (done) => setImmediate(done),
  keeps: () => true,
  trouble: () => {
    if (trouble !== 'none') met += 1;
    return trouble;
  },
});
const troubled = disk.open();
/** How storing the next new conversation fails. */
let openingFails: 'not-done' | 'done-unheard' | null = null;
const onTroubledStage = stages({
  store: {
    ...troubled,
    async open(...write) {
      const fault = openingFails;
      openingFails = null;
      const written = fault === 'not-done' ? null : await troubled.open(...write);
      if (fault !== null || written === null) throw new EngineError('engine.unavailable');
      return written;
    },
  },
});

test(
  '[C1] a visitor starts, an online agent gets it, both read each other in one order',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Is this in stock?');
    await ada.until(
      conversation,
      ({ status, agent }) => status === 'active' && agent?.user === ada.user,
    );
    ada.send({ type: 'conversation.resume', conversation, after: 0 });
    const page = await ada.inbox.next('messages', (frame) => frame.conversation === conversation);
    assert.deepEqual(
      page.messages.map(({ sequence, body }) => [sequence, body.type]),
      [
        [1, 'text'],
        [2, 'system'],
      ],
    );
    assert.equal(await ada.post(conversation, 'It is.'), 3);
    assert.equal(await visitor.post(conversation, 'Thank you'), 4);
    await ada.inbox.next('message', ({ message }) => message.sequence === 4);
    await visitor.inbox.next('chat.messages', ({ messages }) =>
      messages.some(({ sequence }) => sequence === 4),
    );
    assert.deepEqual(
      visitor.messages(conversation).map(({ sequence }) => sequence),
      [1, 2, 3, 4],
    );
  }),
);

test(
  '[C7] a waiting visitor is told their place, and moves up as others are served',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const [first, second, third] = [stage.visitor(), stage.visitor(), stage.visitor()];
    const served = await first.start('1');
    const waiting = await second.start('2');
    const last = await third.start('3');
    await third.inbox.next(
      'chat.state',
      ({ conversation }) => conversation.id === last && conversation.position === 2,
    );
    await ada.until(served, ({ status }) => status === 'active');
    assert.equal(await ada.command({ type: 'conversation.end', conversation: served }), null);
    assert.equal(await ada.command({ type: 'conversation.end', conversation: served }), null);
    await second.inbox.next(
      'chat.state',
      ({ conversation }) => conversation.id === waiting && conversation.status === 'active',
    );
    await third.inbox.next(
      'chat.state',
      ({ conversation }) => conversation.id === last && conversation.position === 1,
    );
    const ended = await first.inbox.next(
      'chat.state',
      ({ conversation }) => conversation.status === 'ended',
    );
    assert.equal(ended.conversation.agent, 'ada');
  }),
);

test(
  '[C10] [C24] a transfer rings with a note that only agents see, and the giver can write until it is accepted',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const ben = await stage.agent('ben', { room: 1 });
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const transfer = {
      type: 'conversation.transfer',
      conversation,
      to: ben.user,
      note: 'Speaks Danish',
    } as const;
    assert.equal(await ada.command(transfer), 'agent.no_room');
    await ben.online();
    assert.equal(await ben.command({ ...transfer, to: ada.user }), 'conversation.not_yours');
    assert.equal(await ada.command(transfer), null);
    const { ring } = await ben.inbox.next('ring.began');
    assert.deepEqual([ring.to.user, ring.by?.name, ring.skill], [ben.user, 'ada', null]);
    assert.equal(await ada.post(conversation, 'One moment, please'), 5);
    assert.equal(await ben.command({ type: 'conversation.accept', conversation }), null);
    await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
    assert.equal((await ada.inbox.next('ring.ended')).why, 'accepted');
    ben.send({ type: 'conversation.resume', conversation, after: 0 });
    const { messages } = await ben.inbox.next('messages');
    assert.deepEqual(
      messages.map(({ body }) => body.type),
      ['text', 'system', 'note', 'aside', 'text', 'system'],
    );
    await visitor.inbox.next('chat.messages', (frame) =>
      frame.messages.some(({ body }) => body.type === 'system' && body.note.type === 'transferred'),
    );
    assert.doesNotMatch(JSON.stringify(visitor.inbox.frames), /Danish|aside|ring/);
    ada.send({
      type: 'message.post',
      conversation,
      id: messageId(),
      text: 'Mine still?',
      note: false,
    });
    assert.equal(
      (await ada.inbox.next('problem', ({ id }) => id !== undefined)).problem.code,
      'conversation.not_yours',
    );
    assert.equal(await ben.post(conversation, 'Hej'), 7);
  }),
);

test(
  '[C24] the note of a refused transfer is not stored, even if the previous ring lapses in the same step',
  onLateStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const conversation = await stage.visitor().start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const ben = await (await stage.agent('ben')).online();
    const cleo = await (await stage.agent('cleo', { room: 0 })).online();
    const handOn = ({ user }: typeof ben, note: string) =>
      ada.command({ type: 'conversation.transfer', conversation, to: user, note });
    assert.equal(await handOn(ben, 'Speaks Danish'), null);
    stage.advance(routingLimits.ringS.most * 1000);
    assert.equal(await handOn(cleo, 'Speaks Dutch'), 'agent.no_room');
    assert.equal((await ada.inbox.next('ring.ended')).why, 'timed-out');
    ada.send({ type: 'conversation.resume', conversation, after: 0 });
    const { messages } = await ada.inbox.next('messages');
    assert.deepEqual(
      messages.flatMap(({ body }) => (body.type === 'note' ? [body.text] : [])),
      ['Speaks Danish'],
    );
  }),
);

test(
  '[C9] an agent who disappears is replaced after the grace period, and the visitor sees it and loses nothing',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const ben = await (await stage.agent('ben')).online();
    await ada.disconnect();
    assert.equal(await visitor.post(conversation, 'Still there?'), 3);
    stage.advance(conversationLimits.agentGraceMs);
    const taken = await ben.until(conversation, ({ agent }) => agent?.user === ben.user);
    assert.equal(taken.lastText, 'Still there?');
    ben.send({ type: 'conversation.resume', conversation, after: 0 });
    const { messages } = await ben.inbox.next('messages');
    assert.deepEqual(
      messages.map(({ sequence }) => sequence),
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual(
      messages.map(({ body }) => (body.type === 'system' ? body.note.type : body.type)),
      ['text', 'assigned', 'text', 'returned', 'assigned'],
    );
  }),
);

test(
  '[C13] a restart within the grace period takes nothing from anybody',
  onStage(async (stage) => {
    await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await stage.restart();
    const back = await stage.agent('ada');
    assert.equal((await back.inbox.next('ready')).state, 'online');
    visitor.reattach();
    assert.deepEqual(
      (await visitor.opening()).map(({ id, status }) => [id, status]),
      [[conversation, 'active']],
    );
    stage.advance(conversationLimits.agentGraceMs);
    assert.equal(await back.post(conversation, 'Sorry, I am back'), 3);
    assert.equal(await visitor.post(conversation, 'No harm done'), 4);
  }),
);

test(
  '[C19] a blocked visitor leaves the conversation and cannot start another, and other visitors can',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const ben = await (await stage.agent('ben', { room: 0 })).online();
    const abuser = stage.visitor();
    const conversation = await abuser.start('…');
    await ada.until(conversation, ({ status }) => status === 'active');
    assert.equal(
      await ben.command({ type: 'conversation.block', conversation }),
      'conversation.not_yours',
    );
    assert.equal(await ada.command({ type: 'conversation.block', conversation }), null);
    await abuser.inbox.next('chat.state', (frame) => frame.conversation.status === 'ended');
    await abuser.send({ type: 'chat.start', request: 'again' });
    assert.equal(
      (await abuser.inbox.next('chat.refused', ({ request }) => request === 'again')).problem.code,
      'visitor.blocked',
    );
    await abuser.send({
      type: 'chat.leave',
      request: 'mail',
      address: 'x@example.com',
      message: { id: messageId(), text: '…' },
    });
    assert.equal(
      (await abuser.inbox.next('chat.refused', ({ request }) => request === 'mail')).problem.code,
      'visitor.blocked',
    );
    await stage.visitor().start('Good morning');
  }),
);

for (const state of ['active', 'waiting'] as const)
  test(
    `[C19] a visitor blocked from an ended conversation also loses the other one (${state}), whoever has it`,
    onStage(async (stage) => {
      const ada = await (await stage.agent('ada', { room: 1 })).online();
      const abuser = stage.visitor();
      const conversation = await abuser.start('…');
      await ada.until(conversation, ({ status }) => status === 'active');
      const end = { type: 'conversation.end', conversation } as const;
      assert.equal(await ada.command(end), null);
      assert.equal(await ada.command(end), null);
      await stage.visitor().start('Taking the room of ada');
      if (state === 'active') await (await stage.agent('ben')).online();
      const other = await abuser.start('!');
      await ada.until(other, ({ status }) => status === state);
      assert.equal(await ada.command({ type: 'conversation.block', conversation }), null);
      await ada.until(other, ({ status }) => status === 'ended');
      await abuser.inbox.next(
        'chat.state',
        (frame) => frame.conversation.id === other && frame.conversation.status === 'ended',
      );
    }),
  );

test(
  '[C11] reopening brings an ended conversation back to the agent who reopens it',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    await visitor.send({ type: 'chat.end', conversation });
    await ada.until(conversation, ({ status }) => status === 'wrap-up');
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    assert.equal(
      await ada.command({ type: 'conversation.end', conversation }),
      'conversation.ended',
    );
    assert.equal(await ada.command({ type: 'conversation.reopen', conversation }), null);
    assert.equal(await visitor.post(conversation, 'One more thing'), 6);
    const told = stage.told
      .filter(({ properties }) => properties['conversation'] === conversation)
      .map(({ name }) => name);
    assert.deepEqual(
      told,
      ['Conversation Started', 'Conversation Ended', 'Conversation Reopened'],
      'a reopening is no new start',
    );
  }),
);

for (const from of ['wrap-up', 'ended'] as const) {
  test(
    `[C3] [C11] a conversation is not reopened (${from}) until its visitor’s other one on the site has ended`,
    onStage(async (stage) => {
      const ada = await (await stage.agent('ada')).online();
      const visitor = stage.visitor();
      const conversation = await visitor.start('Hello');
      await ada.until(conversation, ({ status }) => status === 'active');
      await visitor.send({ type: 'chat.end', conversation });
      await ada.until(conversation, ({ status }) => status === 'wrap-up');
      const end = { type: 'conversation.end', conversation } as const;
      if (from === 'ended') assert.equal(await ada.command(end), null);
      const other = await visitor.start('One more thing');
      await ada.until(other, ({ status }) => status === 'active');
      const reopen = { type: 'conversation.reopen', conversation } as const;
      assert.equal(await ada.command(reopen), 'visitor.in_conversation');
      await visitor.send({ type: 'chat.end', conversation: other });
      assert.equal(await ada.command(reopen), null);
      assert.equal(await ada.post(conversation, 'Here again'), from === 'ended' ? 6 : 5);
    }),
  );
}

test(
  '[C3] [C11] a start that comes while one is being taken up again joins it',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const end = { type: 'conversation.end', conversation } as const;
    await ada.command(end);
    await ada.command(end);
    const [reopened, started] = await Promise.all([
      ada.command({ type: 'conversation.reopen', conversation }),
      visitor.start('And?'),
    ]);
    const open = (await stage.store.unfinished(stage.account)).map(({ id }) => id);
    assert.deepEqual(open, [started]);
    assert.equal(reopened, started === conversation ? null : 'visitor.in_conversation');
  }),
);

for (const fault of ['not-done', 'done-unheard'] as const) {
  test(
    `[C2] while the store is away (${fault}) nothing is acknowledged, and a repeat reaches everybody once`,
    onTroubledStage(async (stage) => {
      const ada = await (await stage.agent('ada')).online();
      const visitor = stage.visitor();
      const conversation = await visitor.start('Hello');
      await ada.until(conversation, ({ status }) => status === 'active');
      const frame = { type: 'chat.post', conversation, id: messageId(), text: 'Again?' } as const;
      trouble = fault;
      await visitor.send(frame);
      trouble = 'none';
      const refused = await visitor.inbox.next('chat.refused');
      assert.deepEqual(
        [refused.id, refused.problem.code, refused.problem.retry],
        [frame.id, 'engine.unavailable', true],
      );
      assert.equal(
        visitor.inbox.frames.some((each) => each.type === 'chat.posted' && each.id === frame.id),
        false,
      );
      await visitor.send(frame);
      assert.equal(
        (await visitor.inbox.next('chat.posted', ({ id }) => id === frame.id)).sequence,
        3,
      );
      await ada.inbox.next('message', ({ message }) => message.id === frame.id);
      const seen = ada.inbox.frames.filter(
        (each) => each.type === 'message' && each.message.id === frame.id,
      );
      assert.equal(seen.length, 1);
    }),
  );

  test(
    `[C13] what the desk decided while the store is away (${fault}) is stored when it is back`,
    onTroubledStage(async (stage) => {
      const ada = await (await stage.agent('ada')).online();
      const visitor = stage.visitor();
      const conversation = await visitor.start('Hello');
      await ada.until(conversation, ({ status }) => status === 'active');
      trouble = fault;
      met = 0;
      const ended = ada.command({ type: 'conversation.end', conversation });
      while (met === 0) await new Promise((resolve) => setImmediate(resolve));
      trouble = 'none';
      stage.advance(2000);
      assert.equal(await ended, null);
      assert.equal((await stage.store.load(stage.account, conversation))?.status, 'wrap-up');
    }),
  );
}

for (const fault of ['not-done', 'done-unheard'] as const)
  test(
    `[C4] a message left while the store is away (${fault}) is announced once to consoles and engine when it is back`,
    onTroubledStage(async (stage) => {
      const ada = await stage.agent('ada');
      const visitor = stage.visitor();
      const message = { id: messageId(), text: 'Call me' };
      openingFails = fault;
      const leave = { type: 'chat.leave', request: 'r1', address: 'bo@example.com' } as const;
      const left = visitor.send({ ...leave, message });
      while (openingFails !== null) await new Promise((resolve) => setImmediate(resolve));
      stage.advance(2000);
      await left;
      const { conversation } = await ada.inbox.next(
        'conversation.changed',
        (frame) => frame.conversation.status === 'message',
      );
      await visitor.inbox.next('chat.posted', ({ id }) => id === message.id);
      await visitor.send({ ...leave, message });
      assert.deepEqual(
        stage.told.map(({ name, properties }) => [name, properties['conversation']]),
        [['Conversation Started', conversation.id]],
      );
    }),
  );

for (const fault of ['not-done', 'done-unheard'] as const)
  test(
    `[C6] a read mark sent while the store is away (${fault}) is stored when it is back, without being sent again`,
    onTroubledStage(async (stage) => {
      const ada = await (await stage.agent('ada')).online();
      const visitor = stage.visitor();
      const conversation = await visitor.start('Hello');
      await ada.until(conversation, ({ status }) => status === 'active');
      const through = await ada.post(conversation, 'Hello');
      trouble = fault;
      met = 0;
      await visitor.send({ type: 'chat.read', conversation, through });
      while (met === 0) await new Promise((resolve) => setImmediate(resolve));
      trouble = 'none';
      stage.advance(2000);
      await ada.inbox.next(
        'conversation.changed',
        (frame) => frame.conversation.visitorRead === through,
      );
      assert.equal((await stage.store.load(stage.account, conversation))?.visitorRead, through);
    }),
  );

test(
  '[C2] [C3] a stored start is not refused if the store’s reply is lost, so nobody writes it again',
  onTroubledStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    const first = await stage.visitor().start('Another');
    await ada.until(first, ({ status }) => status === 'active');
    const visitor = stage.visitor();
    openingFails = 'done-unheard';
    const message = { id: messageId(), text: 'My order is broken' };
    const sent = visitor.send({ type: 'chat.start', request: 'r1', message });
    while (openingFails !== null) await new Promise((resolve) => setImmediate(resolve));
    stage.advance(2000);
    await sent;
    await visitor.inbox.next('chat.posted', ({ id }) => id === message.id);
    assert.equal(visitor.inbox.frames.filter((each) => each.type === 'chat.refused').length, 0);
  }),
);

test(
  '[C2] a message stored without an announcement is announced before the next one, without being sent again',
  onTroubledStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    trouble = 'done-unheard';
    const id = messageId();
    ada.send({ type: 'message.post', conversation, id, text: 'One', note: false });
    await ada.inbox.next('problem', (each) => each.id === id);
    trouble = 'none';
    assert.equal(await visitor.post(conversation, 'Two'), 4);
    await visitor.inbox.next('chat.messages', ({ messages }) =>
      messages.some(({ sequence }) => sequence === 4),
    );
    const told = visitor.messages(conversation).map(({ sequence }) => sequence);
    assert.deepEqual(told.slice(-2), [3, 4]);
    assert.equal(await ada.post(conversation, 'One', { id }), 3, 'again, it is acknowledged');
  }),
);

test(
  '[C11] an end while the store was away is acknowledged again only after everything before it was announced',
  onTroubledStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const frame = { type: 'chat.post', conversation, id: messageId(), text: 'Two' } as const;
    trouble = 'done-unheard';
    const id = messageId();
    ada.send({ type: 'message.post', conversation, id, text: 'One', note: false });
    await ada.inbox.next('problem', (each) => each.id === id);
    await visitor.send(frame);
    trouble = 'not-done';
    met = 0;
    const ended = visitor.send({ type: 'chat.end', conversation });
    while (met === 0) await new Promise((resolve) => setImmediate(resolve));
    trouble = 'none';
    const again = visitor.send(frame);
    stage.advance(2000);
    await Promise.all([ended, again]);
    const told = visitor.inbox.frames.flatMap((each) => {
      if (each.type === 'chat.posted' && each.id === frame.id) return [`posted ${each.sequence}`];
      return each.type === 'chat.messages'
        ? each.messages.map(({ sequence }) => `${sequence}`)
        : [];
    });
    assert.deepEqual(told.slice(-4), ['3', '4', '5', 'posted 4']);
  }),
);

test(
  '[C13] a visitor who arrived while the store was away gets later messages at once',
  onTroubledStage(async (stage) => {
    trouble = 'not-done';
    met = 0;
    const visitor = stage.visitor();
    while (met === 0) await new Promise((resolve) => setImmediate(resolve));
    trouble = 'none';
    const ada = await (await stage.agent('ada')).online();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    await ada.post(conversation, 'I am here');
    await visitor.inbox.next('chat.messages', ({ messages }) =>
      messages.some(({ author }) => author.type === 'agent'),
    );
  }),
);

test(
  '[HI3] an agent’s taken places and number of conversations are reported separately',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada', { room: 4 })).online();
    const visitor = stage.visitor();
    const conversation = await visitor.start('Hello');
    await ada.until(conversation, ({ status }) => status === 'active');
    const weigh = { type: 'conversation.weigh', conversation, weight: 3 } as const;
    assert.equal(await ada.command(weigh), null);
    const { agent } = await ada.inbox.next(
      'agent.changed',
      ({ agent: each }) => each.user === ada.user && each.active === 3,
    );
    assert.equal(agent.conversations, 1);
    ada.inbox.frames.length = 0;
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    await ada.inbox.next('conversation.changed', (each) => each.conversation.status === 'wrap-up');
    assert.equal(await ada.command({ type: 'conversation.end', conversation }), null);
    const done = await ada.inbox.next('agent.changed', ({ agent: each }) => each.active === 0);
    assert.equal(done.agent.conversations, 0);
  }),
);
