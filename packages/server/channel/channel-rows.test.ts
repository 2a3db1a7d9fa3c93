// Rows of channels on a real PostgreSQL.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { AccountId, ChannelId, SkillId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import {
  changeChannel,
  deleteChannel,
  findChannel,
  insertChannel,
  listChannels,
  stopChannel,
} from './channel-rows.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

async function newAccount(): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await engines.records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())", [
      account,
    ]),
  );
  return account;
}

test('[CT3] a new account has the chat window and e-mail', async () => {
  const account = await newAccount();
  const channels = await engines.records.withAccount(account, listChannels);
  assert.deepEqual(
    channels.map(({ id, kind, state, revision }) => [id, kind, state, revision]),
    [
      ['email', 'email', 'connected', 1],
      ['web', 'web', 'connected', 1],
    ],
  );
});

test('[DV8] failing credentials stop only a channel that is connected and unchanged', async () => {
  const account = await newAccount();
  const id = ChannelId.parse('till');
  await engines.records.withAccount(account, async (sql) => {
    await insertChannel(sql, account, { id, kind: 'custom', createdAt: 5 });
    assert.equal(await stopChannel(sql, id, { revision: 1, detail: '401' }), true);
    const stopped = await findChannel(sql, id);
    assert.deepEqual(
      [stopped?.state, stopped?.lastError, stopped?.revision],
      ['reconnect', '401', 2],
    );
    for (const state of ['connected', 'paused'] as const) {
      const changed = await changeChannel(sql, id, { state, lastError: null });
      assert.equal(await stopChannel(sql, id, { revision: 2, detail: '401' }), false);
      assert.deepEqual(await findChannel(sql, id), changed);
    }
    assert.equal(await stopChannel(sql, id, { revision: 4, detail: '401' }), false, 'it is paused');
  });
});

test('a channel is stored as given, changed in part, and removed', async () => {
  const account = await newAccount();
  const id = ChannelId.parse('erp');
  const given = {
    ...{ name: 'ERP', icon: 'plug', settings: { deliverTo: 'https://erp.example/in' } },
    ...{
      capabilities: Capabilities.parse({ text: { most: 500 } }),
      secret: 'sealed',
      skill: SkillId.parse('orders'),
    },
  };
  await engines.records.withAccount(account, async (sql) => {
    const made = await insertChannel(sql, account, { id, kind: 'custom', createdAt: 5, ...given });
    const usual = {
      ...{ state: 'connected', lastError: null, closesAfterH: null, entry: null },
      ...{ greeting: '', away: '', translations: {} },
    } as const;
    const whole = { id, kind: 'custom', createdAt: 5, revision: 1, ...usual, ...given };
    assert.deepEqual(made, whole);
    assert.deepEqual(await findChannel(sql, id), whole);
    const again = await insertChannel(sql, account, { id, kind: 'custom', createdAt: 6 });
    assert.equal(again, null, 'there is one already');
    const change = {
      state: 'reconnect',
      lastError: 'gone',
      closesAfterH: 48,
      skill: null,
    } as const;
    const changed = await changeChannel(sql, id, change);
    assert.deepEqual(changed, { ...whole, ...change, revision: 2 });
  });
  const other = await newAccount();
  await engines.records.withAccount(other, async (sql) => {
    assert.equal(await findChannel(sql, id), null);
    assert.equal(await changeChannel(sql, id, { name: 'x' }), null);
    assert.equal(await deleteChannel(sql, id), false);
  });
  await engines.records.withAccount(account, async (sql) => {
    assert.equal(await deleteChannel(sql, id), true);
    assert.equal(await findChannel(sql, id), null);
  });
});
