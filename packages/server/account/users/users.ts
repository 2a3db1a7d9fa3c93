// The people and programs of an account. People are invited with a one-time link; programs are
// created without one. All are disabled rather than deleted, because what they did keeps their
// name.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { usersChanged } from '@opportune/protocol/bus/changes.ts';
import { type AccountId, type PictureId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type { NewProgram, NewUser, User, UserChange } from '@opportune/protocol/rest/account.ts';
import type { z } from 'zod';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';
import type { Page, PageQuestion } from '../../http/rest/page.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { refuseFull } from '../../http/rest/room.ts';
import type { Language } from '@opportune/words/language.ts';
import { invitation } from '../sign-in/letters.ts';
import { linkAddress, type Links } from '../sign-in/links.ts';
import type { Post } from '../mail/post.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { changeUser, mustRead, refuseTakenAddress } from './user-change.ts';
import { insertUser, readPhotos, readUsers } from './user-rows.ts';

export interface Users {
  list(account: AccountId, page: PageQuestion): Promise<Page<User>>;
  read(account: AccountId, id: string): Promise<User>;
  /** The e-mail is in `language`, that of the inviting user. */
  invite(
    account: AccountId,
    user: z.output<typeof NewUser>,
    language: Language,
  ): Promise<{ user: User; link: string }>;
  /** An agent that acts only through its API tokens. */
  createProgram(account: AccountId, program: z.output<typeof NewProgram>): Promise<User>;
  change(
    account: AccountId,
    id: string,
    change: z.output<typeof UserChange>,
    unchanged?: Unchanged,
  ): Promise<User>;
  /** Their own name, as visitors and colleagues see it. */
  sayName(account: AccountId, id: string, name: string): Promise<User>;
  /** Their own choice, for the console and e-mail on every device. Null: the browser's language. */
  speak(account: AccountId, id: string, language: User['language']): Promise<User>;
  /** Runs the work and notes the photo that it answers, in one transaction. */
  notePhoto(
    account: AccountId,
    id: UserId,
    work: (sql: Sql) => Promise<User['photo']>,
  ): Promise<void>;
  /** Who has which photo. */
  photosOf(account: AccountId): Promise<ReadonlyMap<UserId, PictureId>>;
  /** A new link for a user who forgot the password or lost the invitation. */
  newLink(account: AccountId, id: string): Promise<{ user: User; link: string }>;
}

export interface UsersParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly post: Post;
  /** The URL of the console as people reach it, without a slash at the end. */
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
    async createProgram(account, fresh) {
      const program = newProgram(UserId.parse(parts.ids.next()), fresh);
      await records.withAccount(account, async (sql) => {
        await refuseFull(sql, 'users', accountLimits.users);
        await insertUser(sql, account, program, parts.clock.now());
      });
      return announced(account, program);
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
    async notePhoto(account, id, work) {
      const user = await records.withAccount(account, async (sql) => {
        await mustRead(sql, id);
        await sql.run('UPDATE users SET photo = $2 WHERE id = $1', [id, await work(sql)]);
        return mustRead(sql, id);
      });
      announced(account, user);
    },
    photosOf: (account) => records.withAccount(account, readPhotos),
    async newLink(account, id) {
      const { user, code } = await records.withAccount(account, async (sql) => {
        const found = await mustRead(sql, id);
        if (found.disabled) throw refuse('request.conflict', { detail: 'The user is disabled.' });
        if (found.kind === 'program')
          throw refuse('request.conflict', { detail: 'A program does not sign in.' });
        const purpose = (await hasPassword(sql, id)) ? 'reset' : 'invitation';
        return { user: found, code: await parts.links.create(sql, account, id, purpose) };
      });
      return { user, link: linkAddress(publicUrl(), code) };
    },
  };
}

function invitedUser(id: UserId, fresh: z.output<typeof NewUser>): User {
  return {
    ...fresh,
    kind: 'person',
    name: fresh.name ?? nameFromAddress(fresh.email),
    named: fresh.name !== undefined,
    id,
    disabled: false,
    language: null,
    lastSeenAt: null,
    photo: null,
  };
}

function newProgram(id: UserId, fresh: z.output<typeof NewProgram>): User {
  return {
    ...{ ...fresh, id, kind: 'program', role: 'agent', email: null },
    ...{ named: true, disabled: false, language: null, lastSeenAt: null, photo: null },
  };
}

/** The name until they enter theirs: the local part of the address. */
function nameFromAddress(email: string): string {
  return email.slice(0, email.lastIndexOf('@')).slice(0, 80);
}

async function hasPassword(sql: Sql, id: string): Promise<boolean> {
  const found = await sql.row('SELECT 1 FROM users WHERE id = $1 AND password_hash IS NOT NULL', [
    id,
  ]);
  return found !== undefined;
}
