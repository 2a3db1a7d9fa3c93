// What slots depend on: the desk's plan, who is usually there, and what is promised.
import { canBeKept } from '@opportune/core/callback/shared-agents.ts';
import type { SlotPlan } from '@opportune/core/callback/slots.ts';
import { usuallyThere } from '@opportune/core/callback/usual.ts';
import { hoursOf } from '@opportune/core/conversation/routing/hours.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { type SkillId, UserId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { promisedBySlot } from './callback-rows.ts';
import { readRules } from './callback-settings.ts';

const historyMs = 36 * dayMs;
/** The newest are read. A desk of 100 has as many in five weeks. */
const mostStates = 20_000;

/** Within a unit of work of the account. */
export async function slotPlan(
  sql: Sql,
  { desk }: Pick<AccountDesk, 'desk'>,
  skill: SkillId | null,
  now: number,
): Promise<SlotPlan> {
  const { plan } = desk;
  const able = ableAgents(desk, skill);
  const states = await statesOf(sql, able, now);
  const usual = usuallyThere(states, plan.zone);
  const { perAgent, aheadDays } = await readRules(sql);
  const promised = await promisedBySlot(sql);
  const ownOf = (slot: ReadonlyMap<SkillId | null, number>) => slot.get(skill) ?? 0;
  return {
    ...{ now, perAgent, hours: hoursOf(plan, skill), zone: plan.zone },
    aheadMs: aheadDays * dayMs,
    // Nobody can be there who is not planned any more.
    agentsAt: (at) => Math.min(able.length, usual(at) ?? able.length),
    promised: new Map([...promised].map(([from, slot]) => [from, ownOf(slot)])),
    leavesEnough(from) {
      const slot = promised.get(from) ?? new Map<SkillId | null, number>();
      if (slot.size === 0 || (slot.size === 1 && slot.has(skill))) return true;
      const withIt = new Map(slot).set(skill, ownOf(slot) + 1);
      const wanted = [...withIt].map(([each, count]) => ({ count, able: ableAgents(desk, each) }));
      return canBeKept(wanted, perAgent);
    },
  };
}

/** People who have the skill. A skill that nobody has may be given to anybody. */
function ableAgents(
  { plan, agents }: AccountDesk['desk'],
  skill: SkillId | null,
): readonly UserId[] {
  const people = [...agents.values()]
    .filter(({ profile, disabled }) => profile.kind === 'person' && !disabled)
    .map(({ profile }) => profile.user);
  if (skill === null || !plan.together.has(skill)) return people;
  return people.filter((user) => plan.levels.get(user)?.has(skill));
}

async function statesOf(sql: Sql, agents: readonly UserId[], now: number) {
  const rows = await sql.rows<{ agent: string; since: Date; online: boolean }>(
    `SELECT agent, since, state = 'online' AS online FROM agent_states
     WHERE agent = ANY ($1) AND since >= $2 ORDER BY since DESC LIMIT ${mostStates}`,
    [[...agents], new Date(now - historyMs)],
  );
  return rows.map(({ agent, since, online }) => ({
    ...{ agent: UserId.parse(agent), since: since.getTime(), isOnline: online },
  }));
}
