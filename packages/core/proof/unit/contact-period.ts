// Arms, caps and credit in one period of a campaign whose unit is the contact, while agents merge
// and separate contacts. Each address keeps the unit that it was enrolled with and the decisions
// that reached it. How a contact stands follows from its addresses alone. So this code needs no
// notice of a merge and cannot miss one. docs/spec/units-of-proof.md.
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
  /** The enrolment of the unit it belongs to until the period ends. Null: none yet. */
  readonly enrolment: Enrolment | null;
  /** Decisions that reached it, including ghosts. */
  readonly decisions: readonly DecisionId[];
}

/** An address that the period has not met. */
export const freshAddress: AddressRecord = { enrolment: null, decisions: [] };

export interface Standing {
  /** The unit that decisions and goals of the contact count for. */
  readonly enrolment: Enrolment;
  /** False if a unit that is part of it is in control or in the holdout. */
  readonly isOffered: boolean;
  /** How many decisions its caps count. */
  readonly decided: number;
}

/** How a contact with these addresses stands. Null: it is not enrolled. */
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

/** Of two enrolled at one instant, the smaller id comes first: the same on every machine. */
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
  /** The same addresses in their order, in their new state. */
  readonly addresses: readonly AddressRecord[];
}

/**
 * A contact's moment has come: it is enrolled if it is not yet, and each of its addresses records
 * the decision. In the holdout there is no decision.
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
