// Conversations by REST on the real API instance: what an agent may do, beside what is denied.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { messageId } from '../testing/people.test-support.ts';
import { openApi } from '../testing/conversation-routes.test-support.ts';

const { stage, call, leave, close } = await openApi();
after(close);

test('[RM1] the API posts content only in the caller’s own conversation', async () => {
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

test('[CT4] lists are paged by status, visitor, channel and contact, messages start after a number, and agents have their state', async () => {
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
  const [{ channel, contact, address }] = own.body.items;
  assert.deepEqual([channel, address], ['web', visitor.id]);
  const idsOf = async (query: string) =>
    (await call('ada', 'GET', `/conversations?${query}`)).body.items.map(
      ({ id }: { id: string }) => id,
    );
  assert.deepEqual(await idsOf(`channel=web&contact=${contact}`), [conversation]);
  assert.deepEqual(await idsOf(`channel=email&contact=${contact}`), []);
  assert.deepEqual(await idsOf('channel=email'), []);
  const page = await call('ada', 'GET', `/conversations/${conversation}/messages?after=1`);
  assert.deepEqual([page.body.complete, page.body.messages[0].sequence], [true, 2]);
  assert.equal(
    (await call('ada', 'GET', `/conversations/${conversation}`)).body.visitor,
    visitor.id,
  );
  const { agents } = (await call('ada', 'GET', '/agents')).body;
  assert.equal(agents.find(({ user }: { user: string }) => user === ada.user).state, 'online');
  for (const cursor of ['nonsense', Buffer.from('-9e15/x').toString('base64url')])
    assert.equal((await call('ada', 'GET', `/conversations?cursor=${cursor}`)).status, 422);
  assert.equal((await call('ada', 'GET', '/conversations?visitor=no%20id')).status, 422);
});

test('[C16] callers without a session and other accounts can neither read nor answer', async () => {
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
