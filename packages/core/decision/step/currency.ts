// Which values are in another currency than the account's. Nothing is converted: such a value is
// left out of every sum, but its conversion still counts.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';

/** A goal and the account's currency. */
export interface CountedGoal {
  readonly goal: Goal;
  readonly currency: string;
}

/**
 * The event's currency in capitals. Empty, meaning the account's, if the event names no valid one.
 */
export function currencyIn({ currency }: JsonObject): string {
  return typeof currency === 'string' && /^[a-z]{3}$/i.test(currency) ? currency.toUpperCase() : '';
}

/**
 * Only a value read from a property is in the event's currency. A fixed sum is in the account's.
 */
export function isForeign(
  { value }: Pick<Goal, 'value'>,
  currency: string,
  ofAccount: string,
): boolean {
  return value.type === 'property' && currency !== '' && currency !== ofAccount;
}
