// Which values are money of another currency than the account's. Nothing here converts any: such a
// value is left out wherever values are added up, and what it was reported for counts all the same.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';

/** A goal, and the currency in which the account counts. */
export interface CountedGoal {
  readonly goal: Goal;
  readonly currency: string;
}

/** As an event names it, in capitals; empty, which is the account's, where it names none that is one. */
export function currencyIn({ currency }: JsonObject): string {
  return typeof currency === 'string' && /^[a-z]{3}$/i.test(currency) ? currency.toUpperCase() : '';
}

/** Only what is read from a property is in the event's currency: a fixed sum is in the account's. */
export function isForeign(
  { value }: Pick<Goal, 'value'>,
  currency: string,
  ofAccount: string,
): boolean {
  return value.type === 'property' && currency !== '' && currency !== ofAccount;
}
