// The first account: made once, unattended with an address and a password, or with a one-time
// link. As long as nobody chose a password each start makes a new link, so that a lost one harms nobody.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Accounts } from './accounts.ts';
import { knownTimeZone } from './time-zone.ts';

export interface FirstStart {
  readonly account: AccountId;
  /** The account was made just now; seeds belong in it. */
  readonly created: boolean;
  /** To print for the administrator; null where one can sign in by password. */
  readonly link: string | null;
}

export interface FirstAccountOptions {
  readonly name: string;
  /** That of the machine; UTC where it names none that all know. */
  readonly timeZone: string | undefined;
  readonly currency: string;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
}

/** Makes sure that there is an account and a way into it. Throws `auth.weak_password`. */
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
