// Limits what each payer may cause: rates and places, with the numbers of protocol/budgets.ts. Work
// is charged to its sender, in the same way on every route. Answers are synchronous, so a refusal
// costs microseconds: with several processes each holds a share of every budget.
import type { PlaceName, RateName } from '@opportune/protocol/budgets.ts';

export interface Charge {
  readonly budget: RateName;
  /** An address prefix, a key's id, an account: anything that distinguishes payers. */
  readonly payer: string;
  /**
   * In the unit of the budget. More than its burst counts as the burst; otherwise it could never
   * pass.
   */
  readonly amount: number;
  /** The network that it is for, if networks share the budget. */
  readonly sharer?: string;
}

export interface Place {
  readonly budget: PlaceName;
  readonly payer: string;
}

export interface Budgets {
  /** Charges all of them or none. Returns 0 if all were charged, else the ms until they can be. */
  charge(charges: readonly Charge[]): number;
  /** Charges as much of one as there is, in whole units. Returns how much that was. */
  chargeUpTo(charge: Charge): number;
  /** Charges even if too little is left: for work whose size is known only afterwards. */
  owe(charges: readonly Charge[]): void;
  /** Gives back what was charged and not used, up to the burst. */
  refund(charges: readonly Charge[]): void;
  /**
   * Takes a place of each. Null if one has none; then none is taken. The function returns them,
   * once.
   */
  enter(places: readonly Place[]): (() => void) | null;
}
