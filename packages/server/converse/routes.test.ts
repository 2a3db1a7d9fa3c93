// Conversations by REST on the real API instance: what an agent may, beside what is denied.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import type { App } from '../http/app.ts';
import { createApp } from '../http/create-app.ts';
import { createMetrics } from '../http/metrics.ts';
import { messageId } from './converse-people.test-support.ts';
import { openStage, type Stage } from './converse.test-support.ts';

const mail = { configured: true, failing: false, held: Promise.resolve() };
let stage: Stage;
let app: App;
let closeEngines: () => Promise<void>;

before(async () => {
  const engines = await testEngines();
  closeEngines = () => engines.close();
  stage = await openStage({
    mail: {
      get configured() {
        return mail.configured;
      },
      async send(letter) {
        if (mail.failing) throw new Error('the mail server is away');
        stage.letters.push(letter);
        await mail.held;
      },
    },
  });
  app = await createApp(
    {
      log: testLog(),
      clock: stage.use.clock,
      records: engines.records,
      authentication: {
        findSession: async (token) => stage.principal(token),
        isOperator: () => false,
        isOwnOrigin: () => true,
      },
      clientAddress: () => '127.0.0.1',
      metrics: createMetrics(),
      secure: false,
      version: '0',
    },
    (handler) => createServer(handler),
  );
  stage.converse.routes(app);
  await app.ready();
});
after(async () => {
  await app.close();
  await stage.close();
  await closeEngines();
});

async function call(
  token: string | null,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: object,
) {
  const answer = await app.inject({
    method,
    url: `/api/v1${url}`,
    ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function leave(text: string) {
  const visitor = stage.visitor();
  await visitor.send({
    type: 'chat.leave',
    request: 'r',
    address: 'bo@example.com',
    message: { id: messageId(), text },
  });
  const { conversation } = await visitor.inbox.next('chat.state');
  return { visitor, conversation: conversation.id };
}

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
  assert.equal((await send()).status, 500);
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

test('[RM1] the API posts content in one’s own conversation, and nobody else’s', async () => {
  const eve = await (await stage.agent('x1-eve')).online();
  const conversation = await stage.visitor().start('Which lamp?');
  await eve.until(conversation, ({ status }) => status === 'active');
  stage.enter('x1-other');
  const content = { type: 'replies', text: 'Which?', replies: [{ id: 'a', text: 'Orla' }] };
  const post = { id: messageId(), content };
  const send = (who: string, body: object) =>
    call(who, 'POST', `/conversations/${conversation}/messages`, body);
  assert.equal((await send('x1-other', post)).body.code, 'conversation.not_yours');
  const { status, body } = await send('x1-eve', post);
  assert.deepEqual([status, body.body.text, body.body.content], [200, 'Which?\n1. Orla', content]);
  assert.deepEqual((await send('x1-eve', post)).body, body, 'sent again it is the same message');
  assert.equal((await send('x1-eve', { id: messageId() })).body.code, 'message.empty');
  assert.equal((await send('x1-eve', { ...post, note: true })).body.code, 'request.invalid');
  const note = { id: messageId(), text: 'Asked twice', note: true };
  assert.equal((await send('x1-other', note)).body.body.type, 'note');
});

test('[C4] a live conversation is not answered by e-mail', async () => {
  const ada = await (await stage.agent('ada')).online();
  const conversation = await stage.visitor().start('Hello');
  await ada.until(conversation, ({ status }) => status === 'active');
  const answer = { id: messageId(), text: 'Hello.' };
  assert.equal(
    (await call('ada', 'POST', `/conversations/${conversation}/answer`, answer)).body.code,
    'request.conflict',
  );
});

test('lists come in pages by status and visitor; messages after a number; agents with their state', async () => {
  const ada = await (await stage.agent('ada', { room: 9 })).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('One');
  await visitor.post(conversation, 'Two');
  const all = await call('ada', 'GET', '/conversations?limit=1');
  assert.deepEqual([all.status, all.body.items.length, typeof all.body.next], [200, 1, 'string']);
  const rest = await call(
    'ada',
    'GET',
    `/conversations?limit=200&cursor=${encodeURIComponent(all.body.next)}`,
  );
  assert.equal(
    rest.body.items.some(({ id }: { id: string }) => id === all.body.items[0].id),
    false,
  );
  const own = await call('ada', 'GET', `/conversations?status=active&visitor=${visitor.id}`);
  assert.deepEqual(
    own.body.items.map(({ id }: { id: string }) => id),
    [conversation],
  );
  const page = await call('ada', 'GET', `/conversations/${conversation}/messages?after=1`);
  assert.deepEqual([page.body.complete, page.body.messages[0].sequence], [true, 2]);
  assert.equal(
    (await call('ada', 'GET', `/conversations/${conversation}`)).body.visitor,
    visitor.id,
  );
  const { agents } = (await call('ada', 'GET', '/agents')).body;
  assert.equal(agents.find(({ user }: { user: string }) => user === ada.user).state, 'online');
  assert.equal((await call('ada', 'GET', '/conversations?cursor=nonsense')).status, 422);
  assert.equal((await call('ada', 'GET', '/conversations?visitor=no%20id')).status, 422);
});

test('[C16] nobody without a session, and no other account, reads or answers', async () => {
  stage.enter('ada');
  const { conversation } = await leave('Private');
  stage.enter('eve', await stage.anotherAccount());
  const paths = [
    `/conversations/${conversation}`,
    `/conversations/${conversation}/messages`,
  ] as const;
  for (const path of paths) {
    assert.equal((await call('ada', 'GET', path)).status, 200, path);
    assert.equal((await call('eve', 'GET', path)).status, 404, path);
    assert.equal((await call(null, 'GET', path)).status, 401, path);
  }
  const answer = { id: messageId(), text: 'x' };
  assert.equal(
    (await call('eve', 'POST', `/conversations/${conversation}/answer`, answer)).status,
    404,
  );
  assert.equal(
    (await call(null, 'POST', `/conversations/${conversation}/answer`, answer)).status,
    401,
  );
  assert.deepEqual((await call('eve', 'GET', '/conversations')).body.items, []);
  assert.deepEqual((await call('eve', 'GET', '/agents')).body.agents, []);
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
  for (let tries = 0; (await back.opening()).length > 0 && tries < 200; tries++)
    await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(await back.opening(), []);
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
