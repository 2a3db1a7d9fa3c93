// Whether a waiting conversation may be given to an agent, by routing's own rule. One that they
// were offered and did not take still counts.
import {
  fitness,
  planOf,
  reachOf,
  type SkillPlan,
} from '@opportune/core/conversation/routing/skill-plan.ts';
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { AgentSkills, SkillList } from '@opportune/protocol/rest/team/skills.ts';

export function mayBeGiven(
  plan: SkillPlan,
  { skill, waitingSince, queuedAt }: Conversation,
  user: UserId,
  now: number,
): boolean {
  const reach = reachOf(plan, skill, now - (waitingSince ?? queuedAt));
  return fitness(plan, user, reach) !== null;
}

/** Whether the plan has exactly the skills that an agent is reported with. */
export function knowsSkillsOf({ levels }: SkillPlan, { user, skills }: AgentPresence): boolean {
  const known = levels.get(user);
  return skills.length === (known?.size ?? 0) && skills.every((skill) => known?.has(skill));
}

/**
 * The seconds within which the first answer is due, from the start. Null if it was given, or if
 * none is required.
 */
export function targetOf(
  plan: SkillPlan | null,
  { skill, answeredAt }: Conversation,
): number | null {
  if (skill === null || answeredAt !== null) return null;
  return plan?.rules.get(skill)?.serviceLevel?.withinS ?? null;
}

/** The plan from the API's lists: the account's skills, and who has which. */
export function skillPlanOf({ skills }: SkillList, agents: AgentSkills['agents']): SkillPlan {
  return planOf({
    rules: new Map(skills.map((skill) => [skill.id, skill])),
    levels: new Map(
      agents.map((agent) => [
        agent.user,
        new Map(agent.skills.map(({ skill, level }) => [skill, level])),
      ]),
    ),
  });
}
