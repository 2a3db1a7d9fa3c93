// Signing in over a real socket and real records: passwords, links, sessions, limits, cookies.
import assert from 'node:assert/strict';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits.ts';
import { after, before, describe, test } from 'node:test';
import { type Api, startApi, testPassword } from '../../../test/support/api.test-support.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { createLinks } from './links.ts';
import { createSessions, sessionSpans } from './sessions.ts';
import { sessionsEnded } from './seams.ts';
import { createSignIn, signInLimits } from './sign-in.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const hour = 3600_000;
const address = (last: number) => ({ 'x-forwarded-for': `198.51.100.${last}` });

describe('by password', () => {
  test('the right one signs in with a cookie and a bearer token; a wrong one and an unknown address look the same', async () => {
    const ada = await api.newAccount();
    const { email } = ada.user;
    const right = await api.anybody('POST', '/session', {
      email: email.toUpperCase(),
      password: testPassword,
    });
    assert.equal(right.status, 200);
    assert.match(
      right.headers.get('set-cookie') ?? '',
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

  test('after ten wrong attempts at one address even the right password waits; others do not', async () => {
    const [ada, bea] = [await api.newAccount(), await api.newAccount()];
    const attempt = (email: string, password: string) =>
      api.anybody('POST', '/session', { email, password }, address(1));
    for (let n = 0; n < signInLimits.perEmail; n++)
      assert.equal((await attempt(ada.user.email, 'wrong wrong wrong')).status, 401);
    const limited = await attempt(ada.user.email, testPassword);
    assert.deepEqual(
      [limited.status, limited.body.code, limited.body.retry],
      [429, 'rate.sign_in', true],
    );
    assert.equal((await attempt(bea.user.email, testPassword)).status, 200);
    api.time.skewMs += signInLimits.refillMs;
    assert.equal((await attempt(ada.user.email, testPassword)).status, 200);
  });

  test('one address that tries many users is stopped; another address is not', async () => {
    const ada = await api.newAccount();
    for (let n = 0; n < signInLimits.perAddress; n++) {
      await api.anybody(
        'POST',
        '/session',
        { email: `guess${n}@nowhere.example`, password: 'x' },
        address(2),
      );
    }
    const signIn = (last: number) =>
      api.anybody(
        'POST',
        '/session',
        { email: ada.user.email, password: testPassword },
        address(last),
      );
    assert.equal((await signIn(2)).body.code, 'rate.sign_in');
    assert.equal((await signIn(3)).status, 200);
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
    const letter = api.letters.find(({ to }) => to === ada.user.email);
    const code = /#code=(\S+)/.exec(letter?.text ?? '')?.[1];
    assert.equal((await api.anybody('POST', '/session/link', { code })).status, 200);
    assert.equal(
      api.letters.some(({ to }) => to === 'nobody@nowhere.example'),
      false,
    );
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
    const stop = api.bus.subscribe(sessionsEnded, (message) => ended.push(message));
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
    const principal = await api.account.authentication.findSession(token);
    assert.ok(principal !== null);
    // Away from when sessions are to end, as one that stops in between.
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
      links: createLinks(records, clock),
      sessions: createSessions(records, bus, clock),
    });
    const fresh = 'slow rivers under bridges';
    await assert.rejects(troubled.setPassword(principal, fresh, testPassword), EngineError);
    assert.equal((await other('GET', '/session')).status, 200);
    assert.equal((await signIn(fresh)).status, 401);
    const again = { password: fresh, current: testPassword };
    assert.equal((await api.callAs(token)('POST', '/password', again)).status, 200);
    assert.equal((await other('GET', '/session')).status, 401);
  });

  test('signing out ends the session', async () => {
    const ada = await api.newAccount();
    const out = await ada.call('DELETE', '/session');
    assert.match(out.headers.get('set-cookie') ?? '', /opportune_session=; Path=\/; Max-Age=0/);
    const after = await ada.call('GET', '/session');
    assert.deepEqual([after.status, after.body.code], [401, 'auth.expired']);
    assert.equal((await api.anybody('GET', '/session')).body.code, 'auth.required');
  });

  test('a user has so many sessions; a further one ends the one unused longest', async () => {
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
    assert.match(text, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
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
