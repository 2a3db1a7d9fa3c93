// Drafts of agents, over real sockets and a real database: on every device of the same user and for
// nobody else, removed when they end, and bounded.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { type AgentClient, connectAgent } from '../../testing/people.test-support.ts';
import { createDrafts, type Drafts } from './drafts.ts';

let engines: Awaited<ReturnType<typeof testEngines>>;
let drafts: Drafts;
let stage: Stage;
before(async () => {
  engines = await testEngines();
  drafts = createDrafts(engines.records);
  stage = await openStage({ drafts });
});
after(async () => {
  await stage?.close();
  await engines?.close();
});

let asked = 0;

/** Begins it on one device. Returns its request. */
async function begins(
  agent: AgentClient,
  conversation: ConversationId,
  text: string,
): Promise<string> {
  asked += 1;
  const request = `asked-${asked}`;
  agent.send({ type: 'draft.keep', request, conversation, text, note: false });
  await agent.inbox.next('draft', (frame) => frame.request === request);
  return request;
}

const textsOf = async (name: string): Promise<readonly string[]> =>
  (await drafts.of(stage.account, UserId.parse(`u-${name}`))).map(({ text }) => text);

/** What a newly opened device begins with. */
async function onNewDevice(name: string): Promise<readonly string[]> {
  const device = await connectAgent(stage.address, name);
  const { drafts: all } = await device.inbox.next('drafts.all');
  device.socket.terminate();
  return all.map(({ text }) => text);
}

test('[C46] a draft is only on its user’s devices, and the server’s newest version counts', async () => {
  const laptop = await (await stage.agent('ada')).online();
  const ben = await (await stage.agent('ben')).online();
  const conversation = await stage.visitor().start('Hello');
  const phone = await connectAgent(stage.address, 'ada');
  await phone.inbox.next('drafts.all', ({ drafts: all }) => all.length === 0);
  await begins(laptop, conversation, 'It comes in');
  await phone.inbox.next('draft', ({ text }) => text === 'It comes in');
  await begins(phone, conversation, 'It comes in brass');
  await laptop.inbox.next('draft', ({ text }) => text === 'It comes in brass');
  assert.deepEqual(await onNewDevice('ada'), ['It comes in brass']);
  assert.deepEqual(await onNewDevice('ben'), []);
  assert.ok(!ben.inbox.frames.some(({ type }) => type === 'draft'));
  // An emptied draft is removed everywhere.
  await begins(phone, conversation, '');
  await laptop.inbox.next('draft', ({ text }) => text === '');
  assert.deepEqual(await textsOf('ada'), []);
  phone.socket.terminate();
});

test('[C46] sending ends the draft, and text begun afterwards stays', async () => {
  const cy = await (await stage.agent('cy', { room: 20 })).online();
  const conversation = await stage.visitor().start('Hello');
  await begins(cy, conversation, 'A note of mine');
  const post = cy.post(conversation, 'A note of mine', { note: true });
  const next = begins(cy, conversation, 'And');
  await Promise.all([post, next]);
  assert.deepEqual(await textsOf('cy'), ['And']);
  const told = cy.inbox.frames.flatMap((frame) => (frame.type === 'draft' ? [frame.text] : []));
  assert.deepEqual(told, ['A note of mine', '', 'And']);
});

test('[C46] one of another account, or that ended, takes none, and its end ends those of everybody', async () => {
  const dee = await (await stage.agent('dee', { room: 20, role: 'manager' })).online();
  const eli = await (await stage.agent('eli', { room: 20 })).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('Hello');
  const refused = (agent: AgentClient, of: ConversationId) =>
    agent.command({ type: 'draft.keep', conversation: of, text: 'Let me', note: false });
  const elsewhere = await stage.agent('fay', { account: await stage.anotherAccount() });
  assert.equal(await refused(elsewhere, conversation), 'request.not_found');
  assert.equal(await refused(dee, ConversationId.parse('no-such')), 'request.not_found');
  await begins(dee, conversation, 'Of one');
  await begins(eli, conversation, 'Of another');
  await dee.command({ type: 'conversation.take-over', conversation });
  assert.equal(await dee.command({ type: 'conversation.end', conversation }), null);
  assert.deepEqual(
    await textsOf('eli'),
    ['Of another'],
    'a note may be written until it is put away',
  );
  assert.equal(await dee.command({ type: 'conversation.end', conversation }), null);
  assert.deepEqual([await textsOf('dee'), await textsOf('eli')], [[], []]);
  assert.equal(await refused(dee, conversation), 'request.not_found');
});

test('[C46] only the newest drafts of a user are kept, and none of a disabled user', async () => {
  const user = UserId.parse('u-gus');
  const { account } = stage;
  const ids: ConversationId[] = [];
  for (let at = 0; at <= conversationLimits.drafts; at += 1) {
    const conversation = await stage.visitor().start('Hello');
    ids.push(conversation);
    await drafts.keep(account, user, { conversation, text: `draft ${at}`, note: false, at });
  }
  const kept = await drafts.of(account, user);
  assert.equal(kept.length, conversationLimits.drafts);
  assert.ok(!kept.some(({ conversation }) => conversation === ids[0]), 'the oldest is forgotten');
  await engines.records.withAccount(account, async (sql) => {
    await sql.run(
      `INSERT INTO users (account, id, email, name, role, room, created_at)
       VALUES ($1, $2, 'gus@example.com', 'Gus', 'agent', 3, now())`,
      [account, user],
    );
    await sql.run('UPDATE users SET disabled = true WHERE id = $1', [user]);
  });
  assert.deepEqual(await drafts.of(account, user), []);
});
