// Signing in over a real socket and real records: passwords, links, sessions, limits, cookies.
import assert from 'node:assert/strict';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../../../../test/support/people.test-support.ts';
import { type Api, startApi, testPassword } from '../../../../test/support/api.test-support.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { ownEngines, testEngines, testLog } from '../../adapter/engines.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { createLinks } from './links.ts';
import { createSessions, sessionSpans } from './sessions.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { sessionsEnded } from '@opportune/protocol/bus/changes.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { createSignInPlaces } from '../devices/sign-in-places.ts';
import { createDevices, deviceCookie } from '../devices/device-cookie.ts';
import { passwordCost } from '../passwords/password.ts';
import { createPasswords } from '../passwords/passwords.ts';
import { createSignIn } from './sign-in.ts';
import { createThrottle } from './throttle.ts';

let api: Api;
before(async () => {
  // Engines of its own, because a day later the sign-in places of all accounts are swept.
  api = await startApi(ownEngines);
});
after(() => api.close());

const hour = 3600_000;
const quarter = 15 * 60_000;

/** The device cookie of a response, in the form of a request. */
function deviceOf({ headers }: Answer): string {
  const set = headers.getSetCookie().find((each) => each.startsWith(deviceCookie));
  return set?.split(';')[0] ?? '';
}
const address = (last: number) => ({ 'x-forwarded-for': `198.51.100.${last}` });

/** Does not settle. */
const never = new Promise<never>(() => {});

