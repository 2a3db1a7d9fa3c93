// API tokens and programs, over a real socket and real records.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { sessionsEnded, type SessionsEnded } from '@opportune/protocol/bus/changes.ts';
import {
  type Api,
  type Owner,
  type Person,
  startApi,
} from '../../../../test/support/api.test-support.ts';
import { hashToken } from '../secrets.ts';

let api: Api;
let ada: Owner;
before(async () => {
  api = await startApi();
  ada = await api.newAccount();
});
after(() => api.close());

const hour = 3600_000;
const day = 24 * hour;
const draft = { name: 'The warehouse', scopes: ['read'], days: 30 };

async function make(by: Person, more: object = {}) {
  const { status, body } = await by.call('POST', '/my-tokens', { ...draft, ...more });
  assert.equal(status, 201, JSON.stringify(body));
  return { ...body.token, secret: body.secret, call: api.callAs(body.secret) };
}

async function program(by: Person, scopes = ['read', 'conversations']) {
  const made = await by.call('POST', '/programs', { name: 'Helper', room: 2 });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const path = `/users/${made.body.id}/tokens`;
  const { body } = await by.call('POST', path, { name: 'Its token', scopes });
  return { user: made.body, token: body.token, call: api.callAs(body.secret) };
}

describe('API tokens', () => {
  test('[TK1] a secret is shown once, only its hash is stored, and it acts as its user', async () => {
    const token = await make(ada);
    assert.match(token.secret, /^ot_[\w-]{43}$/);
    assert.equal(token.hint, `ot_…${token.secret.slice(-4)}`);
    const { body } = await ada.call('GET', '/my-tokens');
    const listed = body.tokens.find(({ id }: { id: string }) => id === token.id);
    assert.deepEqual(
      [listed.name, listed.scopes, listed.user],
      ['The warehouse', ['read'], ada.user.id],
    );
    assert.ok(!JSON.stringify(body).includes(token.secret));
    const rows = await api.records.withAccount(AccountId.parse(ada.account), (sql) =>
      sql.rows<{ token_hash: Buffer; row: string }>(
        'SELECT token_hash, api_tokens::text AS row FROM api_tokens WHERE id = $1',
        [token.id],
      ),
    );
    assert.deepEqual(rows[0]?.token_hash, hashToken(token.secret));
    assert.ok(rows[0]?.row.includes(token.secret.slice(3, -4)) === false);
    assert.equal((await token.call('GET', '/session')).body.user.id, ada.user.id);
  });

  test('[TK2] a token allows what its scopes name and its user’s role permits, and nothing else', async () => {
    const reads = await make(ada);
    const administers = await make(ada, { scopes: ['administer'] });
    const room = { name: 'Bot', room: 1 };
    assert.equal((await reads.call('GET', '/users')).status, 200);
    const denied = await reads.call('POST', '/programs', room);
    assert.deepEqual([denied.status, denied.body.code], [403, 'auth.scope']);
    assert.equal((await administers.call('POST', '/programs', room)).status, 201);
    assert.equal((await administers.call('GET', '/goals')).body.code, 'auth.scope');
    const bea = await api.invite(ada, 'administrator');
    const theirs = await make(bea, { scopes: ['administer'] });
    await ada.call('PATCH', `/users/${bea.user.id}`, { role: 'agent' });
    assert.equal((await theirs.call('GET', '/tokens')).body.code, 'auth.forbidden');
  });

  test('[TK2] a scope that reaches beyond the role is refused', async () => {
    const ben = await api.invite(ada, 'agent');
    for (const scope of ['campaigns', 'settings', 'administer']) {
      const { status, body } = await ben.call('POST', '/my-tokens', { ...draft, scopes: [scope] });
      assert.deepEqual([status, body.path], [422, 'scopes'], scope);
    }
    await make(ben, { scopes: ['read', 'conversations'] });
  });

  test('[TK3] no token can make, list or revoke its user’s tokens, or change how they sign in', async () => {
    const all = await make(ada, {
      scopes: ['read', 'conversations', 'campaigns', 'settings', 'administer'],
    });
    const { user } = await program(ada);
    for (const [method, path, body] of [
      ['GET', '/my-tokens'],
      ['POST', '/my-tokens', draft],
      ['DELETE', `/my-tokens/${all.id}`],
      ['POST', `/users/${user.id}/tokens`, draft],
      ['POST', '/password', { password: 'slow rivers under old bridges', current: 'x' }],
      ['DELETE', '/session'],
      ['PUT', '/my-name', { name: 'Eve' }],
    ] as const)
      assert.equal(
        (await all.call(method, path, body)).body.code,
        'auth.scope',
        `${method} ${path}`,
      );
    assert.equal((await all.call('GET', '/tokens')).status, 200, 'it is good for what it names');
  });

  test('[TK4] it ends when it expires, when it is revoked, and while its user is disabled', async () => {
    const ben = await api.invite(ada, 'agent');
    const [short, long, endless] = [
      await make(ben, { days: 1 }),
      await make(ben, { days: 2 }),
      await make(ben, { days: null }),
    ];
    assert.equal(endless.expiresAt, null);
    api.pass(day + 1);
    const answer = await short.call('GET', '/session');
    assert.deepEqual([answer.status, answer.body.code], [401, 'auth.expired']);
    const status = async () => (await long.call('GET', '/session')).status;
    assert.equal(await status(), 200);
    await ada.call('PATCH', `/users/${ben.user.id}`, { disabled: true });
    assert.equal(await status(), 401);
    await ada.call('PATCH', `/users/${ben.user.id}`, { disabled: false });
    assert.equal(await status(), 200);
    assert.equal((await ada.call('DELETE', `/tokens/${long.id}`)).status, 200);
    assert.equal(await status(), 401);
    assert.equal((await ada.call('DELETE', `/tokens/${long.id}`)).status, 404);
  });

  test('[TK4] revoking a token announces which sessions end', async () => {
    const told: SessionsEnded[] = [];
    subscribe(api.bus, sessionsEnded, (ended) => void told.push(ended));
    const token = await make(ada);
    await ada.call('DELETE', `/my-tokens/${token.id}`);
    const only = hashToken(token.secret).toString('hex');
    assert.deepEqual(told, [{ account: ada.account, user: ada.user.id, only, except: null }]);
  });

  test('[TK5] its last use is recorded, at most every five minutes', async () => {
    const token = await make(ada);
    const lastUse = async () => {
      const { body } = await ada.call('GET', '/my-tokens');
      return body.tokens.find(({ id }: { id: string }) => id === token.id).lastUsedAt;
    };
    assert.equal(await lastUse(), null);
    await token.call('GET', '/session');
    const first = await lastUse();
    assert.ok(Math.abs(first - api.clock.now()) < hour);
    api.pass(4 * 60_000);
    await token.call('GET', '/session');
    assert.equal(await lastUse(), first);
    api.pass(60_000);
    await token.call('GET', '/session');
    assert.ok((await lastUse()) > first);
  });

  test('[TK1] tokens that do not exist are charged to their address before they are looked up', async () => {
    const owner = await api.newAccount();
    const good = await make(owner);
    const from = { 'x-forwarded-for': '203.0.113.77' };
    assert.equal((await good.call('GET', '/session', undefined, from)).status, 200);
    const { burst } = rateBudgets['lookups.address'];
    const answers = await Promise.all(
      Array.from({ length: 2 * burst }, (_, at) =>
        api.callAs(`ot_${at}`)('GET', '/session', undefined, from),
      ),
    );
    assert.ok(answers.some(({ status, body }) => status === 429 && body.code === 'rate.address'));
    const again = await good.call('GET', '/session', undefined, from);
    assert.equal(again.status, 200, 'one that is good is not kept out');
  });

  test('[TK1] a user has at most twenty, and the account’s administrators see and revoke all', async () => {
    const owner = await api.newAccount();
    const ben = await api.invite(owner, 'agent');
    const made = [];
    for (let at = 0; at < accountLimits.tokens; at++) made.push(await make(ben));
    assert.equal((await ben.call('POST', '/my-tokens', draft)).body.code, 'account.full');
    await make(owner);
    const { body } = await owner.call('GET', '/tokens?limit=200');
    assert.equal(body.items.length, accountLimits.tokens + 1);
    assert.ok(!JSON.stringify(body).includes(made[0].secret));
    assert.equal((await ben.call('GET', '/tokens')).body.code, 'auth.forbidden');
    assert.equal((await ben.call('DELETE', `/tokens/${made[0].id}`)).body.code, 'auth.forbidden');
    assert.equal(
      (await owner.call('DELETE', `/my-tokens/${made[0].id}`)).status,
      404,
      'not theirs',
    );
    const stranger = await api.newAccount();
    assert.equal((await stranger.call('DELETE', `/tokens/${made[0].id}`)).status, 404);
    assert.equal((await owner.call('DELETE', `/tokens/${made[0].id}`)).status, 200);
  });
});

