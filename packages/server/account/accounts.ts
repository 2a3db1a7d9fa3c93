// Accounts: created at the first start or by the operator, and their settings. An account is never
// visible from within another.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { AccountSettings } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { type AccountChange, type NewAccount, User } from '@opportune/protocol/rest/account.ts';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { given } from '../http/rest/given.ts';
import { refuse } from '../http/problem/refusal.ts';
import { isKnownCurrency } from './currency.ts';
import { linkAddress, type Links } from './sign-in/links.ts';
import type { Passwords } from './passwords/passwords.ts';
import { isWeakPassword } from './passwords/weak-password.ts';
import type { ConfigurationChanges } from './seams.ts';
import { knownTimeZone } from './time-zone.ts';
import { insertUser } from './users/user-rows.ts';

export interface CreatedAccount {
  readonly account: AccountId;
  readonly settings: AccountSettings;
  readonly administrator: User;
  /** The administrator's one-time sign-in link. Null if a password was given. */
  readonly link: string | null;
}

/** The mark of a sample shop. */
export interface SampleOf {
  /** The account that it belongs to. */
  readonly of: AccountId;
  /** Instead of a random one, so that the same visitors are held out each time. */
  readonly salt: string;
}

export interface Accounts {
  list(): Promise<readonly AccountId[]>;
  /** An administrator without a name is asked for it at the first sign-in. */
  create(
    fresh: Omit<z.output<typeof NewAccount>, 'administrator'> & {
      readonly administrator: { readonly email: string; readonly name?: string };
      readonly password?: string | undefined;
      readonly sample?: SampleOf | undefined;
    },
  ): Promise<CreatedAccount>;
  settings(account: AccountId): Promise<AccountSettings>;
  changeSettings(
    account: AccountId,
    by: string,
    change: z.output<typeof AccountChange>,
    unchanged?: Unchanged,
  ): Promise<AccountSettings>;
  /** A new one-time link for the account's first administrator who is not disabled. */
  administratorLink(account: AccountId): Promise<string>;
  /**
   * Whether any administrator has chosen a password, so that sign-in without a link is possible.
   */
  isClaimed(account: AccountId): Promise<boolean>;
}

export interface AccountsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly links: Links;
  readonly passwords: Passwords;
  readonly configurations: ConfigurationChanges;
  readonly publicUrl: () => string;
  /** The most accounts of the installation. */
  readonly mostAccounts: number;
}

export function createAccounts(parts: AccountsParts): Accounts {
  const { records, configurations, publicUrl } = parts;
  return {
    async list() {
      const rows = await records.withoutAccount((sql) =>
        sql.rows<{ account: string }>('SELECT account FROM list_accounts()'),
      );
      return rows.map((row) => AccountId.parse(row.account));
    },
    create: (fresh) => createAccount(parts, fresh),
    settings: async (account) => (await configurations.current(account)).settings,
    async changeSettings(account, by, change, unchanged = whateverItIs) {
      const { timeZone: named } = change;
      const timeZone = named === undefined ? undefined : timeZoneNamed(named);
      if (change.currency !== undefined) currencyNamed(change.currency);
      return configurations.change(account, by, (sql) =>
        writeSettings(sql, given({ ...change, timeZone }), unchanged),
      );
    },
    async administratorLink(account) {
      const code = await records.withAccount(account, async (sql) => {
        const row = await sql.row<{ id: string }>(
          "SELECT id FROM users WHERE role = 'administrator' AND NOT disabled ORDER BY created_at, id LIMIT 1",
        );
        if (row === undefined) throw refuse('request.not_found');
        return parts.links.create(sql, account, row.id, 'first');
      });
      return linkAddress(publicUrl(), code);
    },
    isClaimed: (account) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row(
          "SELECT 1 FROM users WHERE role = 'administrator' AND NOT disabled AND password_hash IS NOT NULL LIMIT 1",
        );
        return row !== undefined;
      }),
  };
}