describe('by password', () => {
  test('the right one signs in with a cookie and a bearer token; a wrong one and an unknown address look the same', async () => {
    const ada = await api.newAccount();
    const { email } = ada.user;
    const right = await api.anybody('POST', '/session', {
      email: email.toUpperCase(),
      password: testPassword,
    });
    assert.equal(right.status, 200);
    const [session, device] = right.headers.getSetCookie();
    assert.match(
      device ?? '',
      /^opportune_device=[\w-]{12}\.[\w-]{32}; Path=\/api\/v1; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    assert.match(
      session ?? '',
      /^opportune_session=os_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    assert.equal((await api.callAs(right.body.token)('GET', '/session')).body.user.email, email);
    const wrong = await api.anybody('POST', '/session', { email, password: 'not the password' });
    const unknown = await api.anybody('POST', '/session', {
      email: 'nobody@nowhere.example',
      password: testPassword,
    });
    for (const { status, body } of [wrong, unknown])
      assert.deepEqual([status, body.code], [401, 'auth.wrong']);
    assert.equal(wrong.body.message, unknown.body.message);
  });

  test('a user of two accounts gets into the one whose password it is', async () => {
    const [first, second] = [await api.newAccount(), await api.newAccount()];
    const email = first.user.email;
    const invited = await second.call('POST', '/users', {
      email,
      name: 'Ada Again',
      role: 'agent',
      room: 1,
    });
    const code = invited.body.link.split('#code=')[1];
    const other = 'another long pass phrase';
    await api.anybody('POST', '/session/link', { code, password: other });
    const into = async (password: string) =>
      (await api.anybody('POST', '/session', { email, password })).body.account.id;
    assert.equal(await into(testPassword), first.account);
    assert.equal(await into(other), second.account);
  });

  test('[SI1] strangers at one address lock out neither other addresses nor devices that signed in before', async () => {
    const ada = await api.newAccount();
    const { email } = ada.user;
    const attempt = (password: string, last: number, headers: Record<string, string> = {}) =>
      api.anybody('POST', '/session', { email, password }, { ...address(last), ...headers });
    const known = { cookie: deviceOf(await attempt(testPassword, 1)) };
    for (let n = 0; n < 10; n++) assert.equal((await attempt('wrong wrong wrong', 1)).status, 401);
    const limited = await attempt(testPassword, 1);
    assert.deepEqual(
      [limited.status, limited.body.code, limited.body.retry],
      [429, 'rate.sign_in', true],
    );
    // One attempt is refilled every 90 s, so some of the time may have passed.
    const seconds = Number(limited.headers.get('retry-after'));
    assert.ok(seconds > 0 && seconds <= 90, `${seconds} s`);
    assert.equal((await attempt(testPassword, 2)).status, 200);
    assert.equal((await attempt(testPassword, 1, known)).status, 200);
    const change = { password: 'slow rivers under bridges', current: testPassword };
    assert.equal((await ada.call('POST', '/password', change)).status, 200);
    api.time.skewMs += quarter;
    assert.equal((await attempt(change.password, 1)).status, 200);
  });

  test('[SI1] a device that is known in one account is a stranger to users of its address in others', async () => {
    const [ada, eve] = [await api.newAccount(), await api.newAccount()];
    const { email } = ada.user;
    const user = { email, name: 'Ada Again', role: 'agent', room: 1 };
    const invited = await eve.call('POST', '/users', user);
    const code = invited.body.link.split('#code=')[1];
    const evil = 'another long pass phrase';
    await api.anybody('POST', '/session/link', { code, password: evil });
    const attempt = (password: string, headers: Record<string, string> = {}) =>
      api.anybody('POST', '/session', { email, password }, { ...address(77), ...headers });
    const adas = { cookie: deviceOf(await attempt(testPassword)) };
    const guesses: number[] = [];
    for (const cookie of [deviceOf(await attempt(evil)), deviceOf(await attempt(evil))])
      for (let n = 0; n < 9; n++)
        guesses.push((await attempt('wrong wrong wrong', { cookie })).status);
    assert.deepEqual(
      guesses.map((status) => status === 401),
      guesses.map((_, n) => n < 10),
    );
    assert.equal((await attempt(testPassword, adas)).body.account.id, ada.account);
  });

  test('[SI1] all addresses of an IPv6 /64 are one', async () => {
    const { email } = (await api.newAccount()).user;
    const attempt = (host: string) =>
      api.anybody(
        'POST',
        '/session',
        { email, password: 'wrong wrong wrong' },
        { 'x-forwarded-for': `2001:db8:1:2::${host}` },
      );
    for (let n = 1; n <= 10; n++) assert.equal((await attempt(`${n}`)).status, 401);
    assert.equal((await attempt('ffff:1')).status, 429);
  });

  test('[SI2] 120 attempts at once do not hold up a device that signed in before', async (t) => {
    const costly = await startApi(testEngines, passwordCost);
    t.after(() => costly.close());
    const { email } = (await costly.newAccount()).user;
    const cookie = deviceOf(
      await costly.anybody('POST', '/session', { email, password: testPassword }),
    );
    const strangers = Array.from({ length: 120 }, (_, n) =>
      costly.anybody(
        'POST',
        '/session',
        { email: `s${n}@nowhere.example`, password: 'x' },
        address(100 + n),
      ),
    );
    let compared = 0;
    for (const each of strangers)
      void each.then(({ status }) => {
        if (status === 401) compared++;
      });
    // As many wait as are allowed. The others are refused.
    await Promise.race(strangers.map(async (each) => (await each).status === 503 || never));
    const before = compared;
    const signedIn = await costly.anybody(
      'POST',
      '/session',
      { email, password: testPassword },
      { cookie, ...address(5) },
    );
    const meanwhile = compared - before;
    assert.equal(signedIn.status, 200);
    const answers = await Promise.all(strangers);
    // In order of arrival, all that waited would have come first.
    assert.ok(meanwhile < compared - before, `${meanwhile} of ${compared - before} went first`);
    const refused = answers.filter(({ body }) => body.code === 'server.overloaded');
    assert.ok(refused.length > 50, `${refused.length} were refused`);
    for (const { status, headers } of refused)
      assert.deepEqual([status, headers.get('retry-after')], [503, '1']);
  });

  test('[SI1] too many wrong current passwords delay their session, and no other session', async () => {
    const ada = await api.newAccount();
    const { email } = ada.user;
    const session = async () =>
      api.callAs(
        (await api.anybody('POST', '/session', { email, password: testPassword })).body.token,
      );
    const [mine, other] = [await session(), await session()];
    const change = (call: typeof mine, current: string, password: string) =>
      call('POST', '/password', { password, current });
    for (let n = 0; n < 12; n++)
      assert.equal(
        (await change(mine, testPassword, 'password1234')).body.code,
        'auth.weak_password',
      );
    for (let n = 0; n < 10; n++)
      assert.equal((await change(mine, 'wrong', 'slow rivers under bridges')).status, 401);
    assert.equal((await change(mine, testPassword, 'slow rivers under bridges')).status, 429);
    assert.equal((await change(other, testPassword, 'slow rivers under bridges')).status, 200);
  });

  test('a disabled user is out at once and does not get in again', async () => {
    const ada = await api.newAccount();
    const agent = await api.invite(ada, 'agent');
    assert.equal((await agent.call('GET', '/session')).status, 200);
    await ada.call('PATCH', `/users/${agent.user.id}`, { disabled: true });
    assert.equal((await agent.call('GET', '/session')).status, 401);
    const again = await api.anybody('POST', '/session', {
      email: agent.user.email,
      password: testPassword,
    });
    assert.equal(again.body.code, 'auth.wrong');
  });
});

describe('by link', () => {
  test('a link works once', async () => {
    const ada = await api.newAccount();
    const { body } = await ada.call('POST', `/users/${ada.user.id}/link`);
    const code = body.link.split('#code=')[1];
    const [one, other] = await Promise.all([
      api.anybody('POST', '/session/link', { code }),
      api.anybody('POST', '/session/link', { code }),
    ]);
    assert.deepEqual([one.status, other.status].toSorted(), [200, 401]);
    const used = await api.anybody('POST', '/session/link', { code });
    assert.equal(used.body.code, 'auth.link_used');
  });

  test('a link ends with its time, and with the next link for the same user', async () => {
    const ada = await api.newAccount();
    const link = async () =>
      (await ada.call('POST', `/users/${ada.user.id}/link`)).body.link.split('#code=')[1];
    const use = (code: string) => api.anybody('POST', '/session/link', { code });
    const [earlier, later] = [await link(), await link()];
    assert.equal((await use(earlier)).body.code, 'auth.link_used');
    assert.equal((await use(later)).status, 200);
    const late = await link();
    api.time.skewMs += 2 * hour;
    assert.equal((await use(late)).body.code, 'auth.link_used');
  });

  test('who came by a link must choose a password, and needs no earlier one for it', async () => {
    const ada = await api.newAccount();
    const { body } = await ada.call('POST', `/users/${ada.user.id}/link`);
    const came = await api.anybody('POST', '/session/link', { code: body.link.split('#code=')[1] });
    assert.equal(came.body.mustSetPassword, true);
    const call = api.callAs(came.body.token);
    assert.equal(
      (await call('POST', '/password', { password: 'green hills and blue hills' })).status,
      200,
    );
    assert.equal((await call('GET', '/session')).body.mustSetPassword, false);
    const bySecond = await call('POST', '/password', { password: 'red hills and white hills' });
    assert.deepEqual([bySecond.status, bySecond.body.path], [401, 'current']);
  });

  test('a weak password is refused and the link stays good', async () => {
    const ada = await api.newAccount();
    const { body } = await ada.call('POST', `/users/${ada.user.id}/link`);
    const code = body.link.split('#code=')[1];
    const weak = await api.anybody('POST', '/session/link', { code, password: 'password1234' });
    assert.deepEqual(
      [weak.status, weak.body.code, weak.body.path],
      [422, 'auth.weak_password', 'password'],
    );
    assert.equal(
      (await api.anybody('POST', '/session/link', { code, password: testPassword })).status,
      200,
    );
  });

  test('forgetting the password sends a link to a known address and answers the same for others', async () => {
    const ada = await api.newAccount();
    const known = await api.anybody(
      'POST',
      '/password/forgot',
      { email: ada.user.email },
      address(4),
    );
    const unknown = await api.anybody(
      'POST',
      '/password/forgot',
      { email: 'nobody@nowhere.example' },
      address(5),
    );
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body]);
    const [code] = await codesFor(ada.user.email, 1);
    assert.equal((await api.anybody('POST', '/session/link', { code })).status, 200);
    assert.equal(
      api.letters.some(({ to }) => to === 'nobody@nowhere.example'),
      false,
    );
  });
});

