// Who may cause how much: rates and places per payer, with the numbers of protocol/budgets.ts. Work
// is charged to whoever causes it, in all ways in alike. Answers come at once, so that a refusal
// costs microseconds: with several processes each holds a share of every budget and takes from that.
import type { PlaceName, RateName } from '@opportune/protocol/budgets.ts';

export interface Charge {
  readonly budget: RateName;
  /** An address prefix, a key's id, an account: whatever tells payers apart. */
  readonly payer: string;
  /** In the unit of the budget. More than its burst counts as the burst, else it could never pass. */
  readonly amount: number;
  /** The network that it is for, where networks share the budget. */
  readonly sharer?: string;
}

export interface Place {
  readonly budget: PlaceName;
  readonly payer: string;
}

export interface Budgets {
  /** Charges all of them or none. Answers 0 where all were charged, else the ms until they would be. */
  charge(charges: readonly Charge[]): number;
  /** Charges as much of one as there is, in whole units, and answers how much that was. */
  chargeUpTo(charge: Charge): number;
  /** Charges even where too little is left: for work whose size is known only once it is done. */
  owe(charges: readonly Charge[]): void;
  /** Gives back what was charged and not used, up to the burst. */
  refund(charges: readonly Charge[]): void;
  /** Takes a place of each or of none, which is null. The function gives them back, once. */
  enter(places: readonly Place[]): (() => void) | null;
}
