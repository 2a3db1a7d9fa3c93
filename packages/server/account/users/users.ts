// The people of an account: invited with a one-time link, given a role, disabled rather than
// deleted because what they did keeps their name. The last administrator stays one.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { usersChanged } from '@opportune/protocol/bus/changes.ts';
import { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits.ts';
import type { NewUser, User, UserChange } from '@opportune/protocol/rest/account.ts';
import type { z } from 'zod';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import { given } from '../../http/rest/given.ts';
import type { Page, PageQuestion } from '../../http/rest/page.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { refuseFull } from '../../http/rest/room.ts';
import type { Language } from '@opportune/words/language.ts';
import { invitation, reminder } from '../sign-in/letters.ts';
import { endLinks, linkAddress, type Links } from '../sign-in/links.ts';
import type { Devices, KnownDevice } from '../devices/device-cookie.ts';
import type { Post } from '../mail/post.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Client } from '../sign-in/sign-in.ts';
import type { Throttle } from '../sign-in/throttle.ts';
import {
  type Candidate,
  candidatesOf,
  insertUser,
  readUser,
  readUsers,
  refuseFullPerson,
  writeUser,
} from './user-rows.ts';

export interface Users {
  list(account: AccountId, page: PageQuestion): Promise<Page<User>>;
  read(account: AccountId, id: string): Promise<User>;
  /** The letter is in `language`, that of whoever invites. */
  invite(
    account: AccountId,
    user: z.output<typeof NewUser>,
    language: Language,
  ): Promise<{ user: User; link: string }>;
  change(
    account: AccountId,
    id: string,
    change: z.output<typeof UserChange>,
    unchanged?: Unchanged,
  ): Promise<User>;
  /** Their own name, as visitors and colleagues read it. */
  sayName(account: AccountId, id: string, name: string): Promise<User>;
  /** Their own choice, for the console and letters on every device; null: as their browser asks. */
  speak(account: AccountId, id: string, language: User['language']): Promise<User>;
  /** A new link for a user who forgot the password or lost the invitation. */
  newLink(account: AccountId, id: string): Promise<{ user: User; link: string }>;
  /** Sends a link where the address is known; says nothing either way. Throws `rate.sign_in`. */
  forgot(email: string, client: Client): Promise<void>;
}

export interface UsersParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly mailOf: MailOf;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly post: Post;
  readonly throttle: Throttle;
  readonly devices: Devices;
  /** The address of the console as people reach it, without a slash at its end. */
  readonly publicUrl: () => string;
}

export function createUsers(parts: UsersParts): Users {
  const { records, publicUrl } = parts;
  const announced = (account: AccountId, user: User): User => {
    publish(parts.bus, usersChanged, { account, user });
    return user;
  };
  return {
    list: (account, page) => records.withAccount(account, (sql) => readUsers(sql, page)),
    read: (account, id) => records.withAccount(account, (sql) => mustRead(sql, id)),
    async invite(account, fresh, language) {
      const user = invitedUser(UserId.parse(parts.ids.next()), fresh);
      const code = await records.withAccount(account, async (sql) => {
        await refuseFull(sql, 'users', accountLimits.users);
        await refuseTakenAddress(sql, user);
        await insertUser(sql, account, user, parts.clock.now());
        return parts.links.create(sql, account, user.id, 'invitation');
      });
      announced(account, user);
      const link = linkAddress(publicUrl(), code);
      await parts.post(account, invitation(user, link, language));
      return { user, link };
    },
    async change(account, id, change, unchanged = whateverItIs) {
      const { user, tell } = await records.withAccount(account, async (sql) => {
        const changed = await changeUser(sql, id, change, unchanged);
        if (!changed.disabled) return { user: changed };
        const ended = await parts.sessions.endWith(sql, account, id, { except: null });
        return { user: changed, tell: ended };
      });
      tell?.();
      return announced(account, user);
    },
    sayName: async (account, id, name) =>
      announced(
        account,
        await records.withAccount(account, async (sql) => {
          await lockAccount(sql);
          await sql.run('UPDATE users SET name = $2, named = true WHERE id = $1', [id, name]);
          return mustRead(sql, id);
        }),
      ),
    speak: (account, id, language) =>
      records.withAccount(account, async (sql) => {
        await sql.run('UPDATE users SET language = $2 WHERE id = $1', [id, language]);
        return mustRead(sql, id);
      }),
    async newLink(account, id) {
      const { user, code } = await records.withAccount(account, async (sql) => {
        const found = await mustRead(sql, id);
        if (found.disabled) throw refuse('request.conflict', { detail: 'The user is disabled.' });
        const purpose = (await hasPassword(sql, id)) ? 'reset' : 'invitation';
        return { user: found, code: await parts.links.create(sql, account, id, purpose) };
      });
      return { user, link: linkAddress(publicUrl(), code) };
    },
    forgot: (email, client) => forgot(parts, email, client),
  };
}

