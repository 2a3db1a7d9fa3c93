// Sign-in, users, roles, and the account's own settings.
import { z } from 'zod';
import { AccountId, PictureId, UserId } from '../ids.ts';
import { AccountSettings } from '../campaign/configuration.ts';
import { AgentKind } from '../conversation/conversation.ts';
import { SpokenLanguage, listOf, revised } from './common.ts';

/** Administrator ⊃ manager (campaigns, results) ⊃ agent (inbox, visitors). */
export const Role = z.enum(['administrator', 'manager', 'agent']);
export type Role = z.infer<typeof Role>;

/** The most conversations that an agent has at once. */
export const mostPlaces = 20;

export const User = z.object({
  id: UserId,
  kind: AgentKind.default('person'),
  /** Null for a program, which receives no mail. */
  email: z.email().max(254).nullable(),
  name: z.string().trim().min(1).max(80),
  /** False: no name was given yet; the console asks for it. */
  named: z.boolean().default(true),
  role: Role,
  /** The most places at once. */
  room: z.number().int().min(0).max(mostPlaces),
  disabled: z.boolean(),
  /** The language of their console and letters. Null: that of their browser. */
  language: SpokenLanguage.nullable(),
  lastSeenAt: z.number().nullable(),
  /** Their photo, below `/v1/pictures/`. */
  photo: PictureId.nullable().default(null),
});
export type User = z.infer<typeof User>;
export const RevisedUser = revised(User);
export type RevisedUser = z.infer<typeof RevisedUser>;
export const UserList = listOf(RevisedUser);

/** POST /session */
export const SignIn = z.object({ email: z.string().max(254), password: z.string().max(1024) });
/** POST /session/link: the one-time link of the first start, an invitation or a reset. */
export const SignInByLink = z.object({
  code: z.string().max(200),
  password: z.string().max(1024).optional(),
});
/** GET /session, and the answer to signing in (`token` only there, for scripts). */
export const Session = z.object({
  token: z.string().optional(),
  user: User,
  account: z.object({ id: AccountId, settings: AccountSettings }),
  /** The user came by a link and must choose a password. */
  mustSetPassword: z.boolean(),
  /** Present while they look at the sample shop of their own account, which this is. */
  home: z.object({ name: z.string() }).exactOptional(),
});
export type Session = z.infer<typeof Session>;

/** POST /password/forgot always gives the same answer. POST /password sets it (signed in). */
export const ForgotPassword = z.object({ email: z.string().max(254) });
export const SetPassword = z.object({
  password: z.string().max(1024),
  current: z.string().max(1024).optional(),
});

/** GET/POST /users, PATCH /users/:id */
export const NewUser = User.pick({ role: true, room: true }).extend({
  email: z.email().max(254),
  /** Without one they are asked for it when they first sign in. */
  name: User.shape.name.optional(),
});
export const UserChange = User.pick({ name: true, role: true, room: true, disabled: true })
  .extend({ email: NewUser.shape.email })
  .partial();
/** POST /programs: an agent that acts by its API tokens alone. */
export const NewProgram = User.pick({ name: true, room: true });
/** PUT /my-language */
export const OwnLanguage = User.pick({ language: true });
/** PUT /my-name */
export const OwnName = User.pick({ name: true });
/** PUT /users/:id/room, for managers too. */
export const UserRoom = User.pick({ room: true });
/** The answer to POST /users and POST /users/:id/link: a link to pass on. Shown once. */
export const Invitation = z.object({ user: User, link: z.string() });

/** GET/PATCH /account */
export const Account = z.object({ id: AccountId, settings: AccountSettings });
export const RevisedAccount = revised(Account);
export type RevisedAccount = z.infer<typeof RevisedAccount>;
export const AccountChange = AccountSettings.partial();

/**
 * GET/POST /accounts and POST /accounts/:id/link, with the operator's token: for the operator of
 * the server.
 */
export const NewAccount = z.object({
  name: AccountSettings.shape.name,
  timeZone: AccountSettings.shape.timeZone.default('UTC'),
  currency: AccountSettings.shape.currency.default('EUR'),
  administrator: NewUser.pick({ email: true }).extend({ name: User.shape.name }),
});
/** The administrator's one-time link. Shown once. */
export const CreatedAccount = z.object({ account: Account, link: z.string() });
export const AccountLink = z.object({ link: z.string() });
