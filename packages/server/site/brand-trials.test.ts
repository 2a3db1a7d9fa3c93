// Brands that are tried before they are published, on the real store. The clock is set by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Creative } from '@opportune/protocol/campaign/campaign.ts';
import { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../adapter/engines.test-support.ts';
import { createBrandTrials } from './brand-trials.ts';

const site = SiteId.parse('shop');
const look = SiteLook.parse({ colour: '#7a1fa2', radiusPx: 8, name: 'Shop' });
const creative = Creative.parse({ format: 'overlay', headline: 'Hello', action: 'Ask' });
let engines: TestEngines;

before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

async function opened(origins: readonly string[]) {
  const account = AccountId.parse(`brand-${randomUUID().slice(0, 8)}`);
  await addSite(account);
  const time = { now: 1_000_000 };
  const trials = createBrandTrials({
    records: engines.records,
    clock: { now: () => time.now },
    originsOf: async () => origins,
  });
  return { account, time, trials };
}

async function addSite(account: AccountId): Promise<void> {
  await engines.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
      [account],
    );
    await sql.run(
      `INSERT INTO sites (account, id, settings, write_key, write_key_hash, created_at)
       VALUES ($1, $2, '{}', '', sha256(convert_to($1, 'UTF8')), now())`,
      [account, site],
    );
  });
}

test('[BR10] a code shows the brand and an engagement of its format, for an hour, on its site alone', async () => {
  const { account, time, trials } = await opened(['https://*.example.com', 'https://example.com']);
  const { url, code, until } = await trials.start(account, site, { look, creative });
  assert.equal(url, `https://example.com/?opportune_trial=${code}`);
  assert.deepEqual(await trials.lookOf(account, site, code), look);
  assert.equal(await trials.lookOf(account, SiteId.parse('other'), code), null);
  for (const unknown of ['unknown', `b${'x'.repeat(23)}`])
    assert.equal(await trials.lookOf(account, site, unknown), null);
  assert.equal(await trials.lookOf(AccountId.parse('another'), site, code), null);
  const tried = await trials.verifyTrial(account, site, code);
  assert.equal(tried?.until, until);
  assert.equal(await trials.verifyTrial(account, SiteId.parse('other'), code), null);
  assert.equal(tried?.document.engagement.zone, 'centre');
  assert.deepEqual(tried?.document.engagement.variants[0]?.offer.creative, creative);
  time.now = until;
  assert.equal(await trials.lookOf(account, site, code), null);
  assert.equal(await trials.verifyTrial(account, site, code), null);
});

test('[BR10] a code that is forgotten shows the published brand', async () => {
  const { account, trials } = await opened(['https://example.com']);
  const { code } = await trials.start(account, site, { look, creative });
  await trials.forget(AccountId.parse('another'), code);
  assert.notEqual(await trials.lookOf(account, site, code), null);
  await trials.forget(account, code);
  assert.equal(await trials.lookOf(account, site, code), null);
  assert.equal(await trials.verifyTrial(account, site, code), null);
});

test('[BR10] a site without an address that can be opened is refused', async () => {
  const { account, trials } = await opened(['https://*.example.com']);
  await assert.rejects(
    trials.start(account, site, { look, creative }),
    ({ problem }: { readonly problem: { readonly code: string } }) =>
      problem.code === 'brand.no_origin',
  );
});
