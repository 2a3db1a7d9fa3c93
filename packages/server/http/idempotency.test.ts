// A POST with a key is performed once, whatever happens on the way to its answer.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, type Person, startApi } from '../../../test/support/api.test-support.ts';

let api: Api;
let ada: Person & { account: string };
before(async () => {
  api = await startApi();
  ada = await api.newAccount();
});
after(() => api.close());

const site = { name: 'Shop', origins: [] };
const post = (key: string, body: unknown = site, by: Person = ada) =>
  by.call('POST', '/sites', body, { 'idempotency-key': key });
const count = async () => (await ada.call('GET', '/sites?limit=200')).body.items.length;

test('the same request again gets the first answer and does nothing', async () => {
  const before = await count();
  const key = randomUUID();
  const [first, again] = [await post(key), await post(key)];
  assert.deepEqual([again.status, again.body], [first.status, first.body]);
  assert.deepEqual(
    [first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')],
    [null, 'true'],
  );
  assert.equal(await count(), before + 1);
});

test('without a key each request is its own', async () => {
  const before = await count();
  await ada.call('POST', '/sites', site);
  await ada.call('POST', '/sites', site);
  assert.equal(await count(), before + 2);
});

test('of many at once with one key one is performed', async () => {
  const before = await count();
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(key)));
  assert.equal(await count(), before + 1);
  for (const { status, body } of answers)
    assert.ok(status === 201 || body.code === 'request.conflict', JSON.stringify(body));
});

test('a key that was used for another request is refused', async () => {
  const key = randomUUID();
  await post(key);
  const other = await post(key, { name: 'Other', origins: [] });
  assert.deepEqual([other.status, other.body.code], [422, 'request.key_reused']);
});

test('a refused request is not remembered: corrected, it may use the key', async () => {
  const key = randomUUID();
  assert.equal((await post(key, { name: 'Shop', origins: ['nonsense'] })).status, 422);
  assert.equal((await post(key)).status, 201);
});

test("two people's keys do not meet, in one account or in two", async () => {
  const key = randomUUID();
  const [colleague, stranger] = [await api.invite(ada, 'administrator'), await api.newAccount()];
  const ids = [
    await post(key),
    await post(key, site, colleague),
    await post(key, site, stranger),
  ].map(({ body }) => body.id);
  assert.equal(new Set(ids).size, 3);
});

test('what is stored of an answer does not show the secret in it', async () => {
  const { body: shop } = await ada.call('POST', '/sites', site);
  const key = randomUUID();
  const make = () =>
    ada.call('POST', `/sites/${shop.id}/keys`, { name: 'server' }, { 'idempotency-key': key });
  const { body } = await make();
  assert.equal((await make()).body.secret, body.secret);
  const rows = await api.records.withAccount(AccountId.parse(ada.account), (sql) =>
    sql.rows<{ sealed_body: Buffer | null }>('SELECT sealed_body FROM idempotent_requests'),
  );
  assert.ok(rows.length > 0);
  for (const { sealed_body } of rows) assert.ok(!sealed_body?.includes(body.secret));
});

test('a key is forgotten after a day', async () => {
  const key = randomUUID();
  const first = await post(key);
  api.time.skewMs += 24 * 3600_000 + 1;
  const later = await post(key);
  assert.notEqual(later.body.id, first.body.id);
});
