// Whether a conversation that waits may be given to somebody: by the rule that routing goes by. What
// they were asked and did not take counts as theirs still.
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

/** Whether somebody has the skills that the plan says they have. */
export function knowsSkillsOf({ levels }: SkillPlan, { user, skills }: AgentPresence): boolean {
  const known = levels.get(user);
  return skills.length === (known?.size ?? 0) && skills.every((skill) => known?.has(skill));
}

/** Seconds within which its first answer is to come, from its start; null: it had one, or none is asked. */
export function targetOf(
  plan: SkillPlan | null,
  { skill, answeredAt }: Conversation,
): number | null {
  if (skill === null || answeredAt !== null) return null;
  return plan?.rules.get(skill)?.serviceLevel?.withinS ?? null;
}

/** The account's skills and who has which, as the API tells them. */
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
