// Messages that were left, as cases, by REST on the real API instance. Each denial beside its permission.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';
import { openApi } from '../../testing/conversation-routes.test-support.ts';

const { stage, mail, call, leave, whileOnItsWay, close } = await openApi();
after(close);

test('[C4] an answer to a message that was left goes out by e-mail once, and the visitor finds it', async () => {
  stage.enter('ada');
  const { visitor, conversation } = await leave('Where is my order?');
  const answer = { id: messageId(), text: 'On its way.' };
  const first = await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  assert.deepEqual([first.status, first.body.sequence], [200, 3]);
  const again = await call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  assert.deepEqual(again.body, first.body);
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

test('[C4] without a mail server an answer is refused and nothing is stored; where sending fails it may be repeated', async () => {
  stage.enter('ada');
  const { conversation } = await leave('Hello?');
  const answer = { id: messageId(), text: 'Hello.' };
  const send = () => call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  mail.configured = false;
  assert.equal((await send()).body.code, 'mail.not_configured');
  assert.equal((await stage.store.load(stage.account, conversation))?.lastSequence, 2);
  mail.configured = true;
  mail.failing = true;
  const away = await send();
  assert.deepEqual([away.status, away.body.code], [502, 'mail.failed']);
  const standing = async () => (await stage.store.load(stage.account, conversation))?.caseState;
  assert.equal(await standing(), 'open');
  mail.failing = false;
  const before = stage.letters.length;
  assert.equal((await send()).body.sequence, 3);
  assert.equal(await standing(), 'answered');
  assert.equal(stage.letters.length, before + 1);
});

test('[CS2] two requests of one answer at once send one letter; where nobody knows whether it left, it may be sent again a minute later', async () => {
  stage.enter('ada');
  const { conversation } = await leave('Twice?');
  const answer = { id: messageId(), text: 'Once.' };
  const send = () => call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
  const before = stage.letters.length;
  const [one, other] = await Promise.all([send(), send()]);
  assert.ok([one, other].some(({ status }) => status === 200));
  assert.deepEqual((await send()).body.id, answer.id);
  assert.equal(stage.letters.length, before + 1);
  // The mail server has it, and the process that would have heard of that is gone.
  const cut = { id: messageId(), text: 'Is it gone?' };
  const sendCut = () => call('ada', 'POST', `/conversations/${conversation}/answer`, cut);
  const gate: { open: () => void } = { open: () => {} };
  mail.held = new Promise((resolve) => (gate.open = resolve));
  const died = sendCut();
  while (stage.letters.length < before + 2) await new Promise((resolve) => setImmediate(resolve));
  mail.held = Promise.resolve();
  assert.equal((await sendCut()).status, 409);
  assert.equal(stage.letters.length, before + 2);
  stage.advance(61_000);
  assert.equal((await sendCut()).status, 200);
  assert.equal((await sendCut()).status, 200);
  assert.equal(stage.letters.length, before + 3);
  gate.open();
  await died;
});

test('[CS2] [CS3] an answer that did not leave is shown as such to agents, is in the visitor’s window, and goes out corrected as another one', async () => {
  stage.enter('ada');
  const { visitor, conversation } = await leave('What does it cost?');
  const path = `/conversations/${conversation}/answer`;
  const wrong = { id: messageId(), text: 'It costs 10 euro.' };
  mail.failing = true;
  assert.equal((await call('ada', 'POST', path, wrong)).body.code, 'mail.failed');
  mail.failing = false;
  const { body } = await call('ada', 'GET', `/conversations/${conversation}/messages?after=3`);
  assert.deepEqual(
    body.messages.map((message: { body: object }) => message.body),
    [{ type: 'aside', aside: { type: 'not-mailed', by: 'ada', message: wrong.id } }],
  );
  assert.ok(visitor.messages(conversation).every((message) => message.body.type !== 'aside'));
  // It reached the visitor there, as any message does.
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
  assert.equal(stage.letters.length, before);
  const corrected = await call('ada', 'POST', path, { ...right, id: messageId() });
  assert.equal(corrected.body.body.text, right.text);
  assert.match(stage.letters.at(-1)?.text ?? '', /^It costs 100 euro\./);
  assert.equal(stage.letters.length, before + 1);
});

test('[CS1] what the visitor writes while an answer is on its way keeps the case open', async () => {
  stage.enter('ada');
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
  assert.equal((await standing())?.caseState, 'answered');
});

test('[RM5] an answer by e-mail goes out in plain words, its links with where they lead', async () => {
  stage.enter('ada');
  const { conversation } = await leave('How do I return it?');
  const text = '**Free of charge**: [the form](https://shop.example/return)';
  await call('ada', 'POST', `/conversations/${conversation}/answer`, { id: messageId(), text });
  assert.match(
    stage.letters.at(-1)?.text ?? '',
    /^Free of charge: the form \(https:\/\/shop\.example\/return\)\n/,
  );
});

test('[CS1] [CS2] a message that was left is a case: assigned, answered, asked again, closed, opened again', async () => {
  stage.enter('ada');
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

test('[CS1] a closed case that is taken up as a conversation is no case any more, for nobody', async () => {
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
  stage.enter('ada');
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
  stage.enter('ada');
  await (await stage.agent('ben')).online();
  const live = await stage.visitor().start('Hello');
  const change = { state: 'closed' };
  const other = await call('ada', 'PUT', `/conversations/${live}/case`, change);
  assert.deepEqual([other.status, other.body.code], [409, 'request.conflict']);
  stage.enter('eve', await stage.anotherAccount());
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
  stage.enter('ada');
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
  stage.enter('ada');
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

test('[CS2] the engine is told once that a case was answered and closed, though both were stored unheard', async () => {
  const disk = createCrashStore({ sync: (done) => setImmediate(done), keeps: () => true });
  const opened = disk.open();
  let isUnheard = false;
  const troubled = await openApi({
    ...opened,
    async append(...write) {
      const written = await opened.append(...write);
      if (!isUnheard) return written;
      isUnheard = false;
      throw new EngineError('engine.unavailable');
    },
  });
  try {
    troubled.stage.enter('ada');
    await (await troubled.stage.agent('ben')).online();
    const { conversation } = await troubled.leave('Where is my order?');
    const twice = async (method: 'POST' | 'PUT', url: string, body: object): Promise<void> => {
      isUnheard = true;
      const at = `/conversations/${conversation}/${url}`;
      assert.equal((await troubled.call('ada', method, at, body)).status, 503);
      assert.equal((await troubled.call('ada', method, at, body)).status, 200);
    };
    await twice('POST', 'answer', { id: messageId(), text: 'On its way.' });
    await twice('PUT', 'case', { state: 'closed' });
    assert.deepEqual(
      troubled.stage.told.map(({ name }) => name),
      ['Conversation Started', 'Conversation Answered', 'Conversation Ended'],
    );
  } finally {
    await troubled.close();
  }
});

test('[CS2] an answer that has left is sent once and its case is answered, though the store fails behind it', async () => {
  const disk = createCrashStore({ sync: (done) => setImmediate(done), keeps: () => true });
  const opened = disk.open();
  const fails = { settling: 0, changing: 0 };
  const stood = (which: keyof typeof fails): void => {
    if (fails[which] === 0) return;
    fails[which] -= 1;
    setImmediate(() => troubled.stage.advance(2000));
    throw new EngineError('engine.unavailable');
  };
  const troubled = await openApi({
    ...opened,
    async append(...write) {
      if (Object.keys(write[3]).includes('caseState')) stood('changing');
      return opened.append(...write);
    },
    async settleMail(...write) {
      stood('settling');
      return opened.settleMail(...write);
    },
  });
  try {
    const { stage, call, leave } = troubled;
    stage.enter('ada');
    const { conversation } = await leave('Where is my order?');
    const answer = { id: messageId(), text: 'On its way.' };
    const send = () => call('ada', 'POST', `/conversations/${conversation}/answer`, answer);
    Object.assign(fails, { settling: 2, changing: 2 });
    await send();
    stage.advance(120_000);
    assert.equal((await send()).status, 200);
    assert.deepEqual(fails, { settling: 0, changing: 0 });
    assert.equal((await stage.store.load(stage.account, conversation))?.caseState, 'answered');
    assert.equal(stage.letters.length, 1);
  } finally {
    await troubled.close();
  }
});
