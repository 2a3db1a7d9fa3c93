// Creates the first account once: unattended with an address and a password, or with a one-time
// link. Until somebody has chosen a password, each start creates a new link, so that losing one is
// harmless.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Accounts } from './accounts.ts';
import { knownTimeZone } from './time-zone.ts';

export interface FirstStart {
  readonly account: AccountId;
  /** True if the account was created just now. It is then seeded. */
  readonly created: boolean;
  /** The link to print for the administrator. Null if sign-in by password is possible. */
  readonly link: string | null;
}

export interface FirstAccountOptions {
  readonly name: string;
  /** The machine's zone. UTC if the databases do not know it. */
  readonly timeZone: string | undefined;
  readonly currency: string;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
}

/** Ensures that there is an account and a way to sign in. Throws `auth.weak_password`. */
export async function createFirstAccount(
  accounts: Accounts,
  options: FirstAccountOptions,
): Promise<FirstStart> {
  const [oldest] = await accounts.list();
  if (oldest !== undefined) {
    const isClaimed = await accounts.isClaimed(oldest);
    const link = isClaimed ? null : await accounts.administratorLink(oldest);
    return { account: oldest, created: false, link };
  }
  const { name, timeZone, currency, email = 'admin@opportune.local', password } = options;
  const made = await accounts.create({
    name,
    timeZone: knownTimeZone(timeZone ?? '') ?? 'UTC',
    currency,
    administrator: { email },
    password,
  });
  return { account: made.account, created: true, link: made.link };
}
