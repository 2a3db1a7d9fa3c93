// Makes a configuration the one a visitor is judged by: who is held out, what is withdrawn, and that
// everything is to be judged afresh. Timers and what was held back belong to a configuration.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { inHoldout } from '../../proof/arms.ts';
import { holdoutOf } from '../configuration/arm-plan.ts';
import { beginScores, followScores } from '../configuration/follow-scores.ts';
import { isOffered } from '../state/remembered-policy.ts';
import type { VisitorState } from '../state/state.ts';
import { clearTimers } from '../timers/timers.ts';
import { zoneHoldMs } from '../state/zone-stands.ts';
import type { Turn } from './turn.ts';

/** Does nothing where the state has this version already. */
export function adoptConfiguration(turn: Turn): void {
  const { state } = turn;
  const { configuration } = turn.context;
  if (state.version === configuration.version) return;
  // A visitor's first event finds everything unknown: the index names whom it touches.
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

/** Takes away what is shown of campaigns that no longer run. */
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

/** True: who is free changed since the visitor was last judged. */
export function followAvailability(state: VisitorState, { version }: Availability): boolean {
  if (state.availabilityVersion === version) return false;
  state.availabilityVersion = version;
  return true;
}
