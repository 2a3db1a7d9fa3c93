// Tokens that were made in a sample shop, over the API and real records.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import {
  type Api,
  type Owner,
  type Person,
  startApi,
} from '../../../test/support/api.test-support.ts';

let api: Api;
let ada: Owner;
let bea: Person;
let sample: AccountId;
before(async () => {
  api = await startApi();
  ada = await api.newAccount();
  bea = await api.invite(ada, 'administrator');
  sample = AccountId.parse(`a-${randomUUID()}`);
  await api.records.withAccount(sample, (sql) =>
    sql.run(
      `INSERT INTO accounts (id, settings, salt, created_at, sample_of, sample_ready_at)
       SELECT $1, '{}', 's', now(), $2, now()`,
      [sample, ada.account],
    ),
  );
});
after(() => api.close());

/** Somebody of the account looks at its sample shop. */
async function enter({ user }: Person): Promise<void> {
  await api.records.withAccount(sample, (sql) =>
    sql.run(
      `INSERT INTO users (account, id, name, email, role, room, created_at)
       VALUES ($1, $2, 'Bea', $3, 'administrator', 3, now())`,
      [sample, user.id, `${user.id.toLowerCase()}@sample.invalid`],
    ),
  );
  await api.records.withAccount(AccountId.parse(ada.account), (sql) =>
    sql.run('UPDATE sessions SET sample = $2 WHERE user_id = $1', [user.id, sample]),
  );
}

test('[SH9.5] a token made in a sample shop is valid while its maker is an administrator of the own account', async () => {
  await enter(bea);
  const made = await bea.call('POST', '/my-tokens', {
    ...{ name: 'Trial', scopes: ['read', 'administer'], days: 30 },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const byToken = api.callAs(made.body.secret);
  assert.equal((await byToken('GET', '/users')).status, 200);
  const path = `/users/${bea.user.id}`;

  await ada.call('PATCH', path, { role: 'agent' });
  assert.equal((await byToken('GET', '/users')).status, 401);
  await ada.call('PATCH', path, { role: 'administrator' });
  assert.equal((await byToken('GET', '/users')).status, 200);
  await ada.call('PATCH', path, { disabled: true });
  assert.equal((await byToken('GET', '/users')).status, 401);
});
