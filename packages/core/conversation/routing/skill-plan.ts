// Who may be given a conversation: agents who have its skill, by level, and after its wait those of
// its fallback. A skill that no agent has may be given to anybody. It knows no agent's room or
// presence.
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import type { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import {
  type AssignmentMode,
  type RoutingSettings,
  usualRouting,
} from '@opportune/protocol/rest/team/routing.ts';
import {
  type ServiceLevel,
  type SkillFallback,
  skillLimits,
} from '@opportune/protocol/rest/team/skills.ts';

export interface SkillRule {
  /** 1 to 5, each step worth seconds of waiting. */
  readonly priority: number;
  readonly fallback: SkillFallback;
  /** How agents get its conversations. Null: as the account's setting. */
  readonly mode: AssignmentMode | null;
  /** The agent who answered the visitor last comes first. */
  readonly sameAgent: boolean;
  /** Conversations about to miss it move up. */
  readonly serviceLevel: ServiceLevel | null;
  /** When conversations with it may begin. Null: as the account's hours. */
  readonly hours: OpeningHours | null;
}

/** The skills of an account and who has which, at which level. */
export interface SkillPlan {
  readonly rules: ReadonlyMap<SkillId, SkillRule>;
  readonly levels: ReadonlyMap<UserId, ReadonlyMap<SkillId, number>>;
  /** For each skill that an agent has: all skills that agents with it have, including itself. */
  readonly together: ReadonlyMap<SkillId, ReadonlySet<SkillId>>;
  /** Settings for all skills. */
  readonly settings: RoutingSettings;
  /** The account's time zone. */
  readonly zone: string;
}

/** Whom a conversation may be given to at an instant. */
export interface Reach {
  /** Agents who have it come before all others. Null if all agents count the same. */
  readonly skill: SkillId | null;
  /** Who else: anyone, those of another skill, or nobody. */
  readonly besides: 'anyone' | 'nobody' | { readonly skill: SkillId };
}

const everybody: Reach = { skill: null, besides: 'anyone' };
/** Above every level, so that agents with the skill itself come before its fallback. */
const ownSkill = 10;

export function planOf({
  rules,
  levels,
  settings = usualRouting,
  zone = 'UTC',
}: Pick<SkillPlan, 'rules' | 'levels'> & Partial<Pick<SkillPlan, 'settings' | 'zone'>>): SkillPlan {
  const together = new Map<SkillId, Set<SkillId>>();
  for (const had of levels.values()) {
    for (const skill of had.keys()) {
      const beside = together.get(skill) ?? new Set();
      for (const other of had.keys()) beside.add(other);
      together.set(skill, beside);
    }
  }
  return { rules, levels, together, settings, zone };
}

export function noSkills(): SkillPlan {
  return planOf({ rules: new Map(), levels: new Map() });
}

/** How agents get a waiting conversation. */
export function modeOf({ rules, settings }: SkillPlan, skill: SkillId | null): AssignmentMode {
  const rule = skill === null ? undefined : rules.get(skill);
  return rule?.mode ?? settings.mode;
}

export function allowsSameAgent({ rules }: SkillPlan, skill: SkillId | null): boolean {
  return skill === null || (rules.get(skill)?.sameAgent ?? true);
}

export function priorityOf({ rules }: SkillPlan, skill: SkillId | null): number {
  const rule = skill === null ? undefined : rules.get(skill);
  return rule?.priority ?? skillLimits.usualPriority;
}

/** How long a conversation waits before its fallback counts, ms. Null: it has none. */
export function waitMsOf(plan: SkillPlan, skill: SkillId | null): number | null {
  if (skill === null || !plan.together.has(skill)) return null;
  const fallback = plan.rules.get(skill)?.fallback ?? { to: 'nobody' };
  return fallback.to === 'nobody' ? null : fallback.afterS * 1_000;
}

/**
 * Whom a conversation that has waited for `waitedMs` may be given to. A fallback's own fallback is
 * not followed.
 */
export function reachOf(plan: SkillPlan, skill: SkillId | null, waitedMs: number): Reach {
  if (skill === null || !plan.together.has(skill)) return everybody;
  const waitMs = waitMsOf(plan, skill);
  const fallback = plan.rules.get(skill)?.fallback;
  if (waitMs === null || waitedMs < waitMs || fallback === undefined)
    return { skill, besides: 'nobody' };
  if (fallback.to === 'skill' && plan.together.has(fallback.skill))
    return { skill, besides: { skill: fallback.skill } };
  return { skill, besides: 'anyone' };
}

/** How fit an agent is, higher first. Null: they may not be given it. */
export function fitness(plan: SkillPlan, user: UserId, { skill, besides }: Reach): number | null {
  const levels = plan.levels.get(user);
  const own = skill === null ? undefined : levels?.get(skill);
  if (own !== undefined) return ownSkill + own;
  if (typeof besides === 'object') return levels?.get(besides.skill) ?? null;
  return besides === 'anyone' ? 0 : null;
}

/** Whether some agent, present or not, may be given both. */
export function compete({ together }: SkillPlan, a: Reach, b: Reach): boolean {
  if (a.besides === 'anyone' || b.besides === 'anyone') return true;
  const others = skillsOf(b);
  return skillsOf(a).some((skill) => others.some((other) => together.get(skill)?.has(other)));
}

/** The same for reaches with the same agents in the same order. */
export function reachKey({ skill, besides }: Reach): string {
  const whom = typeof besides === 'object' ? `skill ${besides.skill}` : besides;
  return `${skill ?? ''} ${whom}`;
}

function skillsOf({ skill, besides }: Reach): readonly SkillId[] {
  const own = skill === null ? [] : [skill];
  return typeof besides === 'object' ? [...own, besides.skill] : own;
}
