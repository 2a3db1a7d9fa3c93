// Rows of skills and their agents, inside a transaction of the account. It checks nothing.
import type { Sql } from '@opportune/core/ports/records.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import { type AccountId, UserId } from '@opportune/protocol/ids.ts';
import {
  Skill,
  type SkillDraft,
  SkillLevel,
  type UserSkills,
} from '@opportune/protocol/rest/team/skills.ts';

/** The columns that are not fields of a skill as they are. */
interface Row {
  readonly fallback: string;
  readonly fallback_skill: string | null;
  readonly fallback_after_s: number;
  readonly answered_within_s: number | null;
  readonly answered_share: number | null;
}

const fields = rowFields(Skill.shape);
const columns = `id, name, priority, fallback, fallback_skill, fallback_after_s, mode, same_agent,
  answered_within_s, answered_share, hours,
  (SELECT count(*)::integer FROM agent_skills AS had
   JOIN users ON users.account = had.account AND users.id = had.agent AND NOT users.disabled
   WHERE had.account = skills.account AND had.skill = skills.id) AS agents`;

/** By name. */
export async function readSkills(sql: Sql): Promise<readonly Skill[]> {
  const rows = await sql.rows<Row>(`SELECT ${columns} FROM skills ORDER BY lower(name), id`);
  return rows.map(skillOf);
}

export async function readSkill(sql: Sql, id: string): Promise<Skill | null> {
  const row = await sql.row<Row>(`SELECT ${columns} FROM skills WHERE id = $1`, [id]);
  return row === undefined ? null : skillOf(row);
}

export async function writeSkill(
  sql: Sql,
  account: AccountId,
  id: string,
  { name, priority, fallback, mode, sameAgent, serviceLevel, hours }: SkillDraft,
): Promise<void> {
  await sql.run(
    `INSERT INTO skills (account, id, name, priority, fallback, fallback_skill,
       fallback_after_s, mode, same_agent, answered_within_s, answered_share,
       hours)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (account, id) DO UPDATE SET
       name = excluded.name, priority = excluded.priority, fallback = excluded.fallback,
       fallback_skill = excluded.fallback_skill, fallback_after_s = excluded.fallback_after_s,
       mode = excluded.mode, same_agent = excluded.same_agent,
       answered_within_s = excluded.answered_within_s, answered_share = excluded.answered_share,
       hours = excluded.hours`,
    [
      account,
      id,
      name,
      priority,
      fallback.to,
      fallback.to === 'skill' ? fallback.skill : null,
      fallback.to === 'nobody' ? 0 : fallback.afterS,
      mode,
      sameAgent,
      serviceLevel?.withinS ?? null,
      serviceLevel?.share ?? null,
      hours === null ? null : JSON.stringify(hours),
    ],
  );
}

/** Skills whose fallback it was fall back to everybody after the same wait. */
export async function deleteSkill(sql: Sql, id: string): Promise<void> {
  await sql.run(
    "UPDATE skills SET fallback = 'anyone', fallback_skill = NULL WHERE fallback_skill = $1",
    [id],
  );
  await sql.run('DELETE FROM skills WHERE id = $1', [id]);
}

export type AgentLevels = UserSkills & { readonly user: UserId };

/** Every user who is not disabled, with their skills, highest level first. */
export async function readLevels(sql: Sql): Promise<readonly AgentLevels[]> {
  const rows = await sql.rows<{ id: string; skill: string | null; level: number | null }>(
    `SELECT users.id, skill, level FROM users
     LEFT JOIN agent_skills ON agent_skills.account = users.account AND agent = users.id
     WHERE NOT disabled ORDER BY users.id, level DESC, skill`,
  );
  const levels = new Map<UserId, SkillLevel[]>();
  for (const { id, skill, level } of rows) {
    const user = UserId.parse(id);
    const had = levels.get(user) ?? [];
    if (skill !== null) had.push(SkillLevel.parse({ skill, level }));
    levels.set(user, had);
  }
  return [...levels].map(([user, skills]) => ({ user, skills }));
}

/** The skills of one user, disabled or not. */
export async function readLevelsOf(sql: Sql, user: UserId): Promise<UserSkills> {
  const rows = await sql.rows(
    'SELECT skill, level FROM agent_skills WHERE agent = $1 ORDER BY level DESC, skill',
    [user],
  );
  return { skills: rows.map((row) => SkillLevel.parse(row)) };
}

export async function writeLevels(
  sql: Sql,
  account: AccountId,
  agent: string,
  { skills }: UserSkills,
): Promise<void> {
  await sql.run('DELETE FROM agent_skills WHERE agent = $1', [agent]);
  for (const { skill, level } of skills)
    await sql.run(
      'INSERT INTO agent_skills (account, agent, skill, level) VALUES ($1, $2, $3, $4)',
      [account, agent, skill, level],
    );
}

function skillOf(row: Row): Skill {
  const { fallback: to, fallback_skill: skill, fallback_after_s: afterS } = row;
  const { answered_within_s: withinS, answered_share: share } = row;
  // Drops fields of a fallback that do not belong to its kind.
  return Skill.parse({
    ...fields.valuesOf(row),
    fallback: { to, skill, afterS },
    serviceLevel: withinS === null ? null : { withinS, share },
  });
}
