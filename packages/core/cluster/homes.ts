// Where accounts are at home, if several processes serve. All work of an account is done in one of
// them: its visitors, desk, models, schedules and jobs.
import type { AccountId } from '@opportune/protocol/ids.ts';

export interface Homes {
  /** Where the process is that does the work of this account. Null: this process does. */
  elsewhere(account: AccountId): string | null;
  /** The same for the process with this name. Null also if there is none. */
  elsewhereBy(name: string): string | null;
  /** The name of this process. Empty if there is one. */
  readonly name: string;
  /** By it that process knows that a request was passed on by one of us. Empty if there is one. */
  readonly secret: string;
  /** Whether this process does, as it starts, what is done once for the whole product. */
  readonly startsAll: boolean;
  /** Told of each line that was opened to a place. It is ended if nobody can be there any more. */
  passed(place: string, line: Line): void;
}

/** A connection to another process. */
export interface Line {
  destroy(): void;
  once(event: 'close', heard: () => void): unknown;
}

/** The name of the process that answers for all. */
export const wholeName = 'whole';

/** One process does everything. */
export const onlyHome: Homes = {
  elsewhere: () => null,
  elsewhereBy: () => null,
  name: '',
  secret: '',
  startsAll: true,
  passed() {},
};

/** Those of these accounts that are at home in this process. */
export function atHome(homes: Homes, accounts: readonly AccountId[]): readonly AccountId[] {
  return accounts.filter((account) => homes.elsewhere(account) === null);
}

/** Throws if this account is at home in another process. A safety net: requests were passed on before. */
export function mustBeHome(homes: Homes, account: AccountId): void {
  if (homes.elsewhere(account) !== null) throw new Error('the account is at home elsewhere');
}