function invitedUser(id: UserId, fresh: z.output<typeof NewUser>): User {
  return {
    ...fresh,
    name: fresh.name ?? nameFromAddress(fresh.email),
    named: fresh.name !== undefined,
    id,
    disabled: false,
    language: null,
    lastSeenAt: null,
  };
}

async function changeUser(
  sql: Sql,
  id: string,
  change: z.output<typeof UserChange>,
  unchanged: Unchanged,
): Promise<User> {
  await lockAccount(sql);
  const known = await mustRead(sql, id);
  unchanged(known);
  const changed = { ...known, ...given(change) };
  if (changed.name !== known.name) changed.named = true;
  await refuseTakenAddress(sql, changed);
  if (isNewlyTheirs(known, changed)) await refuseFullPerson(sql, changed.email);
  // What was sent to another address, or to somebody who is out, opens nothing any more.
  if (changed.email !== known.email || changed.disabled) await endLinks(sql, id);
  await writeUser(sql, changed);
  await refuseWithoutAdministrator(sql);
  return changed;
}

async function forgot(
  parts: UsersParts,
  email: string,
  { prefix, device: cookie, language }: Client,
): Promise<void> {
  const { records, devices, throttle, log } = parts;
  const candidates = await candidatesOf(records, email);
  const asked = asksOf(devices.known(cookie, candidates), candidates);
  const waits = asked.map(({ device }) => throttle.forgot({ prefix, email, device }));
  if (!waits.includes(0)) throw refuse('rate.sign_in', { retryAfterMs: Math.min(...waits) });
  const people = asked.flatMap(({ people: all, device }, at) =>
    waits[at] === 0 ? all.slice(0, throttle.letters({ prefix, email, device }, all.length)) : [],
  );
  // Not awaited: the answer takes the same time whether the address is known or not.
  void remind(parts, people, language).catch((error: unknown) =>
    log.warn('a reminder was not made', { reason: String(error) }),
  );
}

/** To each of them, of whichever account. */
async function remind(
  { records, mailOf, links, post, publicUrl }: UsersParts,
  people: readonly Candidate[],
  language: Language,
): Promise<void> {
  for (const each of people) {
    const account = AccountId.parse(each.account);
    if (!(await mailOf(account)).configured) continue;
    const { user, code } = await records.withAccount(account, async (sql) => ({
      user: await mustRead(sql, each.user_id),
      code: await links.create(sql, account, each.user_id, 'forgotten'),
    }));
    const letter = reminder(user, linkAddress(publicUrl(), code), user.language ?? language);
    await post(account, letter);
  }
}

/** Who pays for whose letters: the device for those whom it is known for, a stranger for all others. */
function asksOf(known: KnownDevice<Candidate> | null, candidates: readonly Candidate[]) {
  if (known === null) return [{ people: candidates, device: null }];
  const { id, people } = known;
  const own = { people, device: { id, user: people[0].user_id } };
  const others = candidates.filter((each) => !people.includes(each));
  return others.length === 0 ? [own] : [own, { people: others, device: null }];
}

/** What stands for a name until they say theirs: the address up to its sign. */
function nameFromAddress(email: string): string {
  return email.slice(0, email.lastIndexOf('@')).slice(0, 80);
}

async function mustRead(sql: Sql, id: string): Promise<User> {
  const user = await readUser(sql, id);
  if (user === null) throw refuse('request.not_found');
  return user;
}

async function hasPassword(sql: Sql, id: string): Promise<boolean> {
  const found = await sql.row('SELECT 1 FROM users WHERE id = $1 AND password_hash IS NOT NULL', [
    id,
  ]);
  return found !== undefined;
}

async function refuseTakenAddress(sql: Sql, { email, id }: User): Promise<void> {
  const taken = await sql.row('SELECT 1 FROM users WHERE lower(email) = lower($1) AND id <> $2', [
    email,
    id,
  ]);
  if (taken === undefined) return;
  const detail = 'A user with this address is there already.';
  throw refuse('request.invalid', { path: 'email', detail });
}

/** Whether somebody could not sign in as this user before, and now can. */
function isNewlyTheirs(before: User, now: User): boolean {
  const isSame = before.email.toLowerCase() === now.email.toLowerCase();
  return !now.disabled && (before.disabled || !isSame);
}

async function refuseWithoutAdministrator(sql: Sql): Promise<void> {
  const left = await sql.row(
    "SELECT 1 FROM users WHERE role = 'administrator' AND NOT disabled LIMIT 1",
  );
  if (left !== undefined) return;
  const detail = 'The account needs an administrator.';
  throw refuse('request.conflict', { path: 'role', detail });
}
