// Switches a visitor to a configuration: computes the holdout, withdraws engagements, and has
// everything judged again. Timers and held-back campaigns belong to one configuration.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { inHoldout } from '../../proof/arms.ts';
import { holdoutOf } from '../configuration/arm-plan.ts';
import { beginScores, followScores } from '../configuration/follow-scores.ts';
import { isOffered } from '../state/remembered-policy.ts';
import type { VisitorState } from '../state/state.ts';
import { clearTimers } from '../timers/timers.ts';
import { zoneHoldMs } from '../state/zone-stands.ts';
import type { Turn } from './turn.ts';

/** Does nothing if the state already has this version. */
export function adoptConfiguration(turn: Turn): void {
  const { state } = turn;
  const { configuration } = turn.context;
  if (state.version === configuration.version) return;
  // For a visitor's first event the index finds what is touched, because nothing is known yet.
  if (state.version !== null) state.unjudged = true;
  state.version = configuration.version;
  state.holdout = inHoldout(holdoutOf(configuration.source), state.visitor);
  clearTimers(state.timers);
  state.seen = null;
  state.held = null;
  state.spentOnPage = null;
  state.spentInVisit = null;
  state.spentBeyond = null;
  state.enrolled = null;
  beginScores(configuration.scores, state, Infinity);
  followScores(configuration.scores, state, Infinity);
  withdraw(turn);
}

/** Withdraws engagements of campaigns that no longer run. */
function withdraw({ state, context, effects }: Turn): void {
  const { configuration, now } = context;
  for (const decision of state.decisions) {
    if (!isOffered(decision) || decision.withdrawn || configuration.ranks.has(decision.campaign))
      continue;
    if (now >= decision.at + zoneHoldMs || decision.visit !== state.visit?.id) continue;
    decision.withdrawn = true;
    effects.push({ type: 'withdraw', decision: decision.id });
  }
}

/** Whether availability changed since the visitor was last judged. */
export function followAvailability(state: VisitorState, { version }: Availability): boolean {
  if (state.availabilityVersion === version) return false;
  state.availabilityVersion = version;
  return true;
}
