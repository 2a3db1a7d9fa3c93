// Routing rules for simulated schedules, drawn at random: modes, skills and levels, fallbacks,
// tiers of customers, hours that end within the schedule. They may be redrawn while it runs.
import {
  planOf,
  type SkillPlan,
  type SkillRule,
} from '@opportune/core/conversation/routing/skill-plan.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { Blurred } from '@opportune/core/decision/view/blurred-by.ts';
import { CampaignId, SiteId, SkillId, UserId, type VisitorId } from '@opportune/protocol/ids.ts';
import type { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import type { Reachable, VisitorCard } from '@opportune/protocol/bus/card.ts';

export const returns = SkillId.parse('returns');
const voice = SkillId.parse('voice');
const modes = ['automatic', 'automatic', 'ring', 'pick'] as const;
const minuteMs = 60_000;

/** Draws who has which skill, and the settings of skills and of the account. */
export function drawPlan(loop: Loop, agents: readonly string[]): SkillPlan {
  const settings = {
    ...usualRouting,
    mode: loop.pick(modes) ?? 'ring',
    ringS: 5,
    misses: 2,
    agentsTakeOver: true,
    stepS: loop.pick([0, 5, 120]) ?? 0,
    tiers: { attribute: 'tier', steps: { gold: 3 } },
    fullValue: 100,
    hours: loop.chance(0.2) ? drawHours(loop) : null,
  };
  const rules = new Map([returns, voice].map((skill) => [skill, drawRule(loop)]));
  const levels = new Map(agents.map((name) => [UserId.parse(`u-${name}`), drawLevels(loop)]));
  return planOf({ rules, levels, settings });
}

/** Draws rules by which every waiting visitor is assigned to somebody present. */
export function drawGivingPlan(loop: Loop, agents: readonly string[]): SkillPlan {
  const { rules, levels, settings } = drawPlan(loop, agents);
  const given = loop.pick(['automatic', 'ring'] as const) ?? 'automatic';
  const giving = new Map(
    [...rules].map(([skill, { fallback, ...rule }]) => [
      skill,
      {
        ...rule,
        mode: null,
        hours: null,
        fallback: fallback.to === 'nobody' ? ({ to: 'anyone', afterS: 3 } as const) : fallback,
      },
    ]),
  );
  return planOf({ rules: giving, levels, settings: { ...settings, mode: given, hours: null } });
}

/** A visitor's tier and cart at that instant. */
export function drawWorth(loop: Loop): Pick<VisitorCard, 'tier' | 'value'> {
  return { tier: loop.chance(0.3) ? 'gold' : null, value: loop.between(0, 200) };
}

/**
 * What contacting them by hand blurs: one visitor is in control, another in the holdout, all others
 * in neither.
 */
export function blurredOf(visitor: VisitorId): Blurred {
  const campaign = { campaign: CampaignId.parse('c1'), name: 'Large cart' };
  return { control: visitor === 'v1' ? [campaign] : [], holdout: visitor === 'v2' };
}

/** Who may be contacted first. Some refuse contact for a moment. */
export function drawReachable(loop: Loop, visitor: VisitorId): Reachable {
  return {
    site: SiteId.parse('shop'),
    bot: false,
    muted: loop.chance(0.05),
    ...blurredOf(visitor),
  };
}

export function drawSkill(loop: Loop): SkillId | null {
  return loop.chance(0.3) ? (loop.pick([returns, voice]) ?? null) : null;
}

function drawRule(loop: Loop): SkillRule {
  const afterS = loop.between(0, 8);
  return {
    priority: loop.between(1, 5),
    fallback: loop.pick([
      { to: 'nobody' } as const,
      { to: 'anyone', afterS } as const,
      { to: 'skill', skill: voice, afterS } as const,
    ]) ?? { to: 'nobody' },
    mode: loop.chance(0.3) ? (loop.pick(modes) ?? null) : null,
    sameAgent: loop.chance(0.7),
    serviceLevel: loop.chance(0.5) ? { withinS: 20, share: 0.8 } : null,
    hours: loop.chance(0.2) ? drawHours(loop) : null,
  };
}

function drawLevels(loop: Loop): ReadonlyMap<SkillId, number> {
  return new Map(
    [returns, voice].filter(() => loop.chance(0.5)).map((skill) => [skill, loop.between(1, 5)]),
  );
}

/** Every day, ending within minutes, so that a change of hours may happen while people talk. */
function drawHours(loop: Loop): OpeningHours {
  const edge = (Math.floor(loop.now / minuteMs) % 1_440) + loop.between(0, 1);
  const day = loop.chance(0.5)
    ? [{ fromMinute: 0, untilMinute: Math.max(1, edge) }]
    : [{ fromMinute: Math.min(1_439, edge), untilMinute: 1_440 }];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
  return { week, closed: [] };
}
