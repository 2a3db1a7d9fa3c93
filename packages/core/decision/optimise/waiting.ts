// Which invitations of a visitor wait, and for what instant. It offers nothing; offer-due.ts does.
import { waitsUntil } from '../state/remembered-policy.ts';
import type { VisitorState } from '../state/state.ts';
import type { RememberedDecision } from '../state/remembered-decision.ts';

/** Its browser has answered, or it will not go out any more. */
export function stopWaiting(state: VisitorState, decision: RememberedDecision): void {
  if (state.waiting === null) return;
  const left = state.waiting.filter((each) => each !== decision);
  state.waiting = left.length === 0 ? null : left;
}

/** The soonest instant after `now` that something waits for. */
export function nextWaiting({ waiting }: VisitorState, now: number): number | null {
  let soonest = Infinity;
  for (const decision of waiting ?? []) {
    const at = waitsUntil(decision) ?? now;
    if (at > now && at < soonest) soonest = at;
  }
  return soonest === Infinity ? null : soonest;
}
