// Users, the account's settings and the first start, over a real socket and real records.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import {
  type Api,
  operatorToken,
  startApi,
  testPassword,
} from '../../../../test/support/api.test-support.ts';
import { goalDraft } from '../../../../test/support/examples.test-support.ts';
import { ownEngines } from '../../adapter/engines.test-support.ts';
import { readMigrations } from '../../adapter/migrate.ts';
import { createFirstAccount } from '../first-start.ts';

let api: Api;
before(async () => {
  // Engines of its own, because the operator reads every account.
  api = await startApi(ownEngines);
});
after(() => api.close());

describe('users', () => {
  test('an address is taken once in an account, whatever its case', async () => {
    const ada = await api.newAccount();
    const again = await ada.call('POST', '/users', {
      email: ada.user.email.toUpperCase(),
      name: 'Ada',
      role: 'agent',
      room: 1,
    });
    assert.deepEqual([again.status, again.body.path], [422, 'email']);
    const bea = await api.newAccount();
    assert.equal(
      (
        await bea.call('POST', '/users', {
          email: ada.user.email,
          name: 'Ada',
          role: 'agent',
          room: 1,
        })
      ).status,
      201,
    );
  });

  test('[LG2] a user’s language is theirs alone, and all their sessions report it', async () => {
    const ada = await api.newAccount();
    const bea = await api.invite(ada, 'agent');
    const speak = (language: string | null) => bea.call('PUT', '/my-language', { language });
    assert.equal((await bea.call('GET', '/session')).body.user.language, null);
    assert.equal((await speak('de')).body.language, 'de');
    assert.deepEqual(
      [(await speak('xx')).status, (await speak('xx')).body.path],
      [422, 'language'],
    );
    const { email } = bea.user;
    const second = await api.anybody('POST', '/session', { email, password: testPassword });
    assert.equal(second.body.user.language, 'de');
    assert.equal((await ada.call('GET', '/session')).body.user.language, null);
    await ada.call('PATCH', `/users/${bea.user.id}`, { name: 'Bea B' });
    assert.equal((await bea.call('GET', '/session')).body.user.language, 'de');
    assert.equal((await speak(null)).body.language, null);
  });

  test('an account keeps an administrator', async () => {
    const ada = await api.newAccount();
    const me = `/users/${ada.user.id}`;
    for (const change of [{ role: 'agent' }, { disabled: true }]) {
      const refused = await ada.call('PATCH', me, change);
      assert.deepEqual([refused.status, refused.body.code], [409, 'request.conflict']);
    }
    await api.invite(ada, 'administrator');
    assert.equal((await ada.call('PATCH', me, { role: 'agent' })).body.role, 'agent');
    assert.equal((await ada.call('PATCH', me, { role: 'administrator' })).status, 403);
  });

  test('of two administrators who step down at once one stays', async () => {
    const ada = await api.newAccount();
    const bea = await api.invite(ada, 'administrator');
    const answers = await Promise.all([
      ada.call('PATCH', `/users/${ada.user.id}`, { role: 'agent' }),
      bea.call('PATCH', `/users/${bea.user.id}`, { role: 'agent' }),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
  });

  test('of two invitations of one address at once one is made', async () => {
    const ada = await api.newAccount();
    const user = { email: 'twice@aldermoor.example', name: 'Twice', role: 'agent', room: 1 };
    const answers = await Promise.all([
      ada.call('POST', '/users', user),
      ada.call('POST', '/users', user),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 422]);
  });

  test('a user with a new address signs in with that one, and no longer with the old', async () => {
    const ada = await api.newAccount();
    const email = `new.${ada.user.email}`;
    assert.equal((await ada.call('PATCH', `/users/${ada.user.id}`, { email })).body.email, email);
    const signIn = (address: string) =>
      api.anybody('POST', '/session', { email: address, password: testPassword });
    assert.equal((await signIn(email)).status, 200);
    assert.equal((await signIn(ada.user.email)).status, 401);
    const agent = await api.invite(ada, 'agent');
    const taken = await ada.call('PATCH', `/users/${agent.user.id}`, { email });
    assert.deepEqual([taken.status, taken.body.path], [422, 'email']);
  });

  test('pages of users follow each other without gaps, even if a user is added in between', async () => {
    const ada = await api.newAccount();
    for (const name of ['Ben', 'Cleo', 'Dora']) {
      await ada.call('POST', '/users', {
        email: `${name}@aldermoor.example`,
        name,
        role: 'agent',
        room: 1,
      });
    }
    const first = await ada.call('GET', '/users?limit=2');
    await ada.call('POST', '/users', {
      email: 'eve@aldermoor.example',
      name: 'Eve',
      role: 'agent',
      room: 1,
    });
    const rest = await ada.call('GET', `/users?limit=10&cursor=${first.body.next}`);
    const names = [...first.body.items, ...rest.body.items].map(
      ({ name }: { name: string }) => name,
    );
    assert.deepEqual(names, ['Ada Moor', 'Ben', 'Cleo', 'Dora', 'Eve']);
    assert.equal(rest.body.next, null);
    const invented = await ada.call('GET', '/users?cursor=invented');
    assert.deepEqual([invented.status, invented.body.path], [422, 'cursor']);
  });

  test('a field that is not allowed is named', async () => {
    const ada = await api.newAccount();
    const { status, body } = await ada.call('POST', '/users', {
      email: 'no address',
      name: '',
      role: 'queen',
      room: 1,
    });
    assert.equal(status, 422);
    assert.deepEqual(body.problems.map(({ path }: { path: string }) => path).toSorted(), [
      'email',
      'name',
      'role',
    ]);
  });
});

describe('[SI8] somebody with many accounts', () => {
  const most = accountLimits.accountsOfPerson;

  test('signs in to each of twenty accounts, and a further one is refused, even of two at once', async () => {
    const email = `${randomUUID()}@many.example`;
    const create = (n: number) =>
      api.callAs(operatorToken)('POST', '/accounts', {
        name: `Shop ${n}`,
        administrator: { email, name: 'Ada Moor' },
      });
    for (let n = 1; n < most; n++) assert.equal((await create(n)).status, 201);
    const both = await Promise.all([create(most), create(most + 1)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
    const made = both.find(({ status }) => status === 201);
    const refused = both.find(({ status }) => status === 409);
    assert.deepEqual([refused?.body.code, refused?.body.path], ['user.accounts_full', 'email']);
    const code = made?.body.link.split('#code=')[1];
    await api.anybody('POST', '/session/link', { code, password: testPassword });
    const session = await api.anybody('POST', '/session', { email, password: testPassword });
    assert.equal(session.body.account.id, made?.body.account.id);

    // Anyone who would join it by an invitation, a changed address, or being enabled again.
    const other = await api.newAccount();
    const invite = (address: string) =>
      other.call('POST', '/users', { email: address, name: 'Ada', role: 'agent', room: 1 });
    assert.equal((await invite(email.toUpperCase())).body.code, 'user.accounts_full');
    const user = (await invite(`${randomUUID()}@many.example`)).body.user;
    const change = (body: object) => other.call('PATCH', `/users/${user.id}`, body);
    assert.equal((await change({ email })).body.code, 'user.accounts_full');
    assert.equal((await change({ email, disabled: true })).status, 200);
    assert.equal((await change({ disabled: false })).body.code, 'user.accounts_full');
    assert.equal((await change({ name: 'Ada Again' })).status, 200);
  });
});

describe('settings', () => {
  test('a change is the next version of the configuration and leaves the earlier one as it was', async () => {
    const ada = await api.newAccount('Before');
    const account = AccountId.parse(ada.account);
    const before = await api.configurations.current(account);
    const heard: unknown[] = [];
    const stop = subscribe(api.bus, configurationChanged, (message) => heard.push(message));
    const changed = await ada.call('PATCH', '/account', {
      name: 'After',
      timeZone: 'Europe/Berlin',
      holdout: 500,
    });
    stop();
    assert.deepEqual(changed.body.settings, {
      ...before.settings,
      name: 'After',
      timeZone: 'Europe/Berlin',
      holdout: 500,
    });
    assert.deepEqual(heard, [{ account, version: before.version + 1 }]);
    const after = await api.configurations.current(account);
    assert.deepEqual([after.version, after.settings.name], [before.version + 1, 'After']);
    assert.deepEqual(await api.configurations.at(account, before.version), before);
  });

  test('[F11] the holdout has had its share since the newest change of it, and of nothing else', async () => {
    const ada = await api.newAccount('Held out');
    const account = AccountId.parse(ada.account);
    const since = () => api.configurations.holdoutSince(account);
    const began = await since();
    await ada.call('PATCH', '/account', { name: 'Renamed' });
    assert.equal(await since(), began);
    const asked = Date.now();
    await ada.call('PATCH', '/account', { holdout: 500 });
    const raised = await since();
    assert.ok(raised >= asked && raised > began, `${raised} after ${began}`);
    await ada.call('PATCH', '/account', { name: 'Renamed again' });
    assert.equal(await since(), raised);
  });

  test('[F11] an upgrade finds in the versions before it since when the holdout has had its share', async () => {
    const ada = await api.newAccount('Upgraded');
    const account = AccountId.parse(ada.account);
    for (const change of [{ holdout: 500 }, { name: 'Other' }, { holdout: 700 }, { name: 'Third' }])
      await ada.call('PATCH', '/account', change);
    const kept = await api.configurations.holdoutSince(account);
    const migration = readMigrations('records').find(
      ({ name }) => name === '210_holdout_since.sql',
    );
    const fill = migration?.sql.slice(migration.sql.indexOf('UPDATE')) ?? '';
    await api.records.withAccount(account, async (sql) => {
      await sql.run('UPDATE accounts SET holdout_share = NULL, holdout_since = NULL');
      await sql.run(fill);
    });
    assert.equal(await api.configurations.holdoutSince(account), kept);
    await ada.call('PATCH', '/account', { name: 'Fourth' });
    assert.equal(await api.configurations.holdoutSince(account), kept);
  });

  test('[F11] a goal counts anew for the holdout only after a change of what reaches it', async () => {
    const ada = await api.newAccount('Goals');
    const account = AccountId.parse(ada.account);
    const { body: goal } = await ada.call('POST', '/goals', goalDraft);
    const { body: other } = await ada.call('POST', '/goals', { ...goalDraft, name: 'Other' });
    const since = async () => [...(await api.configurations.goalsSince(account))].toSorted();
    const put = (change: object) =>
      ada.call('PUT', `/goals/${goal.id}`, { ...goalDraft, ...change });
    const first = await since();
    assert.deepEqual(
      first.map(([id]) => id),
      [goal.id, other.id].toSorted(),
    );
    assert.equal((await put({ name: 'Renamed', valueCap: 77 })).status, 200);
    await ada.call('PATCH', '/account', { name: 'Renamed' });
    assert.deepEqual(await since(), first);
    const asked = Date.now();
    await put({ key: 'invoice_id' });
    const changed = new Map(await since());
    assert.ok((changed.get(goal.id) ?? 0) >= asked);
    assert.equal(changed.get(other.id), new Map(first).get(other.id));

    const migration = readMigrations('records').find(({ name }) => name === '212_goal_since.sql');
    const fill = migration?.sql.slice(migration.sql.indexOf('UPDATE')) ?? '';
    await api.records.withAccount(account, async (sql) => {
      await sql.run('UPDATE goals SET reached_by = NULL, reached_since = NULL');
      await sql.run(fill);
    });
    assert.deepEqual(new Map(await since()), changed, 'an upgrade finds it in the versions');
    await ada.call('PATCH', '/account', { name: 'Again' });
    assert.deepEqual(new Map(await since()), changed);
  });

  test('[AC2] agents of a new account see what visitors type only once that is switched on', async () => {
    const ada = await api.newAccount();
    const shown = async () => (await ada.call('GET', '/account')).body.settings.typingPreview;
    assert.equal(await shown(), false);
    await ada.call('PATCH', '/account', { typingPreview: true });
    assert.equal(await shown(), true);
  });

  test('[AC1] a time zone that does not exist is refused and changes nothing', async () => {
    const ada = await api.newAccount();
    const { version } = await api.configurations.current(AccountId.parse(ada.account));
    for (const timeZone of ['Europe/Aldermoor', '+03:00', 'Etc/Unknown', '']) {
      const refused = await ada.call('PATCH', '/account', { timeZone });
      assert.deepEqual([refused.status, refused.body.path], [422, 'timeZone'], timeZone);
    }
    assert.equal((await api.configurations.current(AccountId.parse(ada.account))).version, version);
  });

  test('[AC1] a currency that does not exist is refused, on a change and for a new account', async () => {
    const ada = await api.newAccount();
    for (const currency of ['QQQ', 'ZZZ']) {
      const refused = await ada.call('PATCH', '/account', { currency });
      assert.deepEqual(
        [refused.status, refused.body.code, refused.body.path],
        [422, 'request.invalid', 'currency'],
      );
    }
    const { body } = await ada.call('PATCH', '/account', { currency: 'CHF' });
    assert.equal(body.settings.currency, 'CHF');
    const fresh = { name: 'New', timeZone: 'UTC', administrator: { email: 'q@qqq.example' } };
    await assert.rejects(
      api.account.accounts.create({ ...fresh, currency: 'QQQ' }),
      /There is no such currency/,
    );
  });

  test('a time zone is kept by the one name that databases know, however it is written', async () => {
    const ada = await api.newAccount();
    for (const [written, kept] of [
      ['europe/berlin', 'Europe/Berlin'],
      ['utc', 'UTC'],
    ] as const) {
      const { body } = await ada.call('PATCH', '/account', { timeZone: written });
      assert.equal(body.settings.timeZone, kept);
    }
  });
});

describe('first start and operator', () => {
  test('a machine that names no time zone begins in UTC', async () => {
    const none = { ...api.account.accounts, list: async () => [] };
    for (const [timeZone, begun] of [
      [undefined, 'UTC'],
      ['Etc/Unknown', 'UTC'],
      ['Asia/Tokyo', 'Asia/Tokyo'],
    ] as const) {
      const { account } = await createFirstAccount(none, { name: 'F', timeZone, currency: 'EUR' });
      assert.equal((await api.account.accounts.settings(account)).timeZone, begun);
    }
  });

  test('each start prints a new link until somebody has chosen a password, then none', async () => {
    const options = { name: 'First', timeZone: 'UTC', currency: 'EUR' };
    const only = (account: AccountId) => ({ ...api.account.accounts, list: async () => [account] });
    const made = await createFirstAccount(
      { ...api.account.accounts, list: async () => [] },
      options,
    );
    assert.equal(made.created, true);
    const again = await createFirstAccount(only(made.account), options);
    assert.deepEqual([again.account, again.created], [made.account, false]);
    assert.notEqual(again.link, made.link);
    const code = again.link?.split('#code=')[1];
    assert.equal(
      (await api.anybody('POST', '/session/link', { code, password: testPassword })).status,
      200,
    );
    assert.equal((await createFirstAccount(only(made.account), options)).link, null);
  });

  test('unattended, with an address and a password, it signs in at once', async () => {
    const email = `admin.${Date.now()}@aldermoor.example`;
    const none = { ...api.account.accounts, list: async () => [] };
    const options = { name: 'Unattended', timeZone: 'UTC', currency: 'EUR', email };
    await assert.rejects(createFirstAccount(none, { ...options, password: 'admin' }), {
      message: /at least 12/,
    });
    const made = await createFirstAccount(none, { ...options, password: testPassword });
    assert.equal(made.link, null);
    const signedIn = await api.anybody('POST', '/session', { email, password: testPassword });
    assert.equal(signedIn.body.account.id, made.account);
  });

  test('the operator finds an account again and gets into it', async () => {
    const ada = await api.newAccount('Replayed');
    const operator = api.callAs(operatorToken);
    const { body } = await operator('GET', '/accounts');
    assert.ok(body.items.some(({ id }: { id: string }) => id === ada.account));
    const link = await operator('POST', `/accounts/${ada.account}/link`);
    const session = await api.anybody('POST', '/session/link', {
      code: link.body.link.split('#code=')[1],
    });
    assert.equal(session.body.account.id, ada.account);
  });
});