/** The codes in the e-mails to an address, once there are this many. */
async function codesFor(email: string, count: number): Promise<readonly string[]> {
  const codes = (): readonly string[] =>
    api.letters
      .filter(({ to }) => to === email)
      .flatMap(({ text }) => /#code=(\S+)/.exec(text)?.[1] ?? []);
  await until(`${count} letters came`, () => codes().length >= count);
  return codes();
}

describe('a new device', () => {
  const agent = {
    'user-agent':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };

  async function personWithLetters() {
    const { user, call } = await api.newAccount();
    const { email } = user;
    const letters = () => api.letters.filter(({ to }) => to === email);
    const signIn = (last: number, headers: Record<string, string> = {}) =>
      api.anybody(
        'POST',
        '/session',
        { email, password: testPassword },
        { ...address(last), ...headers },
      );
    return { email, call, letters, signIn };
  }

  test('[SI5] is reported to its user: when, roughly with what, and what to do; never the address', async () => {
    const { letters, signIn } = await personWithLetters();
    assert.equal(letters().length, 0);
    assert.equal((await signIn(60, agent)).status, 200);
    await until('the letter came', () => letters().length === 1);
    const [letter] = letters();
    assert.equal(letter?.subject, 'New sign-in to Opportune');
    assert.match(letter?.text ?? '', /With: Firefox, Windows\n/);
    assert.match(letter?.text ?? '', /If it was not you, choose a new password/);
    assert.doesNotMatch(letter?.text ?? '', /198\.51/);
  });

  test('[SI5] is known by its cookie from then on, and without cookies from the same place for a day', async () => {
    const { letters, signIn } = await personWithLetters();
    const cookie = deviceOf(await signIn(61, agent));
    await until('the letter came', () => letters().length === 1);
    await signIn(62, { ...agent, cookie });
    await signIn(61, agent);
    await signIn(63, agent);
    await until('a letter of another place came', () => letters().length === 2);
    api.time.skewMs += 24 * hour;
    await signIn(64, { ...agent, cookie });
    await signIn(61, agent);
    await until('a letter of the next day came', () => letters().length === 3);
    assert.equal(letters().length, 3);
  });

  test('[SI5] is not reported at the very first sign-in, and stays known when it changes the password', async () => {
    const { email, call, letters } = await personWithLetters();
    const password = 'slow rivers under bridges';
    const changed = await call('POST', '/password', { password, current: testPassword });
    const headers = { cookie: deviceOf(changed), ...address(65) };
    assert.equal((await api.anybody('POST', '/session', { email, password }, headers)).status, 200);
    assert.equal(
      (await api.anybody('POST', '/session', { email, password }, address(66))).status,
      200,
    );
    await until('the letter came', () => letters().length > 0);
    assert.equal(letters().length, 1);
  });

  test('[SI5] nothing that is stored of it leads to an address, and after a day nothing is', async () => {
    const ada = await api.newAccount();
    const account = AccountId.parse(ada.account);
    const places = () =>
      api.records.withAccount(account, (sql) =>
        sql.rows<{ place: Buffer; seen_at: Date }>('SELECT place, seen_at FROM sign_in_places'),
      );
    const [first] = await places();
    assert.equal(first?.place.length, 32);
    const { records, clock } = api;
    const runs: (() => void)[] = [];
    const parts = { records, log: testLog(), secret: 'a key' };
    const swept = async (skewMs: number, left: number) => {
      runs.length = 0;
      createSignInPlaces({
        ...parts,
        clock: { now: () => clock.now() + skewMs },
        schedule: (_, run) => {
          runs.push(run);
          return () => {};
        },
      });
      runs[0]?.();
      await until(`${left} are left`, async () => (await places()).length === left);
    };
    await swept(hour, 1);
    await swept(24 * hour, 0);
  });
});

describe('links that stay valid', () => {
  const password = 'green hills and blue hills';
  const use = (code: string | undefined) =>
    api.anybody('POST', '/session/link', { code, password });
  const forgot = (email: string, last: number) =>
    api.anybody('POST', '/password/forgot', { email }, address(last));

  async function invited() {
    const ada = await api.newAccount();
    const email = `${randomUUID()}@aldermoor.example`;
    const { body } = await ada.call('POST', '/users', { email, name: 'B', role: 'agent', room: 1 });
    return { ada, email, user: body.user, code: body.link.split('#code=')[1] };
  }

  test('[SI4] a request for a new password leaves an invitation valid', async () => {
    const { email, code } = await invited();
    await forgot(email, 40);
    await codesFor(email, 2);
    assert.equal((await use(code)).status, 200);
  });

  test('[SI4] asking twice leaves the first letter good, and choosing a password ends the rest', async () => {
    const { email, code } = await invited();
    await forgot(email, 41);
    await codesFor(email, 2);
    await forgot(email, 41);
    const codes = await codesFor(email, 3);
    assert.equal(new Set(codes).size, 3);
    assert.equal((await use(codes[1])).status, 200);
    for (const other of [codes[0], codes[2], code])
      assert.equal((await use(other)).body.code, 'auth.link_used');
  });

  test("[SI4] an administrator's new link ends earlier ones, and lasts as long as an invitation if there is no password", async () => {
    const { ada, user, code } = await invited();
    const again = await ada.call('POST', `/users/${user.id}/link`);
    assert.equal((await use(code)).body.code, 'auth.link_used');
    api.time.skewMs += 6 * 24 * hour;
    const link = again.body.link.split('#code=')[1];
    assert.equal((await use(link)).status, 200);
  });

  test('[SI4] another address, or being disabled, ends the links of a user', async () => {
    for (const change of [{ email: `${randomUUID()}@aldermoor.example` }, { disabled: true }]) {
      const { ada, user, code } = await invited();
      await ada.call('PATCH', `/users/${user.id}`, change);
      await ada.call('PATCH', `/users/${user.id}`, { disabled: false });
      assert.equal((await use(code)).body.code, 'auth.link_used');
    }
    const { ada, user, code } = await invited();
    await ada.call('PATCH', `/users/${user.id}`, { name: 'Bea' });
    assert.equal((await use(code)).status, 200);
  });
});

describe('sessions', () => {
  test('a new password ends the other sessions, in the database and on open sockets, and keeps this one', async () => {
    const ada = await api.newAccount();
    const signedIn = await api.anybody('POST', '/session', {
      email: ada.user.email,
      password: testPassword,
    });
    const other = api.callAs(signedIn.body.token);
    const ended: unknown[] = [];
    const stop = subscribe(api.bus, sessionsEnded, (message) => ended.push(message));
    await ada.call('POST', '/password', {
      password: 'slow rivers under bridges',
      current: testPassword,
    });
    stop();
    assert.equal((await other('GET', '/session')).status, 401);
    assert.equal((await ada.call('GET', '/session')).status, 200);
    assert.equal(ended.length, 1);
  });

  test('a new password and the end of the other sessions are stored together, or neither is', async () => {
    const ada = await api.newAccount();
    const { email } = ada.user;
    const signIn = async (password: string) => api.anybody('POST', '/session', { email, password });
    const other = api.callAs((await signIn(testPassword)).body.token);
    const { token } = (await signIn(testPassword)).body;
    const principal = await api.account.authentication.findSession(token, 'here');
    assert.ok(principal !== null);
    // Fails while sessions are to be ended, like a process that stops in between.
    const records: Records = {
      ...api.records,
      withAccount: (account, work) =>
        api.records.withAccount(account, (sql) =>
          work({
            ...sql,
            run: (text, values) =>
              text.startsWith('DELETE FROM sessions')
                ? Promise.reject(new EngineError('engine.unavailable'))
                : sql.run(text, values),
          }),
        ),
    };
    const { bus, clock, configurations } = api;
    const troubled = createSignIn({
      ...{ records, clock, configurations, log: testLog() },
      throttle: createThrottle(openMemoryBudgets(clock)),
      passwords: createPasswords(openMemoryBudgets(clock), passwordCost),
      devices: createDevices('a key'),
      newDevices: { note: async () => false, report: () => {} },
      links: createLinks(records, clock),
      sessions: createSessions(records, bus, clock),
    });
    const fresh = 'slow rivers under bridges';
    await assert.rejects(troubled.setPassword(principal, fresh, testPassword, null), EngineError);
    assert.equal((await other('GET', '/session')).status, 200);
    assert.equal((await signIn(fresh)).status, 401);
    const again = { password: fresh, current: testPassword };
    assert.equal((await api.callAs(token)('POST', '/password', again)).status, 200);
    assert.equal((await other('GET', '/session')).status, 401);
  });

  test('[SI1] a refused stranger costs no query, whatever its cookie says', async () => {
    const { email } = (await api.newAccount()).user;
    let units = 0;
    const records: Records = {
      ...api.records,
      withoutAccount: (work) => {
        units++;
        return api.records.withoutAccount(work);
      },
    };
    const { bus, clock, configurations } = api;
    const devices = createDevices('a key');
    const signIn = createSignIn({
      ...{ records, clock, configurations, devices, log: testLog() },
      throttle: createThrottle(openMemoryBudgets(clock)),
      passwords: createPasswords(openMemoryBudgets(clock), passwordCost),
      newDevices: { note: async () => false, report: () => {} },
      links: createLinks(records, clock),
      sessions: createSessions(records, bus, clock),
    });
    const madeUp = `${'a'.repeat(12)}.${'b'.repeat(32)}`;
    const client = {
      ...{ prefix: '198.51.100.9', device: madeUp },
      ...{ userAgent: undefined, language: 'en' as const },
    };
    const answers: string[] = [];
    for (let n = 0; n < 30; n++)
      await signIn
        .byPassword(email, 'wrong wrong wrong', client)
        .catch((error: { problem: { code: string } }) => answers.push(error.problem.code));
    const compared = answers.filter((code) => code === 'auth.wrong').length;
    const refused = answers.filter((code) => code === 'rate.sign_in').length;
    assert.equal(compared + refused, 30);
    assert.ok(refused >= 19, answers.join(' '));
    assert.equal(units, compared);
  });

  test('signing out ends the session', async () => {
    const ada = await api.newAccount();
    const out = await ada.call('DELETE', '/session');
    assert.match(out.headers.get('set-cookie') ?? '', /opportune_session=; Path=\/; Max-Age=0/);
    const after = await ada.call('GET', '/session');
    assert.deepEqual([after.status, after.body.code], [401, 'auth.expired']);
    assert.equal((await api.anybody('GET', '/session')).body.code, 'auth.required');
  });

  test('the sessions of a user are limited, and a further one ends the longest unused', async () => {
    const ada = await api.newAccount();
    const account = AccountId.parse(ada.account);
    await api.records.withAccount(account, (sql) =>
      sql.run(
        `INSERT INTO sessions SELECT sha256(n::text::bytea), account, user_id, by_link, created_at, renewed_at - n * interval '1 second', expires_at
         FROM sessions, generate_series(1, $1) AS n`,
        [accountLimits.sessions - 1],
      ),
    );
    await api.anybody('POST', '/session', { email: ada.user.email, password: testPassword });
    const row = await api.records.withAccount(account, (sql) =>
      sql.row<{ many: number }>('SELECT count(*)::integer AS many FROM sessions'),
    );
    assert.equal(row?.many, accountLimits.sessions);
    assert.equal((await ada.call('GET', '/session')).status, 200);
  });

  test('a session slides on with use, ends without it, and ends after a month in any case', async () => {
    const [used, unused] = [await api.newAccount(), await api.newAccount()];
    const step = sessionSpans.idleMs - hour;
    for (let passed = 0; passed + step < sessionSpans.wholeMs; passed += step) {
      api.time.skewMs += step;
      assert.equal((await used.call('GET', '/session')).status, 200);
    }
    assert.equal((await unused.call('GET', '/session')).status, 401);
    api.time.skewMs += step;
    assert.equal((await used.call('GET', '/session')).status, 401);
  });

  test('nothing that is stored signs in: tokens, codes and passwords are hashed', async () => {
    const ada = await api.newAccount();
    const stored = await api.records.withAccount(AccountId.parse(ada.account), async (sql) => ({
      sessions: await sql.rows("SELECT encode(token_hash, 'hex') AS hash FROM sessions"),
      users: await sql.rows('SELECT password_hash FROM users'),
    }));
    const text = JSON.stringify(stored);
    assert.ok(!text.includes(ada.token) && !text.includes(testPassword));
    assert.match(text, /\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  });
});

describe('cookies and other sites', () => {
  async function withCookie(method: string, headers: Record<string, string>) {
    const ada = await api.newAccount();
    const path = method === 'GET' ? '/session' : '/sites';
    const body = method === 'GET' ? undefined : { name: 'Shop', origins: [] };
    return api.anybody(method, path, body, {
      cookie: `a=b; opportune_session=${ada.token}`,
      ...headers,
    });
  }

  test("a write with the cookie is taken from the console's own origin and refused from any other", async () => {
    assert.equal((await withCookie('POST', { origin: api.url })).status, 201);
    for (const origin of ['https://evil.example', api.url.replace(/\d+$/, '1'), 'null']) {
      const { status, body } = await withCookie('POST', { origin });
      assert.deepEqual([status, body.code], [403, 'auth.cross_site'], origin);
    }
  });

  test('a program without an origin may use the cookie; reading is not a write', async () => {
    assert.equal((await withCookie('POST', {})).status, 201);
    assert.equal((await withCookie('GET', { origin: 'https://evil.example' })).status, 200);
  });
});
