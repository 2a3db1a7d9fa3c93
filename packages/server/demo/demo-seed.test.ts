// The contents of the first account, created on real records through the services that people use.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { testDataFolder } from '../adapter/engines.test-support.ts';
import { admitShop, seedDemo } from './demo-seed.ts';

let api: Api;
const folder = testDataFolder();
before(async () => {
  api = await startApi();
});
after(async () => {
  await api.close();
  folder.remove();
});

const parts = (origins: readonly string[]) => ({
  site: api.site,
  campaign: api.campaign,
  origins,
  keysFile: path.join(folder.path, 'shop-keys.json'),
});

test('the seeded account has its site, sections, goals and a campaign that runs; the shop gets keys that work', async () => {
  const ada = await api.newAccount();
  const account = AccountId.parse(ada.account);
  await seedDemo(account, parts(['http://localhost:7701', 'http://127.0.0.1:7701']));
  const { sites, sections, goals, campaigns } = await api.configurations.current(account);
  assert.deepEqual([sites.length, sections.length, goals.length], [1, 8, 2]);
  assert.deepEqual(
    campaigns.map(({ period, document }) => [period, document.name]),
    [[1, 'Help at checkout']],
  );
  const { keysFile } = parts([]);
  assert.equal(statSync(keysFile).mode & 0o777, 0o600);
  const { writeKey, secretKey } = JSON.parse(readFileSync(keysFile, 'utf8'));
  assert.equal((await api.site.keys.find(writeKey))?.trust, 'page');
  assert.equal((await api.site.keys.find(secretKey))?.trust, 'server');
});

test('a shop that moved to another port is let in there, once', async () => {
  const { keysFile } = parts([]);
  const { account } = JSON.parse(readFileSync(keysFile, 'utf8'));
  const moved = parts(['http://localhost:7702']);
  assert.equal(await admitShop(moved), true);
  const { version, sites } = await api.configurations.current(AccountId.parse(account));
  assert.ok(sites[0]?.origins.includes('http://localhost:7702'));
  await admitShop(moved);
  assert.equal((await api.configurations.current(AccountId.parse(account))).version, version);
  assert.equal(await admitShop({ ...moved, keysFile: `${keysFile}.missing` }), false);
});
