// Arms, caps and credit in one period of a campaign whose unit is the contact, whatever agents merge
// and separate meanwhile. Each address keeps the unit that it was enrolled with and the decisions that
// reached it; how a contact stands follows from its addresses alone. So it needs to know no merge, and
// can miss none. SPEC.md, Units of proof.
import type { Unit } from '@opportune/protocol/campaign/decision.ts';
import type { ContactId, DecisionId } from '@opportune/protocol/ids.ts';
import type { Arm } from '../arms.ts';
import { assert } from '../assert.ts';

/** A unit with the arm that was drawn for it, at its first eligible decision of the period. */
export interface Enrolment {
  readonly unit: Unit;
  readonly arm: Arm;
  readonly at: number;
}

/** What a period knows of one address. */
export interface AddressRecord {
  /** That of the unit it belongs to until the period ends; null: none yet. */
  readonly enrolment: Enrolment | null;
  /** Those that reached it, ghosts too. */
  readonly decisions: readonly DecisionId[];
}

/** Of an address that the period has not met. */
export const freshAddress: AddressRecord = { enrolment: null, decisions: [] };

export interface Standing {
  /** What the contact is decided as, and what it reaches counts for. */
  readonly enrolment: Enrolment;
  /** False where somebody who is part of it is in control, or held out. */
  readonly isOffered: boolean;
  /** How many decisions its caps count. */
  readonly decided: number;
}

/** How a contact of these addresses stands; null: it is not enrolled. */
export function standingOf(addresses: readonly AddressRecord[]): Standing | null {
  const enrolments = addresses.flatMap(({ enrolment }) => enrolment ?? []).sort(earliestFirst);
  const [enrolment] = enrolments;
  if (enrolment === undefined) return null;
  return {
    enrolment,
    isOffered: enrolments.every(({ arm }) => arm.type !== 'control' && arm.type !== 'holdout'),
    decided: new Set(addresses.flatMap(({ decisions }) => decisions)).size,
  };
}

/** Of two that were enrolled at one instant, the smaller id: the same on every machine. */
function earliestFirst(one: Enrolment, other: Enrolment): number {
  return one.at - other.at || (one.unit.id < other.unit.id ? -1 : 1);
}

export interface Occasion {
  readonly contact: ContactId;
  readonly decision: DecisionId;
  readonly at: number;
  /** Draws the arm of a unit from its id alone. */
  readonly draw: (id: ContactId) => Arm;
}

export interface Decided {
  readonly standing: Standing;
  /** The same addresses in their order, as they are from then on. */
  readonly addresses: readonly AddressRecord[];
}

/**
 * A contact's moment has come: it is enrolled where it is not, and each of its addresses notes the
 * decision. There is none for whoever is held out.
 */
export function decideFor(
  addresses: readonly AddressRecord[],
  { contact, decision, at, draw }: Occasion,
): Decided {
  const enrolment = standingOf(addresses)?.enrolment ?? {
    unit: { kind: 'contact', id: contact },
    arm: draw(contact),
    at,
  };
  const decisions = enrolment.arm.type === 'holdout' ? [] : [decision];
  const after = addresses.map((each) => ({
    enrolment: each.enrolment ?? enrolment,
    decisions: [...each.decisions, ...decisions],
  }));
  const standing = standingOf(after);
  assert(standing !== null, 'a contact has an address');
  return { standing, addresses: after };
}
