// Skills on real records and a running desk: the list and who has which, each denial beside its
// permission, and whom conversations reach while both change.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import {
  type AccountId,
  CampaignId,
  DecisionId,
  SkillId,
  UserId,
} from '@opportune/protocol/ids.ts';
import { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { NewSkill, type SkillFallback, skillLimits } from '@opportune/protocol/rest/team/skills.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { cardsWith, openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createSkills, type Skills } from './account-skills.ts';

const [returns, sales] = [SkillId.parse('returns'), SkillId.parse('sales')];
const decision = DecisionId.parse('d1');

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

function refused(code: string, path?: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof Refusal &&
    error.problem.code === code &&
    (path === undefined || error.problem.path === path);
}

function skill(id: SkillId, fallback: SkillFallback = { to: 'nobody' }, priority = 3): NewSkill {
  return NewSkill.parse({ id, name: id, fallback, priority });
}

async function addUsers(account: AccountId, ...names: readonly string[]): Promise<void> {
  await records.withAccount(account, async (sql) => {
    for (const name of names)
      await sql.run(
        `INSERT INTO users (account, id, email, name, role, room, created_at)
         VALUES ($1, $2, $3, $4, 'agent', 3, now())`,
        [account, `u-${name}`, `${name}@aldermoor.example`, name],
      );
  });
}

const idOf = (name: string): UserId => UserId.parse(`u-${name}`);
const has = (skills: Skills, account: AccountId, name: string, ...had: [SkillId, number][]) =>
  skills.give(account, idOf(name), { skills: had.map(([id, level]) => ({ skill: id, level })) });

/** Every accepted offer asks for the skill of returns. */
const asking = cardsWith((_visitor, { decision: id }) => ({
  origin:
    id === decision
      ? {
          ...{ campaign: CampaignId.parse('c'), campaignName: 'Returns', skill: returns },
          ...{ before: null, invitation: null },
        }
      : null,
}));

async function onStage(run: (stage: Stage, skills: Skills) => Promise<void>): Promise<void> {
  const held: { skills?: Skills } = {};
  const stage = await openStage({
    cards: asking,
    plan: async (account) => {
      assert.ok(held.skills !== undefined);
      return held.skills.plan(account);
    },
  });
  held.skills = createSkills({ records, bus: stage.use.bus });
  try {
    await run(stage, held.skills);
  } finally {
    await stage.close();
  }
}

async function asks(stage: Stage) {
  const visitor = stage.visitor();
  await visitor.send({ type: 'chat.start', request: 'r1', decision });
  const { conversation } = await visitor.inbox.next('chat.state');
  return { visitor, conversation };
}

async function ownerOf(stage: Stage, conversation: Awaited<ReturnType<typeof asks>>) {
  return (await stage.store.load(stage.account, conversation.conversation.id))?.agent?.user ?? null;
}

describe('the list of skills', () => {
  test('[C23] is kept by id, has each id and each name once, and is bounded', () =>
    onStage(async ({ account }, skills) => {
      await skills.create(account, skill(returns));
      await assert.rejects(
        skills.create(account, skill(returns)),
        refused('request.invalid', 'id'),
      );
      const named = NewSkill.parse({ id: 'other', name: 'RETURNS' });
      await assert.rejects(skills.create(account, named), refused('request.invalid', 'name'));
      const draft = {
        name: 'Money back',
        priority: 5,
        fallback: { to: 'nobody' } as const,
        mode: 'ring' as const,
        sameAgent: false,
        serviceLevel: { withinS: 30, share: 0.8 },
        hours: OpeningHours.parse({ week: { mon: [{ fromMinute: 0, untilMinute: 90 }] } }),
      };
      const changed = await skills.change(account, returns, draft);
      assert.deepEqual(changed, { id: returns, ...draft, agents: 0 });
      for (let index = 1; index < skillLimits.skills; index += 1)
        await skills.create(account, skill(SkillId.parse(`s${index}`)));
      await assert.rejects(skills.create(account, skill(sales)), refused('account.full'));
    }));

  test('[C23] a fallback is another skill of the account, and anybody once that skill is removed', () =>
    onStage(async ({ account }, skills) => {
      const falling = (id: SkillId) => ({ to: 'skill', skill: id, afterS: 20 }) as const;
      const code = refused('request.invalid', 'fallback.skill');
      await assert.rejects(skills.create(account, skill(returns, falling(sales))), code);
      await assert.rejects(skills.create(account, skill(returns, falling(returns))), code);
      await skills.create(account, skill(sales));
      await skills.create(account, skill(returns, falling(sales)));
      await skills.remove(account, sales);
      const [left] = await skills.list(account);
      assert.deepEqual([left?.id, left?.fallback], [returns, { to: 'anyone', afterS: 20 }]);
    }));

  test('[C16] [C23] of one account is neither seen nor changed in another', () =>
    onStage(async (stage, skills) => {
      const other = await stage.anotherAccount();
      await addUsers(stage.account, 'ada');
      await skills.create(stage.account, skill(returns));
      await has(skills, stage.account, 'ada', [returns, 4]);
      const gone = refused('request.not_found');
      await assert.rejects(skills.change(other, returns, skill(returns)), gone);
      await assert.rejects(skills.remove(other, returns), gone);
      await assert.rejects(has(skills, other, 'ada'), gone);
      assert.deepEqual(await skills.list(other), []);
      assert.deepEqual(await skills.agents(other), []);
      assert.equal((await skills.plan(other)).levels.size, 0);
      const levels = [{ user: idOf('ada'), skills: [{ skill: returns, level: 4 }] }];
      assert.deepEqual(await skills.agents(stage.account), levels);
    }));

  test('[C23] a user can get only existing skills, each once, and a disabled user has none', () =>
    onStage(async ({ account }, skills) => {
      await addUsers(account, 'ada');
      await skills.create(account, skill(returns));
      const code = refused('request.invalid', 'skills.1.skill');
      await assert.rejects(has(skills, account, 'ada', [returns, 1], [sales, 1]), code);
      await assert.rejects(has(skills, account, 'ada', [returns, 1], [returns, 2]), code);
      await has(skills, account, 'ada', [returns, 2]);
      assert.equal((await skills.list(account))[0]?.agents, 1);
      await records.withAccount(account, (sql) => sql.run('UPDATE users SET disabled = true'));
      assert.equal((await skills.list(account))[0]?.agents, 0);
      assert.deepEqual(await skills.agents(account), []);
      assert.equal((await skills.plan(account)).together.size, 0);
    }));
});

describe('routing by skill', () => {
  test('[C7] a conversation goes to the highest level, and after a restart it still does', () =>
    onStage(async (stage, skills) => {
      await addUsers(stage.account, 'ada', 'ben', 'cy');
      await skills.create(stage.account, skill(returns));
      await has(skills, stage.account, 'ada', [returns, 2]);
      await has(skills, stage.account, 'ben', [returns, 5]);
      await (await stage.agent('cy')).online();
      await (await stage.agent('ada')).online();
      const ben = await (await stage.agent('ben')).online();
      const first = await asks(stage);
      assert.equal(await ownerOf(stage, first), ben.user);
      await stage.restart();
      await (await stage.agent('ada')).online();
      await (await stage.agent('cy')).online();
      const second = await asks(stage);
      assert.equal(await ownerOf(stage, second), idOf('ada'), 'ben is not back');
    }));

  test('[C7] [C8] if nobody with it is free, it waits its seconds at its place in the queue, then anybody gets it', () =>
    onStage(async (stage, skills) => {
      await addUsers(stage.account, 'ada', 'ben');
      await skills.create(stage.account, skill(returns, { to: 'anyone', afterS: 45 }));
      await has(skills, stage.account, 'ada', [returns, 3]);
      const ada = await (await stage.agent('ada', { room: 1 })).online();
      const ben = await (await stage.agent('ben')).online();
      await asks(stage);
      const second = await asks(stage);
      const third = await asks(stage);
      assert.deepEqual([second.conversation.position, third.conversation.position], [1, 2]);
      ada.send({ type: 'agent.state', state: 'offline' });
      // The clock goes on by itself, too: a busy machine may need seconds until here.
      stage.advance(30_000);
      assert.equal(await ownerOf(stage, second), null);
      stage.advance(15_000);
      const { id } = second.conversation;
      assert.equal((await ben.until(id, ({ agent }) => agent !== null)).agent?.user, ben.user);
    }));

  test('[C7] a start is refused if nobody could ever take it, and one without the skill is accepted', () =>
    onStage(async (stage, skills) => {
      await addUsers(stage.account, 'ada', 'ben');
      await skills.create(stage.account, skill(returns));
      await has(skills, stage.account, 'ada', [returns, 3]);
      await (await stage.agent('ben')).online();
      const visitor = stage.visitor();
      await visitor.send({ type: 'chat.start', request: 'r1', decision });
      const { problem } = await visitor.inbox.next('chat.refused');
      assert.equal(problem.code, 'agent.no_room');
      assert.ok(await stage.visitor().start('hello'));
    }));

  test('[C7] [C12] what managers change counts at once: for who waits, for presence, for offers', () =>
    onStage(async (stage, skills) => {
      const { account } = stage;
      await addUsers(account, 'ada', 'ben');
      await skills.create(account, skill(returns, { to: 'anyone', afterS: 3_600 }));
      await has(skills, account, 'ada', [returns, 3]);
      const ben = await (await stage.agent('ben')).online();
      const { room } = stage;
      const held = () =>
        new Promise<boolean>((heard) => {
          const untilMs = stage.use.clock.now() + 1_000;
          const { site } = stage.visitor().link;
          const place = { account, site, skill: returns, decision, untilMs };
          room.hold(place, (answer) => heard(answer.held));
        });
      assert.deepEqual(room.availability(account).skills[returns], {
        free: 0,
        online: 0,
        waitS: null,
      });
      assert.equal(await held(), false);
      const { conversation } = await asks(stage);
      assert.equal(conversation.status, 'waiting');
      await has(skills, account, 'ben', [returns, 1]);
      const { agent } = await ben.until(conversation.id, (found) => found.agent !== null);
      assert.equal(agent?.user, ben.user);
      await ben.inbox.next('agent.changed', (frame) => frame.agent.skills.includes(returns));
      assert.deepEqual(room.availability(account).skills[returns], {
        free: 2,
        online: 1,
        waitS: 0,
      });
      assert.equal(await held(), true);
    }));
});