describe('programs', () => {
  test('[TK6] a program has no address, password or link, and acts only by its tokens', async () => {
    const { user, call } = await program(ada);
    assert.deepEqual(
      [user.kind, user.email, user.role, user.name, user.room],
      ['program', null, 'agent', 'Helper', 2],
    );
    assert.equal((await call('GET', '/session')).body.user.id, user.id);
    const link = await ada.call('POST', `/users/${user.id}/link`);
    assert.deepEqual([link.status, link.body.code], [409, 'request.conflict']);
    for (const change of [{ email: 'bot@aldermoor.example' }, { role: 'manager' }]) {
      const { status, body } = await ada.call('PATCH', `/users/${user.id}`, change);
      assert.deepEqual([status, body.path], [422, Object.keys(change)[0]]);
    }
    const renamed = await ada.call('PATCH', `/users/${user.id}`, { name: 'Night desk', room: 5 });
    assert.deepEqual([renamed.body.name, renamed.body.room], ['Night desk', 5]);
    const stored = api.records.withAccount(AccountId.parse(ada.account), (sql) =>
      sql.run("UPDATE users SET password_hash = 'x' WHERE id = $1", [user.id]),
    );
    await assert.rejects(stored, /users_signing_in/);
  });

  test('[TK6] only administrators make programs and their tokens, and nobody makes tokens for other people', async () => {
    const { user } = await program(ada);
    const path = `/users/${user.id}/tokens`;
    const token = { name: 'Its', scopes: ['conversations'] };
    for (const role of ['manager', 'agent'] as const) {
      const person = await api.invite(ada, role);
      const made = await person.call('POST', '/programs', { name: 'Bot', room: 1 });
      assert.equal(made.body.code, 'auth.forbidden');
      assert.equal((await person.call('POST', path, token)).body.code, 'auth.forbidden');
      const forPerson = await ada.call('POST', `/users/${person.user.id}/tokens`, token);
      assert.equal(forPerson.body.code, 'request.conflict');
    }
    const stranger = await api.newAccount();
    assert.equal((await stranger.call('POST', path, token)).status, 404);
    const beyond = await ada.call('POST', path, { ...token, scopes: ['settings'] });
    assert.deepEqual([beyond.status, beyond.body.path], [422, 'scopes']);
  });

  test('[TK6] a program sees its own account and nothing of another', async () => {
    const { call } = await program(ada);
    const stranger = await api.newAccount('Another');
    const { body } = await call('GET', '/users');
    assert.ok(body.items.some(({ id }: { id: string }) => id === ada.user.id));
    assert.equal((await call('GET', `/users/${stranger.user.id}`)).status, 404);
  });

  test('[TK6] an account with only programs still needs an administrator', async () => {
    const owner = await api.newAccount();
    await program(owner);
    const { status } = await owner.call('PATCH', `/users/${owner.user.id}`, { disabled: true });
    assert.equal(status, 409);
  });
});
