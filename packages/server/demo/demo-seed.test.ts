// The contents of the first account, created on real records through the services that people use.
import { withoutApproval } from '../campaign/approval/permit.ts';
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { testDataFolder, testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { createSetups, type Setups } from '../setup/setups.ts';
import { admitShop, seedDemo } from './demo-seed.ts';

let api: Api;
let engines: TestEngines;
let setups: Setups;
const folder = testDataFolder();
before(async () => {
  api = await startApi();
  engines = await testEngines();
  const { records, clock, account } = api;
  setups = createSetups({ records, clock, facts: engines.facts, mailOf: account.mailOf });
});
after(async () => {
  await api.close();
  await engines.close();
  folder.remove();
});

const parts = (origins: readonly string[]) => ({
  site: api.site,
  campaign: api.campaign,
  setup: setups,
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

test('[HM7] nothing of what the account came with is a step that somebody did, until they change it', async () => {
  const ada = await api.newAccount();
  const account = AccountId.parse(ada.account);
  const shop = await seedDemo(account, parts(['http://localhost:7701']));
  const given = await setups.read(account);
  assert.deepEqual([given.brand, given.campaigns], [false, 0]);
  assert.deepEqual(given.sites, [{ site: shop.id, seenAt: null, given: true }]);
  await api.site.sites.change(account, 'Ada', shop.id, {
    look: { ...shop.look, colour: '#1d4ed8' },
  });
  assert.equal((await setups.read(account)).brand, true);
  const { campaigns } = await api.configurations.current(account);
  const own = campaigns[0] ?? assert.fail();
  const { id, revision } = await api.campaign.campaigns.create(account, 'Ada', own.document);
  await api.campaign.campaigns.act(account, 'Ada', id, {
    ...{ what: 'publish', revision: revision, permit: withoutApproval },
  });
  assert.equal((await setups.read(account)).campaigns, 1);
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
