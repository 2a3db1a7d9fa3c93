// A failing desk, because of a bug or a write that is never accepted, is recreated from the store.
// It ends its account's consoles, never the server, and keeps nobody waiting forever.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noSkills, type SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import type { AgentClient } from '../testing/people.test-support.ts';
import { openStage, type Stage, stages } from '../testing/conversations.test-support.ts';

const spoiled = new Set<AccountId>();
/**
 * Once the account is spoiled, its settings cannot be read, as after a bug. The next ones are
 * valid.
 */
function planFor(account: AccountId): SkillPlan {
  const whole = noSkills();
  const isFirst = !planned.has(account);
  planned.add(account);
  return {
    ...whole,
    get settings() {
      if (isFirst && spoiled.has(account)) throw new Error('a fault of ours');
      return whole.settings;
    },
  };
}
const planned = new Set<AccountId>();
const onStage = stages({ plan: async (account) => planFor(account) });

async function openConversation(stage: Stage, name: string) {
  const agent = await (await stage.agent(name)).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('Hello');
  await agent.until(conversation, ({ status }) => status === 'active');
  return { agent, visitor, conversation };
}

/** Reconnects a console that was ended, and finds the conversation with its agent. */
async function comesBack(stage: Stage, ended: AgentClient, conversation: ConversationId) {
  if (ended.socket.readyState !== ended.socket.CLOSED)
    await new Promise((resolve) => ended.socket.once('close', resolve));
  const agent = await stage.agent(ended.user.slice(2));
  const { conversations } = await agent.inbox.next('conversations.all');
  const found = conversations.find(({ id }) => id === conversation);
  assert.deepEqual([found?.status, found?.agent?.user], ['active', ended.user]);
  return agent;
}

test(
  '[C13] a step that fails as a visitor goes ends the desk and not the server',
  onStage(async (stage) => {
    const { agent, visitor, conversation } = await openConversation(stage, 'anew-ada');
    spoiled.add(stage.account);
    visitor.leave();
    const back = await comesBack(stage, agent, conversation);
    assert.equal(await back.post(conversation, 'Still here?'), 3);
    visitor.reattach();
    assert.equal(await visitor.post(conversation, 'Yes'), 4);
  }),
);

test(
  '[C13] a command to a failing desk is refused, not acknowledged, and may be sent again',
  onStage(async (stage) => {
    const { agent, visitor, conversation } = await openConversation(stage, 'anew-bo');
    spoiled.add(stage.account);
    await visitor.send({ type: 'chat.end', conversation });
    const { problem } = await visitor.inbox.next('chat.refused');
    assert.deepEqual([problem.code, problem.retry], ['server.failed', true]);
    await comesBack(stage, agent, conversation);
    await visitor.send({ type: 'chat.end', conversation });
    assert.equal((await stage.store.load(stage.account, conversation))?.status, 'wrap-up');
  }),
);

test(
  '[C13] [C22] a desk that fails at an instant is rebuilt without any command, so the time of those who wait continues',
  onStage(async (stage) => {
    const visitor = stage.visitor();
    const agent = await (await stage.agent('anew-cy', { room: 0 })).online();
    const conversation = await visitor.start('Anybody?');
    agent.socket.terminate();
    visitor.leave();
    spoiled.add(stage.account);
    const status = async () => (await stage.store.load(stage.account, conversation))?.status;
    assert.equal(await status(), 'waiting');
    const late = performance.now() + 60_000;
    while ((await status()) === 'waiting') {
      assert.ok(performance.now() < late, 'nobody remembers who waits');
      stage.advance(conversationLimits.visitorGraceMs);
    }
    assert.equal(await status(), 'ended');
  }),
);

/** A store that never accepts writes to one conversation, for an unforeseen reason. */
function refusing(store: ConversationStore) {
  const refused = { conversation: '', tries: 0 };
  const append: ConversationStore['append'] = async (account, id, ...write) => {
    if (id !== refused.conversation) return store.append(account, id, ...write);
    refused.tries += 1;
    throw new Error('violates a constraint');
  };
  return { refused, store: { ...store, append } };
}

test('[C13] a write that is never accepted is given up, and delays nobody else', async (t) => {
  const engines = await testEngines();
  t.after(() => engines.close());
  const { refused, store } = refusing(openConversationStore(engines.records));
  const stage = await openStage({ store });
  t.after(() => stage.close());
  const { agent, visitor, conversation } = await openConversation(stage, 'anew-di');
  const closed = new Promise<number>((resolve) => agent.socket.once('close', resolve));
  refused.conversation = conversation;
  const ended = visitor.send({ type: 'chat.end', conversation });
  for (let over = false; !over;) {
    const { tries } = refused;
    while (!over && refused.tries === tries)
      over = await Promise.race([
        ended.then(() => true),
        new Promise<false>((resolve) => setImmediate(resolve, false)),
      ]);
    stage.advance(2000);
  }
  assert.equal((await visitor.inbox.next('chat.refused')).problem.code, 'server.failed');
  assert.equal(await closed, 1011);
  refused.conversation = '';
  const back = await comesBack(stage, agent, conversation);
  assert.equal(await visitor.post(conversation, 'Are you there?'), 3);
  assert.equal(await back.post(conversation, 'Yes'), 4);
});
