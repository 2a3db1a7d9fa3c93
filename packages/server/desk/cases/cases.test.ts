// Messages that were left, as cases, by REST on the real API instance. Each denial beside its
// permission.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { mailChanged } from '@opportune/protocol/bus/changes.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';
import { openApi } from '../../testing/conversation-routes.test-support.ts';

const api = await openApi();
const { stage, mail, call, leave, enter, done, whileOnItsWay } = api;
after(() => api.close());

/** The state and reason of each answer of a case. */
async function became(conversation: ConversationId): Promise<readonly string[]> {
  const all = await api.deliveries(stage.account, conversation);
  return all.map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));
}

/** Resends the newest answer of a case. */
async function sendAgain(conversation: ConversationId) {
  const last = (await api.deliveries(stage.account, conversation)).at(-1);
  const path = `/conversations/${conversation}/deliveries/${last?.id}/retry`;
  const { status } = await call('ada', 'POST', path, {});
  await done();
  return status;
}

const nobodyThere = { type: 'refused', reason: 'no-such-address', detail: '550 nobody' } as const;

test('[C4] [EM1] an answer to a message that was left goes out by e-mail once, and the visitor finds it', async () => {
  await enter('ada');
  const { visitor, conversation } = await leave('Where is my order?');
  const answer = { id: messageId(), text: 'On its way.' };
  const first = await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  assert.deepEqual([first.status, first.body.sequence], [200, 3]);
  const again = await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  assert.deepEqual(again.body, first.body);
  await done();
  assert.deepEqual(await became(conversation), ['sent']);
  assert.deepEqual(
    stage.letters.map(({ to, text }) => [to, text.split('\n')[0]]),
    [['bo@example.com', 'On its way.']],
  );
  assert.equal((await stage.store.load(stage.account, conversation))?.answeredAt, first.body.at);
  const told = stage.told
    .filter(({ properties }) => properties['conversation'] === conversation)
    .map(({ name }) => name);
  assert.deepEqual(told, ['Conversation Started', 'Conversation Answered']);
  const back = stage.visitor(visitor.id);
  assert.deepEqual(
    (await back.opening()).map(({ id, lastSequence }) => [id, lastSequence]),
    [[conversation, 3]],
  );
  await back.send({ type: 'chat.resume', conversation, after: 2 });
  const { messages } = await back.inbox.next('chat.messages');
  assert.deepEqual(
    messages.map(({ body }) => (body.type === 'text' ? body.text : '')),
    ['On its way.'],
  );
});

test('[C4] [CS2] without a mail server an answer is refused and not stored, and one that the server refuses fails with the reason and can be sent again by hand', async () => {
  await enter('ada');
  const { conversation } = await leave('Hello?');
  const answer = { id: messageId(), text: 'Hello.' };
  const send = () => call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  mail.configured = false;
  assert.equal((await send()).body.code, 'mail.not_configured');
  assert.equal((await stage.store.load(stage.account, conversation))?.lastSequence, 2);
  mail.configured = true;
  mail.fault = nobodyThere;
  assert.equal((await send()).body.sequence, 3);
  await done();
  assert.deepEqual(await became(conversation), ['failed: no-such-address']);
  const standing = async () => (await stage.store.load(stage.account, conversation))?.caseState;
  assert.equal(await standing(), 'open');
  mail.fault = null;
  const before = stage.letters.length;
  assert.equal(await sendAgain(conversation), 200);
  assert.deepEqual(await became(conversation), ['sent']);
  assert.equal(await standing(), 'answered');
  assert.equal(stage.letters.length, before + 1);
});

test('[CS2] an unreachable mail server is tried again automatically, and the answer shows why it waits', async () => {
  await enter('ada');
  const { conversation } = await leave('Hello?');
  mail.fault = { type: 'unreachable', detail: 'connect ECONNREFUSED' };
  const answer = { id: messageId(), text: 'Hello.' };
  await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  await done();
  assert.deepEqual(await became(conversation), ['queued: unreachable']);
  mail.fault = null;
  stage.advance(10_000);
  await done();
  assert.deepEqual(await became(conversation), ['sent']);
  assert.equal(stage.letters.at(-1)?.text.split('\n')[0], 'Hello.');
});

