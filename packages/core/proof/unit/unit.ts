// The unit that a decision of a web campaign counts for: always the visitor. Its arm is drawn
// before it is known whose browser it is, so later changes of contacts cannot affect it.
import type { Unit } from '@opportune/protocol/campaign/decision.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';

/** Whether or not a contact is known. */
export function visitorUnit(id: VisitorId): Unit {
  return { kind: 'visitor', id };
}
