// Taking conversations over REST, by people and by programs: what they may do, beside what is
// denied.
import { sessionsEnded, usersChanged } from '@opportune/protocol/bus/changes.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { ConversationId, UserId } from '@opportune/protocol/ids.ts';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openApi } from '../../testing/conversation-routes.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';

const { stage, call, leave, close } = await openApi();
after(close);

const state = (who: string, body: object = {}) => call(who, 'PUT', '/my-state', body);
const take = (who: string, id: string) => call(who, 'POST', `/conversations/${id}/take`);
const finish = (who: string, id: string) => call(who, 'POST', `/conversations/${id}/finish`);

const userOf = (name: string) => UserId.parse(`u-${name}`);

/** A visitor waits, because nobody who is online has room. */
async function waiting(): Promise<string> {
  const busy = `busy-${messageId()}`;
  stage.enterProgram(busy, 0);
  await state(busy, { state: 'online' });
  const id = await stage.visitor().start('Where is my lamp?');
  await state(busy, { state: 'offline' });
  return id;
}

test('[TK7] a program that says it is online takes what waits, answers it and ends it', async () => {
  const id = await waiting();
  stage.enterProgram('helper', 1);
  assert.equal((await take('helper', id)).body.code, 'agent.no_room', 'it is not online yet');
  await stage.converse.desks.of(stage.account).then(({ desk }) => {
    assert.equal(desk.conversations.get(ConversationId.parse(id))?.status, 'waiting');
  });
  const there = await state('helper', { state: 'online' });
  assert.deepEqual(
    [there.status, there.body.agent.kind, there.body.agent.state],
    [200, 'program', 'online'],
  );
  const taken = await take('helper', id);
  assert.deepEqual(
    [taken.status, taken.body.status, taken.body.agent.user],
    [200, 'active', 'u-helper'],
  );
  assert.equal((await take('helper', id)).status, 200, 'taken again, it is theirs already');
  const post = { id: messageId(), text: 'It leaves today.' };
  const posted = await call('helper', 'POST', `/conversations/${id}/messages`, post);
  assert.equal(posted.body.author.user, 'u-helper');
  assert.equal((await finish('helper', id)).body.status, 'wrap-up');
  assert.equal((await finish('helper', id)).body.status, 'ended');
  assert.equal((await finish('helper', id)).body.code, 'conversation.ended');
  assert.equal((await take('helper', id)).body.code, 'conversation.ended');
  await state('helper', { state: 'offline' });
});

test('[TK7] a conversation of somebody else, a left message or an unknown one cannot be taken', async () => {
  const id = await waiting();
  for (const name of ['one', 'two']) stage.enterProgram(name, 1);
  await state('one', { state: 'online' });
  await take('one', id);
  await state('two', { state: 'online' });
  assert.equal((await take('two', id)).body.code, 'conversation.not_yours');
  assert.equal((await finish('two', id)).body.code, 'conversation.not_yours');
  await state('two', { state: 'offline' });
  assert.equal((await finish('one', id)).status, 200);
  await state('one', { state: 'offline' });
  const left = await leave('Call me back');
  assert.equal((await take('one', left.conversation)).body.code, 'request.conflict');
  assert.equal((await take('one', 'nothing')).body.code, 'request.not_found');
});

test('[TK7] what is taken twice at once is answered once it is stored', async () => {
  const id = await waiting();
  stage.enterProgram('twice', 1);
  await state('twice', { state: 'online' });
  const { desk, writes } = await stage.converse.desks.of(stage.account);
  const talk = ConversationId.parse(id);
  // What is written of this conversation waits.
  const store = Promise.withResolvers<void>();
  const slow = writes.queue.run(talk, () => store.promise);
  const answered: number[] = [];
  const answers = [1, 2].map(async (nth) => {
    const { status, body } = await take('twice', id);
    answered.push(nth);
    return [status, body.status];
  });
  // Answered after both, had they not waited.
  await state('twice');
  assert.deepEqual(answered, []);
  assert.equal(desk.conversations.get(talk)?.status, 'active');
  store.resolve();
  assert.deepEqual(await Promise.all(answers), Array(2).fill([200, 'active']));
  await slow;
  await finish('twice', id);
  await state('twice', { state: 'offline' });
});

test('[TK7] beyond its places a program takes nothing', async () => {
  const [first, second] = [await waiting(), await waiting()];
  stage.enterProgram('narrow', 1);
  // Assigned by the desk when it comes online, as to everybody.
  await state('narrow', { state: 'online' });
  const { body } = await call('narrow', 'GET', '/conversations?status=active&limit=200');
  const own = body.items.filter(
    ({ agent }: { agent: { user: string } | null }) => agent?.user === 'u-narrow',
  );
  assert.equal(own.length, 1);
  const other = own[0].id === first ? second : first;
  assert.equal((await take('narrow', other)).body.code, 'agent.no_room');
  await state('narrow', { state: 'offline' });
  await finish('narrow', own[0].id);
});

test('[TK7] another account’s conversation is not there for a program', async () => {
  const id = await waiting();
  stage.enter('stranger', await stage.anotherAccount());
  await state('stranger', { state: 'online' });
  for (const act of [take, finish])
    assert.equal((await act('stranger', id)).body.code, 'request.not_found');
});

test('[TK8] who says so is there for a minute, and no longer without saying it again', async () => {
  stage.enterProgram('minute', 1);
  await state('minute', { state: 'online' });
  const { desk } = await stage.converse.desks.of(stage.account);
  const of = () => desk.agents.get(userOf('minute'));
  stage.advance(50_000);
  await state('minute');
  stage.advance(50_000);
  assert.equal(of()?.goneAt, null, 'it said so again');
  stage.advance(10_000);
  assert.notEqual(of()?.goneAt, null);
  stage.advance(30_000);
  assert.equal(of()?.state, 'offline');
  assert.equal((await state('minute')).body.agent.state, 'online', 'as it chose last');
  assert.equal((await state('minute', { reason: 'Lunch' })).body.path, 'reason');
  await state('minute', { state: 'offline' });
  assert.notEqual(of()?.goneAt, null, 'offline leaves at once');
});

test('[TK8] a program that is disabled or whose token was revoked is no longer present', async () => {
  const { desk } = await stage.converse.desks.of(stage.account);
  for (const name of ['gone', 'barred', 'other']) {
    stage.enterProgram(name, 1);
    await state(name, { state: 'online' });
  }
  const { account } = stage;
  const ended = { account, user: userOf('gone'), only: 's-gone', except: null };
  publish(stage.use.bus, sessionsEnded, ended);
  publish(stage.use.bus, sessionsEnded, {
    ...{ account, user: userOf('other'), only: 's-another', except: null },
  });
  const barred = stage.principal('barred');
  assert.ok(barred);
  const user = { ...barred.user, disabled: true };
  publish(stage.use.bus, usersChanged, { account, user });
  // The bus delivers in a later turn.
  await state('other');
  const isGone = (name: string) => desk.agents.get(userOf(name))?.goneAt !== null;
  assert.deepEqual(['gone', 'barred', 'other'].map(isGone), [true, true, false]);
});