test('[EM3] answers wait while e-mail is paused, and while its password is refused, and leave when it is connected', async () => {
  await enter('ada');
  const { conversation } = await leave('Hello?');
  const answered = async (text: string): Promise<void> => {
    const answer = { id: messageId(), text };
    await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
    await done();
  };
  const before = stage.letters.length;
  await api.turnEmail('paused');
  await answered('One.');
  for (let hours = 0; hours < 26; hours++) {
    stage.advance(3_600_000);
    await done();
  }
  assert.deepEqual(await became(conversation), ['queued']);
  assert.equal(stage.letters.length, before);
  await api.turnEmail('connected');
  await until('it has left', async () => (await became(conversation))[0] === 'sent');
  mail.fault = { type: 'reconnect', detail: '535 wrong password' };
  await answered('Two.');
  assert.deepEqual(await became(conversation), ['sent', 'queued: reconnect']);
  assert.equal(await api.emailState(), 'reconnect');
  mail.fault = null;
  publish(stage.use.bus, mailChanged, { account: stage.account });
  await until('both have left', async () => (await became(conversation))[1] === 'sent');
  assert.equal(await api.emailState(), 'connected');
  assert.equal(stage.letters.length, before + 2);
});

test('[CS2] two requests of one answer at once send one letter', async () => {
  await enter('ada');
  const { conversation } = await leave('Twice?');
  const answer = { id: messageId(), text: 'Once.' };
  const send = () => call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  const before = stage.letters.length;
  const both = await Promise.all([send(), send()]);
  assert.deepEqual(
    both.map(({ status, body }) => [status, body.id]),
    [1, 2].map(() => [200, answer.id]),
  );
  assert.deepEqual((await send()).body.id, answer.id);
  await done();
  assert.equal(stage.letters.length, before + 1);
});

test('[CS2] if it is unknown whether an e-mail was sent, it is sent again only by hand', async () => {
  await enter('ada');
  const { conversation } = await leave('Is it gone?');
  const answer = { id: messageId(), text: 'It is.' };
  const send = () => call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  // The mail server has accepted it, but the waiting process is gone. The lease expires.
  const before = stage.letters.length;
  const gate = Promise.withResolvers<void>();
  mail.held = gate.promise;
  await send();
  await until('it is on its way', () => stage.letters.length > before);
  mail.held = Promise.resolve();
  stage.advance(61_000);
  await until('it is uncertain', async () => (await became(conversation))[0] === 'uncertain');
  gate.resolve();
  await done();
  // The mail server accepts another without confirming it.
  mail.fault = { type: 'uncertain', detail: 'no answer' };
  await call('ada', 'POST', `/conversations/${conversation}/answer`, {
    ...{ id: messageId(), text: 'Is this?' },
  });
  await done();
  mail.fault = null;
  assert.equal((await send()).status, 200);
  stage.advance(48 * 3_600_000);
  await done();
  assert.deepEqual(await became(conversation), ['uncertain', 'uncertain']);
  assert.equal(stage.letters.length, before + 1);
  assert.equal((await stage.store.load(stage.account, conversation))?.caseState, 'open');
  assert.equal(await sendAgain(conversation), 200);
  assert.deepEqual(await became(conversation), ['uncertain', 'sent']);
  assert.equal(stage.letters.length, before + 2);
});

