// Judges an optimising campaign for one visitor. Its audience alone enrols a visitor, with a
// decision in every arm. At its own moment every arm has another decision, which takes caps and
// zone. In between the policy is asked for visitors whose draw follows it. When the campaign is
// judged, and what all arms have, does not depend on the arm.
import { holds, wakesAt } from '../../behaviour/condition/truth.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { RankSet } from '../../world/rank-set.ts';
import { drawArm } from '../configuration/arm-plan.ts';
import { audienceTruth } from '../step/campaign-truth.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { decide } from '../step/decide.ts';
import type { Judging } from '../step/turn.ts';
import {
  hasOfferedAll,
  isTakenByOthers,
  isTalking,
  shutGate,
  type GateScene,
  type Shut,
} from '../gates/gates.ts';
import { hold, holdWhereTaken, keepStill } from '../gates/held-back.ts';
import { isLeftOut, isLookedAt, isUndecided, nextLook, rowsOfVisit } from './looks.ts';
import { recordPolicy, type Looked } from './policy-question.ts';
import type { VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';
import { setTimer } from '../timers/timers.ts';
import { isStoodIn } from '../state/zone-stands.ts';

export function judgeOptimising(judging: Judging, campaign: CompiledCampaign): void {
  const { gates, scene } = judging;
  const { state } = gates;
  const standing = standingOf(gates, scene, campaign);
  if (standing === null) return;
  const { rows, isRule, isDue } = standing;
  const looked = { judging, campaign, rows, isRule, drawn: drawArm(campaign, state.visitor) };
  if (isDue) decideInEveryArm(looked);
  else if (rows.length > 0) lookAgain(looked);
  followVisit(state, campaign, standing, gates.now);
}

export interface Standing {
  /** Decisions of the campaign in this visit. */
  readonly rows: readonly RememberedDecision[];
  /** Whether the campaign's own moment is true. */
  readonly isRule: boolean;
  /** The next instant at which time alone may make it true. */
  readonly wakesAt: number | null;
  /** Whether every arm gets a decision now. */
  readonly isDue: boolean;
}

/**
 * How a visitor stands to the campaign. Keeps the campaign still if a gate is shut. Null outside
 * its audience.
 */
export function standingOf(
  gates: GateScene,
  scene: Scene,
  campaign: CompiledCampaign,
): Standing | null {
  const { state } = gates;
  const { rank } = campaign;
  const audience = audienceTruth(scene, campaign);
  if (!holds(audience)) {
    setTimer(state.timers, rank, wakesAt(audience));
    return null;
  }
  const whole = Math.min(audience, campaign.moment.test(scene));
  const isRule = holds(whole);
  const rows = rowsOfVisit(state, campaign);
  const isNew = rows.length === 0;
  const shut = isNew || isRule ? shutGate(gates, campaign) : null;
  if (shut !== null && isNew) keepStill(state, rank, shut);
  else if (shut !== null && (shut.until !== null || opensOnPage.has(shut.gate)))
    hold(state, rank, shut.until);
  return { rows, isRule, wakesAt: wakesAt(whole), isDue: (isNew || isRule) && shut === null };
}

/** Gates that may open while the page stays. The others are checked again on every page. */
const opensOnPage: ReadonlySet<Shut['gate']> = new Set(['zone', 'agents', 'in-conversation']);

/** Enrols the visitor, or decides at the campaign's own moment, or both. */
function decideInEveryArm(looked: Looked): void {
  const { judging, campaign, isRule } = looked;
  const { turn, gates, instant } = judging;
  const isOpen = isOpenAtMoment(looked);
  decide(turn, campaign, instant, recordPolicy(looked, { isOpen, again: false }));
  if (isRule) holdWhereTaken(gates, turn.touched.ranks);
}

/**
 * Always open if the draw follows the rule. If it follows the policy: open while the policy has
 * decided nothing or may offer more.
 */
function isOpenAtMoment({ judging: { gates }, campaign, drawn, rows, isRule }: Looked): boolean {
  if (drawn.follows === 'rule') return true;
  if (hasOfferedAll(gates, campaign) || (!isRule && isInUse(gates, campaign))) return false;
  return drawn.arm === 'control' ? isUndecided(rows) : !isLeftOut(rows);
}

/**
 * Besides the moments that all arms have, the policy is asked about visitors whose draw follows it.
 */
function lookAgain(looked: Looked): void {
  const { judging, campaign, drawn, rows } = looked;
  const { turn, gates, instant } = judging;
  const { state, now } = gates;
  if (drawn.follows === 'rule' || !isUndecided(rows) || !isLookedAt(state, now)) return;
  if (state.engagements.muted || hasOfferedAll(gates, campaign)) return;
  if (isTakenByOthers(gates, campaign) || isInUse(gates, campaign)) return;
  if (isTalking(gates, campaign)) return;
  const policy = recordPolicy(looked, { isOpen: true, again: true });
  if (policy.waits !== true) decide(turn, campaign, instant, policy);
}

/** Another policy's invitation is in the zone. */
function isInUse({ state, now }: GateScene, { live }: CompiledCampaign): boolean {
  return isStoodIn(state, live.document.engagement.zone, live.id, now);
}

/**
 * Schedules the next instant at which the moment may be true, or after `now` the next look, and has
 * the campaign judged on the pages to come.
 */
export function followVisit(
  state: VisitorState,
  campaign: CompiledCampaign,
  { wakesAt: at }: Standing,
  now: number,
): void {
  const { rank } = campaign;
  if (rowsOfVisit(state, campaign).length === 0) return setTimer(state.timers, rank, at);
  (state.enrolled ??= new RankSet()).add(rank);
  const look = nextLook(state, now);
  setTimer(state.timers, rank, look === null ? at : Math.min(look, at ?? Infinity));
}
