// Reopening conversations on a running desk: by agents within the account's time, and by the
// returning visitor. Each denial beside its permission.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planOf } from '@opportune/core/conversation/routing/skill-plan.ts';
import { SkillId, UserId } from '@opportune/protocol/ids.ts';
import type { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { messageId } from '../../testing/people.test-support.ts';
import { type Stage, stages } from '../../testing/conversations.test-support.ts';
import { createReopening } from './reopening.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const rules: { now: Reopening } = { now: { agentH: null, visitorH: 0 } };
const onStage = stages({ reopening: async () => rules.now });

const returns = SkillId.parse('returns');
/** The skill that a visit seems to need, and whether it is open. */
const need: { skill: SkillId | null; open: boolean } = { skill: null, open: true };
const onSkilledStage = stages({
  reopening: async () => ({ agentH: null, visitorH: 24 }),
  needOf: () => need.skill,
  plan: async () =>
    planOf({
      rules: new Map([
        [
          returns,
          {
            priority: 3,
            fallback: { to: 'nobody' },
            mode: null,
            sameAgent: true,
            serviceLevel: null,
            hours: need.open ? null : OpeningHours.parse({ week: {} }),
          },
        ],
      ]),
      levels: new Map([[UserId.parse('u-j5-eva'), new Map([[returns, 5]])]]),
      settings: usualRouting,
      zone: 'UTC',
    }),
});

/** A conversation that an agent answered and put away. */
async function over(stage: Stage, name: string) {
  const agent = await (await stage.agent(name)).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('The lamp flickers');
  await agent.until(conversation, (found) => found.status === 'active');
  const end = { type: 'conversation.end', conversation } as const;
  await agent.command(end);
  await agent.command(end);
  return { agent, visitor, conversation };
}

describe('an agent', () => {
  test(
    '[J5] reopens within the time of the account, and not after it',
    onStage(async (stage) => {
      rules.now = { agentH: 2, visitorH: 0 };
      const { conversation } = await over(stage, 'j5-ada');
      const reopen = { type: 'conversation.reopen', conversation } as const;
      stage.advance(2 * hourMs - minuteMs);
      // A line that is silent for this long has ended.
      const back = await (await stage.agent('j5-ada')).online();
      assert.equal(await back.command(reopen), null);
      await back.command({ type: 'conversation.end', conversation });
      await back.command({ type: 'conversation.end', conversation });
      stage.advance(2 * hourMs);
      const late = await (await stage.agent('j5-ada')).online();
      assert.equal(await late.command(reopen), 'conversation.closed');
      rules.now = { agentH: null, visitorH: 0 };
      assert.equal(await late.command(reopen), null);
    }),
  );
});

describe('a visitor who comes back', () => {
  test(
    '[J5] continues the last conversation within the time, and its numbers continue too',
    onStage(async (stage) => {
      rules.now = { agentH: null, visitorH: 24 };
      const { visitor, conversation } = await over(stage, 'j5-ben');
      const before = (await stage.store.load(stage.account, conversation))?.lastSequence ?? 0;
      stage.advance(24 * hourMs - minuteMs);
      const agent = await (await stage.agent('j5-ben')).online();
      const message = { id: messageId(), text: 'It does so again' };
      const start = { type: 'chat.start', request: 'again', message } as const;
      await visitor.send(start);
      await agent.until(conversation, (found) => found.status === 'active');
      await visitor.send(start);
      const reading = { after: before, limit: 10, notes: true };
      const said = await stage.store.after(stage.account, conversation, reading);
      assert.deepEqual(
        said.map(({ sequence }) => sequence),
        said.map((_, at) => before + 1 + at),
      );
      const texts = said.flatMap(({ body }) => (body.type === 'text' ? [body.text] : []));
      assert.deepEqual(texts, ['It does so again']);
      assert.ok(said.some(({ body }) => body.type === 'system' && body.note.type === 'reopened'));
    }),
  );

  test(
    '[J5] begins a new one after the time, if reopening is off, or as another visitor',
    onStage(async (stage) => {
      rules.now = { agentH: null, visitorH: 24 };
      const { visitor, conversation } = await over(stage, 'j5-cid');
      const other = await stage.visitor().start('Hello');
      assert.notEqual(other, conversation);
      stage.advance(24 * hourMs);
      await (await stage.agent('j5-cid')).online();
      assert.notEqual(await visitor.start('Hello again'), conversation);
      rules.now = { agentH: null, visitorH: 0 };
      const off = await over(stage, 'j5-dan');
      assert.notEqual(await off.visitor.start('Hello again'), off.conversation);
    }),
  );
});

describe('a visitor whose last conversation has a skill', () => {
  /** The conversation about returns is over. Now nothing seems to be needed. */
  async function returned(stage: Stage) {
    need.skill = returns;
    const found = await over(stage, 'j5-eva');
    need.skill = null;
    return found;
  }

  test(
    '[C23] [J5] continues it while an agent with the skill is there, else begins a new one, and never waits for nobody',
    onSkilledStage(async (stage) => {
      const { agent, visitor, conversation } = await returned(stage);
      assert.equal((await stage.store.load(stage.account, conversation))?.skill, returns);
      assert.equal(await visitor.start('Again'), conversation);
      await agent.until(conversation, ({ status }) => status === 'active');
      await agent.command({ type: 'conversation.end', conversation });
      await agent.command({ type: 'conversation.end', conversation });
      agent.send({ type: 'agent.state', state: 'offline' });
      await agent.inbox.next('agent.changed', ({ agent: found }) => found.state === 'offline');
      const message = { id: messageId(), text: 'Is anybody there?' };
      await visitor.send({ type: 'chat.start', request: 'nobody', message });
      const refused = await visitor.inbox.next('chat.refused');
      assert.equal(refused.problem.code, 'agent.no_room');
      const other = await (await stage.agent('j5-fay')).online();
      const fresh = await visitor.start('And a third time');
      assert.notEqual(fresh, conversation);
      await other.until(fresh, ({ status }) => status === 'active');
    }),
  );

  test(
    '[C28] [J5] begins a new one while the skill is closed',
    onSkilledStage(async (stage) => {
      const { visitor, conversation } = await returned(stage);
      need.open = false;
      await stage.restart();
      visitor.reattach();
      await (await stage.agent('j5-eva')).online();
      const fresh = await visitor.start('Again');
      need.open = true;
      assert.notEqual(fresh, conversation);
      assert.equal((await stage.store.load(stage.account, fresh))?.skill, null);
    }),
  );
});

describe('the rules', () => {
  test(
    '[J5] are the account’s own, and any agent at any time until it says otherwise',
    onStage(async (stage) => {
      const engines = await testEngines();
      const kept = createReopening(engines.records);
      assert.deepEqual(await kept.of(stage.account), { agentH: null, visitorH: 0 });
      await kept.change(stage.account, { agentH: 8, visitorH: 24 });
      assert.deepEqual(await kept.of(stage.account), { agentH: 8, visitorH: 24 });
      const other = await stage.anotherAccount();
      assert.deepEqual(await kept.of(other), { agentH: null, visitorH: 0 });
      await engines.close();
    }),
  );
});