test('[CS2] [CS3] an answer that did not leave is shown as such to agents, is in the visitor’s window, and goes out corrected as another one', async () => {
  await enter('ada');
  const { visitor, conversation } = await leave('What does it cost?');
  const path = `/conversations/${conversation}/answer`;
  const wrong = { id: messageId(), text: 'It costs 10 euro.' };
  mail.fault = nobodyThere;
  await call('ada', 'POST', path, wrong);
  await done();
  mail.fault = null;
  const { body } = await call('ada', 'GET', `/conversations/${conversation}/deliveries`);
  assert.deepEqual(
    body.items.map(({ message, state, channel, address, detail }: Record<string, unknown>) => [
      ...[message, state, channel, address, detail],
    ]),
    [[wrong.id, 'failed', 'email', 'bo@example.com', '550 nobody']],
  );
  // It reached the visitor there, like any message.
  const back = stage.visitor(visitor.id);
  await back.opening();
  await back.send({ type: 'chat.resume', conversation, after: 2 });
  const { messages } = await back.inbox.next('chat.messages');
  assert.deepEqual(
    messages.map(({ author, body: said }) => [author.type, said]),
    [['agent', { type: 'text', text: wrong.text }]],
  );
  const before = stage.letters.length;
  const right = { id: wrong.id, text: 'It costs 100 euro.' };
  const same = await call('ada', 'POST', path, right);
  assert.deepEqual([same.status, same.body.code], [409, 'request.conflict']);
  await done();
  assert.equal(stage.letters.length, before);
  const corrected = await call('ada', 'POST', path, { ...right, id: messageId() });
  assert.equal(corrected.body.body.text, right.text);
  await done();
  assert.match(stage.letters.at(-1)?.text ?? '', /^It costs 100 euro\./);
  assert.equal(stage.letters.length, before + 1);
});

test('[CS1] what the visitor writes while an answer is on its way keeps the case open', async () => {
  await enter('ada');
  const { visitor, conversation } = await leave('Where is my order?');
  const path = `/conversations/${conversation}/answer`;
  const answering = call('ada', 'POST', path, { id: messageId(), text: 'On its way.' });
  const more = () => visitor.post(conversation, 'And one thing more, urgent!');
  assert.equal((await whileOnItsWay(answering, more)).status, 200);
  const standing = async () => await stage.store.load(stage.account, conversation);
  assert.deepEqual(
    [(await standing())?.caseState, (await standing())?.agent?.user],
    ['open', 'u-ada'],
  );
  assert.match(stage.letters.at(-1)?.text ?? '', /> Where is my order\?/);
  await call('ada', 'POST', path, { id: messageId(), text: 'That too.' });
  await done();
  assert.equal((await standing())?.caseState, 'answered');
});

test('[RM5] an answer by e-mail is plain text, and its links show their addresses', async () => {
  await enter('ada');
  const { conversation } = await leave('How do I return it?');
  const text = '**Free of charge**: [the form](https://shop.example/return)';
  await call('ada', 'POST', `/conversations/${conversation}/answer`, { id: messageId(), text });
  await done();
  assert.match(
    stage.letters.at(-1)?.text ?? '',
    /^Free of charge: the form \(https:\/\/shop\.example\/return\)\n/,
  );
});

