// The people of an account: invited with a one-time link, given a role, disabled rather than
// deleted because what they did keeps their name. The last administrator stays one.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Letter, Mail } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits.ts';
import type { NewUser, User, UserChange } from '@opportune/protocol/rest/account.ts';
import type { z } from 'zod';
import { given } from '../http/given.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { refuse } from '../http/refusal.ts';
import { refuseFull } from '../http/room.ts';
import { createAttempts } from './attempts.ts';
import type { Language } from '@opportune/words/language.ts';
import { invitation, reminder } from './letters.ts';
import { type Links, linkAddress } from './links.ts';
import type { Sessions } from './sessions.ts';
import { insertUser, readUser, readUsers } from './user-rows.ts';

/** On the bus after a user came or changed: `{account, user}`. */
export const usersChanged = 'users.changed';
const hourMs = 3600_000;

export interface Users {
  list(
    account: AccountId,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: User[]; next: string | null }>;
  read(account: AccountId, id: string): Promise<User>;
  /** The letter is in `language`, that of whoever invites. */
  invite(
    account: AccountId,
    user: z.output<typeof NewUser>,
    language: Language,
  ): Promise<{ user: User; link: string }>;
  change(account: AccountId, id: string, change: z.output<typeof UserChange>): Promise<User>;
  /** Their own choice, for the console and letters on every device; null: as their browser asks. */
  speak(account: AccountId, id: string, language: User['language']): Promise<User>;
  /** A new link for a user who forgot the password or lost the invitation. */
  newLink(account: AccountId, id: string): Promise<{ user: User; link: string }>;
  /** Sends a link where the address is known; says nothing either way. `language`: of who chose none. */
  forgot(email: string, address: string, language: Language): Promise<void>;
}

export interface UsersParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly mail: Mail;
  readonly links: Links;
  readonly sessions: Sessions;
  /** The address of the console as people reach it, without a slash at its end. */
  readonly publicUrl: () => string;
}

export function createUsers(parts: UsersParts): Users {
  const { records, bus, clock, ids, log, mail, links, sessions, publicUrl } = parts;
  const reminders = createAttempts(clock, 5, hourMs);

  const send = async (letter: Letter): Promise<void> => {
    if (!mail.configured) return;
    await mail
      .send(letter)
      .catch((error: unknown) => log.warn('an e-mail was not sent', { reason: String(error) }));
  };

  return {
    list: (account, { cursor, limit }) =>
      records.withAccount(account, async (sql) => {
        const rows = await readUsers(sql, readCursor(cursor), limit + 1);
        return pageOf(
          rows,
          limit,
          ({ user, createdAt }) => ({ at: createdAt, id: user.id }),
          ({ user }) => user,
        );
      }),

    read: (account, id) => records.withAccount(account, (sql) => mustRead(sql, id)),

    async invite(account, fresh, language) {
      const user: User = {
        ...fresh,
        id: UserId.parse(ids.next()),
        disabled: false,
        language: null,
        lastSeenAt: null,
      };
      const code = await records.withAccount(account, async (sql) => {
        await refuseFull(sql, 'users', accountLimits.users);
        await refuseTakenAddress(sql, user);
        await insertUser(sql, account, user, clock.now());
        return links.create(sql, account, user.id, 'invitation');
      });
      bus.publish(usersChanged, { account, user });
      const link = linkAddress(publicUrl(), code);
      await send(invitation(user, link, language));
      return { user, link };
    },

    async change(account, id, change) {
      const { user, tell } = await records.withAccount(account, async (sql) => {
        await lockUsers(sql);
        const changed = { ...(await mustRead(sql, id)), ...given(change) };
        await refuseTakenAddress(sql, changed);
        await sql.run(
          'UPDATE users SET email = $2, name = $3, role = $4, room = $5, disabled = $6 WHERE id = $1',
          [id, changed.email, changed.name, changed.role, changed.room, changed.disabled],
        );
        await refuseWithoutAdministrator(sql);
        if (!changed.disabled) return { user: changed };
        const ended = await sessions.endWith(sql, account, id, { except: null });
        return { user: changed, tell: ended };
      });
      tell?.();
      bus.publish(usersChanged, { account, user });
      return user;
    },

    speak: (account, id, language) =>
      records.withAccount(account, async (sql) => {
        await sql.run('UPDATE users SET language = $2 WHERE id = $1', [id, language]);
        return mustRead(sql, id);
      }),

    async newLink(account, id) {
      const { user, code } = await records.withAccount(account, async (sql) => {
        const found = await mustRead(sql, id);
        if (found.disabled) throw refuse('request.conflict', { detail: 'The user is disabled.' });
        return { user: found, code: await links.create(sql, account, id, 'reset') };
      });
      return { user, link: linkAddress(publicUrl(), code) };
    },

    async forgot(email, address, language) {
      if (!reminders.take(address) || !reminders.take(email.toLowerCase()))
        throw refuse('rate.sign_in');
      if (!mail.configured) return;
      const found = await records.withoutAccount((sql) =>
        sql.rows<{ account: string; user_id: string }>(
          'SELECT account, user_id FROM find_users_by_email($1)',
          [email.trim()],
        ),
      );
      for (const each of found) {
        const account = AccountId.parse(each.account);
        const { user, code } = await records.withAccount(account, async (sql) => ({
          user: await mustRead(sql, each.user_id),
          code: await links.create(sql, account, each.user_id, 'reset'),
        }));
        // Not awaited: the answer takes the same time whether the address is known or not.
        void send(reminder(user, linkAddress(publicUrl(), code), user.language ?? language));
      }
    },
  };
}

async function mustRead(sql: Sql, id: string): Promise<User> {
  const user = await readUser(sql, id);
  if (user === null) throw refuse('request.not_found');
  return user;
}

/** One change of users at a time, so that what the checks saw is still so when it is written. */
async function lockUsers(sql: Sql): Promise<void> {
  await sql.rows('SELECT 1 FROM accounts FOR NO KEY UPDATE');
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

async function refuseWithoutAdministrator(sql: Sql): Promise<void> {
  const left = await sql.row(
    "SELECT 1 FROM users WHERE role = 'administrator' AND NOT disabled LIMIT 1",
  );
  if (left !== undefined) return;
  const detail = 'The account needs an administrator.';
  throw refuse('request.conflict', { path: 'role', detail });
}
