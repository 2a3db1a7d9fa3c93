// Signs users in by password or one-time link, and sets passwords. Attempts are throttled
// (throttle.ts), an unknown e-mail address takes as long as a wrong password, and a sign-in from a
// new device is reported to the user.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Session, User } from '@opportune/protocol/rest/account.ts';
import type { Language } from '@opportune/words/language.ts';
import type { Principal } from '../../http/access/principal.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Devices, KnownDevice } from '../devices/device-cookie.ts';
import type { NewDevices } from '../devices/new-devices.ts';
import { endLinks, type Links } from './links.ts';
import type { Passwords } from '../passwords/passwords.ts';
import type { Waiter } from '../passwords/turns.ts';
import { isWeakPassword } from '../passwords/weak-password.ts';
import type { ConfigurationChanges } from '../seams.ts';
import { sessionName, type Sessions } from './sessions.ts';
import type { Charged, Throttle } from './throttle.ts';
import { type Candidate, candidatesOf, readUser } from '../users/user-rows.ts';

/** The client, as far as the request describes it. */
export interface Client {
  /** `addressPrefix` of its address. */
  readonly prefix: string;
  /** The value of the device cookie. */
  readonly device: string | null;
  readonly userAgent: string | undefined;
  readonly language: Language;
}

/** The result of signing in: the session, and the device cookie's next value. */
export interface SignedIn {
  readonly session: Session;
  readonly device: string | null;
}

export interface SignIn {
  byPassword(email: string, password: string, client: Client): Promise<SignedIn>;
  byLink(code: string, password: string | undefined, client: Client): Promise<SignedIn>;
  /** Returns the device cookie's next value. */
  setPassword(
    principal: Principal,
    password: string,
    current: string | undefined,
    device: string | null,
  ): Promise<string>;
  describe(principal: Principal): Promise<Session>;
}

export interface SignInParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly throttle: Throttle;
  readonly passwords: Passwords;
  readonly devices: Devices;
  readonly newDevices: NewDevices;
  readonly configurations: Pick<ConfigurationChanges, 'current'>;
}