test('[CS1] [CS2] a message that was left is a case: assigned, answered, asked again, closed, opened again', async () => {
  await enter('ada');
  const ben = await (await stage.agent('ben')).online();
  const { visitor, conversation } = await leave('Where is <my> order?\nIt is late.');
  const change = (body: object) => call('ada', 'PUT', `/conversations/${conversation}/case`, body);
  const told = async (state: string) =>
    (
      await ben.inbox.next(
        'conversation.changed',
        (frame) => frame.conversation.id === conversation && frame.conversation.caseState === state,
      )
    ).conversation;
  assert.equal((await told('open')).agent, null);
  const given = await change({ agent: 'u-ben' });
  assert.deepEqual([given.status, given.body.agent.name], [200, 'ben']);
  const somebody = await change({ agent: 'u-nobody' });
  assert.deepEqual([somebody.status, somebody.body.path], [422, 'agent']);
  assert.equal((await change({})).status, 422);
  const answer = { id: messageId(), text: 'It **left** today.' };
  await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  assert.equal((await told('answered')).agent?.user, 'u-ben', 'it stays whose it is');
  const letter = stage.letters.at(-1);
  assert.deepEqual([letter?.to, letter?.replyTo], ['bo@example.com', 'ada@example.com']);
  assert.match(letter?.text ?? '', /^It left today\.\n\nada, /);
  assert.match(letter?.text ?? '', /> Where is <my> order\?\n> It is late\./);
  assert.match(letter?.html ?? '', /Where is &lt;my&gt; order\?<br>It is late\./);
  await visitor.post(conversation, 'And the other one?');
  assert.equal((await stage.store.load(stage.account, conversation))?.caseState, 'open');
  const closed = await change({ state: 'closed' });
  assert.deepEqual([closed.body.status, closed.body.caseState], ['ended', 'closed']);
  assert.equal((await change({ state: 'closed' })).status, 200, 'the same again is the same');
  const late = await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  assert.equal(late.body.code, 'request.conflict');
  const opened = await change({ state: 'open', agent: null });
  assert.deepEqual(
    [opened.body.status, opened.body.caseState, opened.body.agent],
    ['message', 'open', null],
  );
  const reading = { after: 0, limit: 20, notes: true };
  const stored = await stage.store.after(stage.account, conversation, reading);
  const notes = stored.flatMap(({ body }) => (body.type === 'system' ? [body.note.type] : []));
  assert.deepEqual(notes, ['left-message', 'ended', 'reopened']);
});

test('[CS1] a closed case that is reopened as a conversation is no longer a case for anybody', async () => {
  const ben = await (await stage.agent('cs1-ben', { room: 9 })).online();
  const { conversation } = await leave('Is it blue?');
  const close = { state: 'closed' };
  await call('cs1-ben', 'PUT', `/conversations/${conversation}/case`, close);
  assert.equal(await ben.command({ type: 'conversation.reopen', conversation }), null);
  const { conversation: told } = await ben.inbox.next(
    'conversation.changed',
    (frame) => frame.conversation.id === conversation && frame.conversation.status === 'active',
  );
  assert.equal(told.caseState, null);
  for (let times = 0; times < 2; times++)
    await ben.command({ type: 'conversation.end', conversation });
  const over = await call('cs1-ben', 'GET', `/conversations/${conversation}`);
  assert.deepEqual([over.body.status, over.body.caseState], ['ended', null]);
  const refused = await call('cs1-ben', 'PUT', `/conversations/${conversation}/case`, close);
  assert.equal(refused.body.code, 'request.conflict');
});

test('[CS3] a closed case is found by its visitor until they have seen the answer', async () => {
  await enter('ada');
  const { visitor, conversation } = await leave('Is it in stock?');
  const answer = { id: messageId(), text: 'It is.' };
  const { body } = await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  await call('ada', 'PUT', `/conversations/${conversation}/case`, { state: 'closed' });
  const back = stage.visitor(visitor.id);
  assert.deepEqual(
    (await back.opening()).map(({ id, status }) => [id, status]),
    [[conversation, 'ended']],
  );
  await back.send({ type: 'chat.read', conversation, through: body.sequence + 1 });
  await until('it is seen', async () => (await back.opening()).length === 0);
  const note = { id: messageId(), text: 'They came to the shop.', note: true };
  const noted = await call('ada', 'POST', `/conversations/${conversation}/messages`, note);
  assert.equal(noted.status, 200);
  assert.deepEqual(await back.opening(), [], 'a note is nothing to see');
});

test('[CS1] only a case is changed as one, and no other account’s', async () => {
  await enter('ada');
  await (await stage.agent('ben')).online();
  const live = await stage.visitor().start('Hello');
  const change = { state: 'closed' };
  const other = await call('ada', 'PUT', `/conversations/${live}/case`, change);
  assert.deepEqual([other.status, other.body.code], [409, 'request.conflict']);
  await enter('eve', await stage.anotherAccount());
  const { conversation } = await leave('Hello?');
  assert.equal(
    (await call('eve', 'PUT', `/conversations/${conversation}/case`, change)).status,
    404,
  );
  assert.equal(
    (await call(null, 'PUT', `/conversations/${conversation}/case`, change)).status,
    401,
  );
});

