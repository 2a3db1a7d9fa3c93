// The skills of an account, their agents, and the account's routing rules, kept by managers. Every
// change is announced on the bus, so that the desk uses it at once. The desk decides who gets a
// conversation.
import { planOf, type SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { skillsChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import {
  type NewSkill,
  type Skill,
  type SkillDraft,
  skillLimits,
  type UserSkills,
} from '@opportune/protocol/rest/team/skills.ts';
import type { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { found, refuse } from '../../http/problem/refusal.ts';
import { refuseFull } from '../../http/rest/room.ts';
import { readRouting, readZone, writeRouting } from './routing-rows.ts';
import {
  type AgentLevels,
  deleteSkill,
  readLevels,
  readLevelsOf,
  readSkill,
  readSkills,
  writeLevels,
  writeSkill,
} from './skill-rows.ts';

export interface Skills {
  list(account: AccountId): Promise<readonly Skill[]>;
  /** Throws `request.invalid` for a taken id or name, `account.full` beyond the limit. */
  create(account: AccountId, skill: NewSkill): Promise<Skill>;
  change(account: AccountId, id: SkillId, draft: SkillDraft, unchanged?: Unchanged): Promise<Skill>;
  /** Removes it from its agents. Conversations that name it go to everybody. */
  remove(account: AccountId, id: SkillId): Promise<void>;
  /** The skills of every user who is not disabled. */
  agents(account: AccountId): Promise<readonly AgentLevels[]>;
  /** Throws `request.not_found` if the user does not exist. */
  of(account: AccountId, user: UserId): Promise<UserSkills>;
  /** Replaces all skills of a user. Throws `request.invalid` for an unknown or repeated skill. */
  give(
    account: AccountId,
    user: UserId,
    skills: UserSkills,
    unchanged?: Unchanged,
  ): Promise<UserSkills>;
  routing(account: AccountId): Promise<RoutingSettings>;
  setRouting(
    account: AccountId,
    settings: RoutingSettings,
    unchanged?: Unchanged,
  ): Promise<RoutingSettings>;
  /** The plan by which the desk routes. */
  plan(account: AccountId): Promise<SkillPlan>;
}

export function createSkills({ records, bus }: { records: Records; bus: Bus }): Skills {
  async function changing<Value>(
    account: AccountId,
    work: (sql: Sql) => Promise<Value>,
  ): Promise<Value> {
    const value = await records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      return work(sql);
    });
    publish(bus, skillsChanged, { account });
    return value;
  }

  return {
    list: (account) => records.withAccount(account, readSkills),
    create: (account, { id, ...draft }) =>
      changing(account, async (sql) => {
        await refuseFull(sql, 'skills', skillLimits.skills);
        if ((await readSkill(sql, id)) !== null) throw refuse('request.invalid', { path: 'id' });
        return write(sql, account, id, draft);
      }),
    change: (account, id, draft, unchanged = whateverItIs) =>
      changing(account, async (sql) => {
        unchanged(await mustRead(sql, id));
        return write(sql, account, id, draft);
      }),
    remove: (account, id) =>
      changing(account, async (sql) => {
        await mustRead(sql, id);
        await deleteSkill(sql, id);
      }),
    agents: (account) => records.withAccount(account, readLevels),
    of: (account, user) =>
      records.withAccount(account, async (sql) => {
        await mustBeUser(sql, user);
        return readLevelsOf(sql, user);
      }),
    give: (account, user, wanted, unchanged = whateverItIs) =>
      changing(account, async (sql) => {
        await mustBeUser(sql, user);
        unchanged(await readLevelsOf(sql, user));
        await refuseUnfit(sql, wanted);
        await writeLevels(sql, account, user, wanted);
        return readLevelsOf(sql, user);
      }),
    routing: (account) => records.withAccount(account, readRouting),
    setRouting: (account, settings, unchanged = whateverItIs) =>
      changing(account, async (sql) => {
        unchanged(await readRouting(sql));
        await writeRouting(sql, account, settings);
        return settings;
      }),
    plan: (account) =>
      records.withAccount(account, async (sql) => {
        const [skills, agents] = [await readSkills(sql), await readLevels(sql)];
        return planOf({
          settings: await readRouting(sql),
          zone: await readZone(sql),
          rules: new Map(skills.map(({ id, ...rule }) => [id, rule])),
          levels: new Map(
            agents
              .filter(({ skills: had }) => had.length > 0)
              .map(({ user, skills: had }) => [user, levelsOf(had)]),
          ),
        });
      }),
  };
}

function levelsOf(had: UserSkills['skills']): ReadonlyMap<SkillId, number> {
  return new Map(had.map(({ skill, level }) => [skill, level]));
}

async function mustBeUser(sql: Sql, user: UserId): Promise<void> {
  found(await sql.row('SELECT 1 FROM users WHERE id = $1', [user]));
}

async function mustRead(sql: Sql, id: SkillId): Promise<Skill> {
  const skill = await readSkill(sql, id);
  if (skill === null) throw refuse('request.not_found');
  return skill;
}

async function write(sql: Sql, account: AccountId, id: SkillId, draft: SkillDraft): Promise<Skill> {
  const { name, fallback } = draft;
  const taken = await sql.row('SELECT 1 FROM skills WHERE lower(name) = lower($1) AND id <> $2', [
    name,
    id,
  ]);
  if (taken !== undefined) throw refuse('request.invalid', { path: 'name' });
  if (fallback.to === 'skill') {
    const there = fallback.skill !== id && (await readSkill(sql, fallback.skill)) !== null;
    if (!there) throw refuse('request.invalid', { path: 'fallback.skill' });
  }
  await writeSkill(sql, account, id, draft);
  return mustRead(sql, id);
}

async function refuseUnfit(sql: Sql, { skills }: UserSkills): Promise<void> {
  const known = new Set((await readSkills(sql)).map(({ id }) => id));
  for (const [at, { skill }] of skills.entries())
    if (!known.delete(skill)) throw refuse('request.invalid', { path: `skills.${at}.skill` });
}
