// Comparing a document with the base of a save and saving it are one step, for all writers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sql } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, type Person, startApi } from '../../../../test/support/api.test-support.ts';
import { untilOthersWait } from '../../testing/lock-waits.test-support.ts';

let api: Api;
let ada: Person & { account: string };
before(async () => {
  api = await startApi();
  ada = await api.newAccount();
});
after(() => api.close());

const from = (revision: string) => ({ 'if-match': `"${revision}"` });

/** Holds the lock that every change of the account's users takes first, until it is released. */
async function holdUsers() {
  const held = Promise.withResolvers<Sql>();
  const given = Promise.withResolvers<void>();
  const holding = api.records.withAccount(AccountId.parse(ada.account), async (sql) => {
    await sql.rows('SELECT 1 FROM accounts FOR UPDATE');
    held.resolve(sql);
    await given.promise;
  });
  const sql = await held.promise;
  return {
    isWaitedFor: () => untilOthersWait(api.records, sql),
    async letGo() {
      given.resolve();
      await holding;
    },
  };
}

test('[WD1] a room that is set while a form of its user is saved is not undone unseen', async () => {
  const { body: users } = await ada.call('GET', '/users');
  const path = `/users/${users.items[0].id}`;
  const { body: opened } = await ada.call('PATCH', path, { room: 3 });
  const locked = await holdUsers();
  const set = ada.call('PUT', `${path}/room`, { room: 9 });
  await locked.isWaitedFor();
  const saved = ada.call('PATCH', path, { name: 'Ada', room: 3 }, from(opened.revision));
  // Waits long enough for a save that compares before its turn to have done so.
  for (let answers = 0; answers < 20; answers += 1) await ada.call('GET', path);
  await locked.letGo();
  assert.deepEqual([(await set).status, (await saved).status], [200, 409]);
  assert.equal((await ada.call('GET', path)).body.room, 9);
});

test('[WD1] of saves at the same instant one holds, however the address of the document is written', async () => {
  const { body: opened } = await ada.call('PATCH', '/account', { typingPreview: true });
  const saves = ['/account', '/account/', '/account?again', '/acc%6Funt'].map((path, at) =>
    ada.call('PATCH', path, { name: `Shop ${at}` }, from(opened.revision)),
  );
  const all = await Promise.all(saves);
  assert.deepEqual(all.map(({ status }) => status).sort(), [200, 409, 409, 409]);
});
