// Whom a decision of a campaign on the web counts for: the visitor, always. Its arm is drawn before
// anybody knows whose browser it is, so that what becomes of contacts later cannot reach it.
import type { Unit } from '@opportune/protocol/campaign/decision.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';

/** Whether a contact is known or not. */
export function visitorUnit(id: VisitorId): Unit {
  return { kind: 'visitor', id };
}