export function createSignIn(parts: SignInParts): SignIn {
  return {
    byPassword: (email, password, client) => byPassword(parts, { email, password }, client),
    byLink: (code, password, client) => byLink(parts, { code, password }, client),
    setPassword: (principal, password, current, device) =>
      setPassword(parts, principal, { password, current }, device),
    async describe({ account, user, mustSetPassword, home }) {
      const session = await sessionOf(parts, account, user, mustSetPassword);
      if (home === undefined) return session;
      const { settings } = await parts.configurations.current(home);
      return { ...session, home: { name: settings.name } };
    },
  };
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

async function byPassword(
  parts: SignInParts,
  credentials: Credentials,
  client: Client,
): Promise<SignedIn> {
  const { records, clock, log, sessions, devices, newDevices } = parts;
  const { found, known } = await attempted(parts, credentials, client);
  if (found === null) {
    log.warn('a sign-in was refused', { known: known !== null });
    throw refuse('auth.wrong');
  }
  const account = AccountId.parse(found.account);
  const isKnown = known?.people.includes(found) === true;
  const { token, user, before, isNew } = await records.withAccount(account, async (sql) => ({
    token: await sessions.open(sql, account, found.user_id, false),
    ...(await seen(sql, found.user_id, clock.now())),
    isNew: await newDevices.note(sql, account, found.user_id, client, isKnown),
  }));
  if (isNew && before.lastSeenAt !== null) newDevices.report(account, user, client);
  return {
    session: await sessionOf(parts, account, user, false, token),
    device: devices.remember(client.device, found),
  };
}

interface Attempted {
  readonly found: Candidate | null;
  readonly known: KnownDevice<Candidate> | null;
}

/** Compares the password with those of the users of the e-mail address. */
async function attempted(
  parts: SignInParts,
  credentials: Credentials,
  client: Client,
): Promise<Attempted> {
  const { records, devices } = parts;
  // A stranger is charged before anything is looked up: refusing a flood costs no query.
  const early = devices.isOurs(client.device) ? null : charged(parts, credentials, client);
  const candidates = await candidatesOf(records, credentials.email);
  const known = devices.known(client.device, candidates);
  if (early !== null)
    return { found: await byStranger(parts, candidates, credentials, client, early), known };
  const own = known === null ? null : await byDevice(parts, known, credentials, client);
  // The device is known for its own users only. For other users of the e-mail address it is a
  // stranger.
  const others = candidates.filter((each) => known?.people.includes(each) !== true);
  if (own !== null || (known !== null && others.length === 0)) return { found: own, known };
  const late = charged(parts, credentials, client);
  return { found: await byStranger(parts, others, credentials, client, late), known };
}

function charged({ throttle }: SignInParts, { email }: Credentials, { prefix }: Client): Charged {
  return throttle.signIn({ prefix, email, device: null });
}

async function byDevice(
  { throttle, passwords }: SignInParts,
  { id, people }: KnownDevice<Candidate>,
  { email, password }: Credentials,
  { prefix }: Client,
): Promise<Candidate | null> {
  const user = people[0].user_id;
  const charged = throttle.signIn({ prefix, email, device: { id, user } });
  return matching(passwords, { lane: 'known', payer: user }, people, password, charged);
}

function byStranger(
  { passwords }: SignInParts,
  candidates: readonly Candidate[],
  { password }: Credentials,
  { prefix }: Client,
  charged: Charged,
): Promise<Candidate | null> {
  return matching(passwords, { lane: 'stranger', payer: prefix }, candidates, password, charged);
}

/** The oldest user of an e-mail address whose password this is. At least one password is hashed. */
async function matching(
  passwords: Passwords,
  waiter: Waiter,
  candidates: readonly Candidate[],
  password: string,
  charged: Charged,
): Promise<Candidate | null> {
  const withPassword = candidates.filter(({ password_hash }) => password_hash !== null);
  if (withPassword.length === 0) {
    await passwords.isRight(waiter, password, null);
    return null;
  }
  const found = await passwords.firstRight(waiter, password, withPassword, charged.oneMore);
  if (found !== null) charged.good();
  return found;
}

async function byLink(
  parts: SignInParts,
  { code, password }: { readonly code: string; readonly password: string | undefined },
  client: Client,
): Promise<SignedIn> {
  const { records, clock, sessions, links, throttle, devices, newDevices } = parts;
  const { good } = throttle.link(client.prefix);
  const owner = await links.ownerOf(code);
  const { account } = owner;
  const person = await records.withAccount(account, (sql) => personOf(sql, account, owner.user));
  const hash = password === undefined ? null : await hashed(parts, account, person.user, password);
  const known = devices.known(client.device, [person]) !== null;
  const opened = await links.use(code, async (sql, _, id) => {
    const { user } = await seen(sql, id, clock.now());
    if (user.disabled) throw refuse('auth.link_used');
    const isNew = await newDevices.note(sql, account, id, client, known);
    const token = await sessions.open(sql, account, id, hash === null);
    if (hash === null) return { user, token, isNew };
    await writeHash(sql, id, hash, person.password_hash);
    const tell = await sessions.endWith(sql, account, id, { except: sessionName(token) });
    return { user, token, isNew, tell };
  });
  good();
  opened.tell?.();
  const { user, token } = opened;
  if (opened.isNew && person.password_hash !== null) newDevices.report(account, user, client);
  return {
    session: await sessionOf(parts, account, user, hash === null, token),
    device:
      hash === null ? null : devices.remember(client.device, { ...person, password_hash: hash }),
  };
}

async function setPassword(
  parts: SignInParts,
  principal: Principal,
  { password, current }: { readonly password: string; readonly current: string | undefined },
  device: string | null,
): Promise<string> {
  const { records, sessions, devices } = parts;
  const { account, user, session } = principal;
  const person = await records.withAccount(account, (sql) => personOf(sql, account, user.id));
  const former = person.password_hash;
  if (!principal.mustSetPassword) await refuseWrong(parts, principal, current ?? '', former);
  const hash = await hashed(parts, account, user, password);
  const tell = await records.withAccount(account, async (sql) => {
    await writeHash(sql, user.id, hash, former);
    await sql.run('UPDATE sessions SET by_link = false WHERE user_id = $1', [user.id]);
    return sessions.endWith(sql, account, user.id, { except: session });
  });
  tell();
  return devices.remember(device, { ...person, password_hash: hash });
}

async function refuseWrong(
  { throttle, passwords }: SignInParts,
  { session, user }: Principal,
  current: string,
  hash: string | null,
): Promise<void> {
  const { good } = throttle.change(session, user.id);
  const waiter: Waiter = { lane: 'known', payer: user.id };
  if (!(await passwords.isRight(waiter, current, hash)))
    throw refuse('auth.wrong', { path: 'current' });
  good();
}

async function sessionOf(
  { configurations }: SignInParts,
  account: AccountId,
  user: User,
  mustSetPassword: boolean,
  token?: string,
): Promise<Session> {
  const { settings } = await configurations.current(account);
  const session = { user, account: { id: account, settings }, mustSetPassword };
  return token === undefined ? session : { ...session, token };
}

/** Throws `auth.weak_password`. */
async function hashed(
  { configurations, passwords }: SignInParts,
  account: AccountId,
  user: User,
  password: string,
): Promise<string> {
  const { settings, sites } = await configurations.current(account);
  const places = sites.flatMap(({ name, origins }) => [name, ...origins]);
  if (isWeakPassword(password, [user.email ?? '', user.name, settings.name, ...places]))
    throw refuse('auth.weak_password', { path: 'password' });
  return passwords.hash({ lane: 'known', payer: user.id }, password);
}

/** Stores a hash, if the password is still the one it replaces. Invalidates the user's links. */
async function writeHash(sql: Sql, user: string, hash: string, former: string | null) {
  const written = await sql.run(
    'UPDATE users SET password_hash = $2 WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $3',
    [user, hash, former],
  );
  if (written !== 1) throw refuse('request.conflict');
  await endLinks(sql, user);
}

/** Records that a user is active. Returns the user before and after. */
async function seen(sql: Sql, id: string, now: number): Promise<{ user: User; before: User }> {
  const before = await readUser(sql, id);
  if (before === null) throw refuse('auth.wrong');
  await sql.run('UPDATE users SET last_seen_at = $2 WHERE id = $1', [id, new Date(now)]);
  return { before, user: { ...before, lastSeenAt: now } };
}

async function personOf(sql: Sql, account: AccountId, id: string) {
  const user = await readUser(sql, id);
  if (user === null) throw refuse('auth.wrong');
  const row = await sql.row<{ password_hash: string | null }>(
    'SELECT password_hash FROM users WHERE id = $1',
    [id],
  );
  return { user, account, user_id: id, password_hash: row?.password_hash ?? null };
}