/** One person alone could publish nothing any more. */
async function refuseAlone(sql: Sql): Promise<void> {
  const row = await sql.row<{ many: number }>(
    `SELECT count(*)::int AS many FROM users
     WHERE role IN ('administrator', 'manager') AND NOT disabled AND kind = 'person'`,
  );
  if ((row?.many ?? 0) < 2)
    throw refuse('request.invalid', {
      path: 'approvals',
      detail: 'Approval needs two people who may publish. First add another manager.',
    });
}

async function mustHaveRoom(sql: Sql, mostAccounts: number): Promise<void> {
  const row = await sql.row<{ many: number }>('SELECT count(*)::int AS many FROM list_accounts()');
  if ((row?.many ?? 0) >= mostAccounts) throw refuse('server.accounts_full');
}

async function createAccount(
  { clock, ids, links, passwords, configurations, publicUrl, mostAccounts }: AccountsParts,
  fresh: Parameters<Accounts['create']>[0],
): Promise<CreatedAccount> {
  const { name, timeZone, currency, password } = fresh;
  const { email, name: person } = fresh.administrator;
  if (password !== undefined && isWeakPassword(password, [email, person ?? '', name]))
    throw refuse('auth.weak_password', { path: 'password' });
  const account = AccountId.parse(ids.next());
  const settings: AccountSettings = {
    name,
    timeZone: timeZoneNamed(timeZone),
    currency: currencyNamed(currency),
    holdout: 0,
    typingPreview: false,
  };
  const administrator = firstAdministrator(UserId.parse(ids.next()), email, person);
  const waiter = { lane: 'known', payer: account } as const;
  const hash = password === undefined ? null : await passwords.hash(waiter, password);
  const code = await configurations.change(account, administrator.name, async (sql) => {
    await mustHaveRoom(sql, mostAccounts);
    await insertAccount(sql, account, { settings, at: clock.now(), sample: fresh.sample });
    await insertUser(sql, account, administrator, clock.now());
    if (hash === null) return links.create(sql, account, administrator.id, 'first');
    await sql.run('UPDATE users SET password_hash = $2 WHERE id = $1', [administrator.id, hash]);
    return null;
  });
  const link = code === null ? null : linkAddress(publicUrl(), code);
  return { account, settings, administrator, link };
}

async function insertAccount(
  sql: Sql,
  account: AccountId,
  of: {
    readonly settings: AccountSettings;
    readonly at: number;
    readonly sample: SampleOf | undefined;
  },
): Promise<void> {
  const { settings, at, sample } = of;
  const salt = sample?.salt ?? randomBytes(16).toString('base64url');
  await sql.run(
    'INSERT INTO accounts (id, settings, salt, created_at, sample_of) VALUES ($1, $2, $3, $4, $5)',
    [account, settings, salt, new Date(at), sample?.of ?? null],
  );
}

async function writeSettings(
  sql: Sql,
  change: object,
  unchanged: Unchanged,
): Promise<AccountSettings> {
  const row = await sql.row<{ settings: unknown }>('SELECT settings FROM accounts FOR UPDATE');
  if (row === undefined) throw refuse('request.not_found');
  const before = AccountSettings.parse(row.settings);
  unchanged(before);
  const settings = AccountSettings.parse({ ...before, ...change });
  if (settings.approvals === true && before.approvals !== true) await refuseAlone(sql);
  await sql.run('UPDATE accounts SET settings = $1', [settings]);
  return settings;
}

function firstAdministrator(id: UserId, email: string, name: string | undefined): User {
  return User.parse({
    id,
    kind: 'person',
    email,
    name: name ?? 'Administrator',
    named: name !== undefined,
    role: 'administrator',
    room: 3,
    disabled: false,
    language: null,
    lastSeenAt: null,
  });
}

/** Both databases count days in this zone too, so all must know it. */
function timeZoneNamed(given: string): string {
  const timeZone = knownTimeZone(given);
  if (timeZone !== null) return timeZone;
  throw refuse('request.invalid', {
    path: 'timeZone',
    detail: 'There is no such time zone. Use one such as Europe/Berlin.',
  });
}

/** Money is written in it, so it must have a name. */
function currencyNamed(currency: string): string {
  if (isKnownCurrency(currency)) return currency;
  throw refuse('request.invalid', {
    path: 'currency',
    detail: 'There is no such currency. Use a code such as EUR.',
  });
}
