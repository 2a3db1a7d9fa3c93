// The mail of each account: through its own server, or else the installation's. The password is
// encrypted, decrypted only to send, and never returned. Keeps one entry per account in memory.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { type Mail, type MailOf, NotMailed } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { mailChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import type {
  MailServer,
  MailServerSettings,
  OwnMailServer,
} from '@opportune/protocol/rest/mail.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { mailPasswordPurpose } from '../../sealing/sealed-columns.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import {
  readServer,
  readServerChanges,
  type StoredServer,
  writeServer,
} from './mail-server-rows.ts';

/** How mail reaches a server that an administrator named. */
export interface OwnMail {
  /** `password` is null if the server needs none. */
  open(server: OwnMailServer, password: string | null): Mail;
  /** Whether the product may connect to the host. */
  mayReach(host: string): Promise<boolean>;
}

export interface AccountMail {
  readonly of: MailOf;
  readonly isOwn: (account: AccountId) => Promise<boolean>;
  current(account: AccountId): Promise<MailServer>;
  /** Throws `request.invalid` for an unreachable host, or if the password must be typed. */
  change(
    account: AccountId,
    by: UserId,
    settings: MailServerSettings,
    unchanged?: Unchanged,
  ): Promise<MailServer>;
}

export interface AccountMailParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly sealing: Sealing;
  /** The installation's mail. */
  readonly mail: Mail;
  readonly ownMail: OwnMail;
}

interface Known {
  readonly mail: Mail;
  readonly own: boolean;
}

export function createAccountMail(parts: AccountMailParts): AccountMail {
  const { records, bus, clock, ownMail } = parts;
  const known = new Map<AccountId, Promise<Known>>();
  return {
    of: async (account) => (await knownOf(parts, known, account)).mail,
    isOwn: async (account) => (await knownOf(parts, known, account)).own,
    current: (account) => records.withAccount(account, readCurrent),
    async change(account, by, { server }, unchanged = whateverItIs) {
      if (server !== null && !(await ownMail.mayReach(server.host)))
        throw refuse('request.invalid', {
          path: 'server.host',
          detail:
            'This host has an address of a private network, which the server does not connect to.',
        });
      const changed = await records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(await readCurrent(sql));
        const stored = await toStore(parts, sql, account, server);
        await writeServer(sql, account, { server: stored, by, at: clock.now() });
        return readCurrent(sql);
      });
      known.delete(account);
      publish(bus, mailChanged, { account });
      return changed;
    },
  };
}

/** Read once. A failed read is repeated. */
function knownOf(
  parts: AccountMailParts,
  known: Map<AccountId, Promise<Known>>,
  account: AccountId,
): Promise<Known> {
  const there = known.get(account);
  if (there !== undefined) return there;
  const reading = readKnown(parts, account);
  known.set(account, reading);
  reading.catch(() => {
    if (known.get(account) === reading) known.delete(account);
  });
  return reading;
}

async function readKnown(parts: AccountMailParts, account: AccountId): Promise<Known> {
  const stored = await parts.records.withAccount(account, readServer);
  if (stored === null) return { mail: parts.mail, own: false };
  return { mail: mailBy(parts, account, stored), own: true };
}

function mailBy(
  { ownMail, sealing }: AccountMailParts,
  account: AccountId,
  { settings, sealed }: StoredServer,
): Mail {
  if (sealed === null) return ownMail.open(settings, null);
  const password = sealing.open(sealed, placeOf(account));
  if (password !== null) return ownMail.open(settings, password);
  const lost = 'The password of the mail server cannot be read any more; type it again.';
  const gone = () => Promise.reject(new NotMailed({ type: 'reconnect', detail: lost }, lost));
  return { ...ownMail.open(settings, null), send: gone };
}

async function readCurrent(sql: Sql): Promise<MailServer> {
  const stored = await readServer(sql);
  const server = stored === null ? null : { ...stored.settings, passwordAt: stored.passwordAt };
  return { server, changes: await readServerChanges(sql) };
}

/** Adds the stored password if none is typed for the same server and user. */
async function toStore(
  { sealing, clock }: AccountMailParts,
  sql: Sql,
  account: AccountId,
  wanted: MailServerSettings['server'],
): Promise<StoredServer | null> {
  if (wanted === null) return null;
  const { password, ...settings } = wanted;
  if (settings.user === null) return { settings, sealed: null, passwordAt: null };
  if (password !== undefined) {
    const sealed = sealing.seal(password, placeOf(account));
    return { settings, sealed, passwordAt: clock.now() };
  }
  const before = await readServer(sql);
  if (before?.sealed != null && isSameSignIn(before.settings, settings))
    return { ...before, settings };
  const detail = 'Type the password: none is set for this server and user.';
  throw refuse('request.invalid', { path: 'server.password', detail });
}

function placeOf(account: AccountId) {
  return { account, purpose: mailPasswordPurpose, id: account };
}

/** A password is sent only to the server and user for which it was typed. */
function isSameSignIn(before: OwnMailServer, after: OwnMailServer): boolean {
  return (['host', 'port', 'tls', 'user'] as const).every((part) => before[part] === after[part]);
}