test('[CS1] a case that is given away or closed while an answer is on its way stays so', async () => {
  await enter('ada');
  await (await stage.agent('ben')).online();
  for (const [change, state] of [
    [{ state: 'closed' }, ['ended', 'closed', undefined]],
    [{ agent: 'u-ben' }, ['message', 'answered', 'u-ben']],
  ] as const) {
    const { conversation } = await leave('Where is my order?');
    const answer = { id: messageId(), text: 'On its way.' };
    const answering = call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
    const changing = () => call('ada', 'PUT', `/conversations/${conversation}/case`, change);
    assert.equal((await whileOnItsWay(answering, changing)).status, 200);
    const record = await stage.store.load(stage.account, conversation);
    assert.deepEqual([record?.status, record?.caseState, record?.agent?.user], state);
  }
});

test('[J10] a case that is part of another conversation is not opened again', async () => {
  await enter('ada');
  await (await stage.agent('ben')).online();
  const visitor = stage.visitor();
  const { conversation } = await leave('Where is my order?', visitor);
  const other = await stage.visitor(visitor.id).start('Hello');
  await call('ada', 'PUT', `/conversations/${conversation}/case`, { state: 'closed' });
  const into = await call('ada', 'PUT', `/conversations/${conversation}/merges`, { into: other });
  assert.equal(into.body.into.id, other);
  const opened = await call('ada', 'PUT', `/conversations/${conversation}/case`, { state: 'open' });
  assert.deepEqual([opened.status, opened.body.code], [409, 'conversation.merged']);
  assert.equal((await stage.store.load(stage.account, conversation))?.status, 'ended');
});

test('[CS2] the engine is told once that a case was answered and closed, even if the store’s replies were lost', async () => {
  let isUnheard = false;
  const troubled = await openApi((opened) => ({
    ...opened,
    async append(...write) {
      const written = await opened.append(...write);
      if (!isUnheard) return written;
      isUnheard = false;
      throw new EngineError('engine.unavailable');
    },
  }));
  try {
    await troubled.enter('ada');
    await (await troubled.stage.agent('ben')).online();
    const { conversation } = await troubled.leave('Where is my order?');
    const twice = async (method: 'POST' | 'PUT', url: string, body: object): Promise<void> => {
      isUnheard = true;
      const at = `/conversations/${conversation}/${url}`;
      assert.equal((await troubled.call('ada', method, at, body)).status, 503);
      assert.equal((await troubled.call('ada', method, at, body)).status, 200);
      await troubled.done();
    };
    await twice('POST', 'answer', { id: messageId(), text: 'On its way.' });
    await twice('PUT', 'case', { state: 'closed' });
    assert.deepEqual(
      troubled.stage.told.map(({ name }) => name),
      ['Conversation Started', 'Conversation Answered', 'Conversation Ended'],
    );
    assert.equal(troubled.stage.letters.length, 1);
  } finally {
    await troubled.close();
  }
});

test('[CS2] an answer that was sent is not sent again and its case is answered, even if the store fails afterwards', async () => {
  let fails = 2;
  const troubled = await openApi((opened) => ({
    ...opened,
    async append(...write) {
      if (Object.keys(write[3]).includes('caseState') && fails-- > 0)
        throw new EngineError('engine.unavailable');
      return opened.append(...write);
    },
  }));
  try {
    const { stage, call, leave } = troubled;
    await troubled.enter('ada');
    const { conversation } = await leave('Where is my order?');
    const answer = { id: messageId(), text: 'On its way.' };
    await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
    const standing = async () => (await stage.store.load(stage.account, conversation))?.caseState;
    const states = [];
    for (let tries = 0; tries < 3; tries++) {
      await troubled.done();
      states.push(await standing());
      stage.advance(10_000);
    }
    assert.deepEqual(states, ['open', 'open', 'answered']);
    assert.equal(stage.letters.length, 1);
  } finally {
    await troubled.close();
  }
});
