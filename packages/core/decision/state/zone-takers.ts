// The decisions that may have their zone still. Of all that are remembered they are few: once its page
// is closed, its visit over or its time out, a decision never has its zone again. They are kept apart, so
// that an event costs a visitor of many decisions no more than others.
import type { Profile } from '../../behaviour/profile.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { isAtMoment } from './remembered-policy.ts';
import { zoneHoldMs } from './zone-stands.ts';

type Holding = Pick<Profile, 'visit' | 'pages'>;

/** Adds the newest decision to those that have their zone, and leaves out who has it no longer. */
export function addTaker(
  state: Holding & { zoneTakers: readonly RememberedDecision[] | null },
  decision: RememberedDecision,
): void {
  if (!isAtMoment(decision)) return;
  const before = state.zoneTakers?.filter((each) => hasZone(each, state, decision.at)) ?? [];
  state.zoneTakers = [...before, decision];
}

/**
 * Whether a decision made at its campaign's moment has its zone: until its page view closes, its visit
 * ends or ten minutes are over.
 */
export function hasZone(
  { visit, at, pageSerial }: RememberedDecision,
  { visit: present, pages }: Holding,
  now: number,
): boolean {
  if (visit !== present?.id || now >= at + zoneHoldMs) return false;
  return pageSerial === 0 || isOpen(pages, pageSerial);
}

function isOpen(pages: Holding['pages'], serial: number): boolean {
  for (const page of pages) if (page.serial === serial) return true;
  return false;
}
