// The signing keys of a site from a real store: every key that an account may have signs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { signingKeyPurpose } from '../sealing/sealed-columns.ts';
import { testSealing } from '../sealing/sealing.test-support.ts';
import { createSigningKeys } from './signing-keys.ts';

const settings = {
  name: 'Shop',
  origins: [],
  consent: 'not-asked',
  honourPrivacySignals: false,
  contactButton: { shown: true, label: 'Ask us' },
  look: { colour: '#2456c7', radiusPx: 12, name: 'Shop' },
};
let engines: Awaited<ReturnType<typeof testEngines>>;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

test('[I14] all keys of a site sign, even the oldest of the maximum number', async () => {
  const [account, site] = [AccountId.parse(randomUUID()), SiteId.parse(randomUUID())];
  const sealing = testSealing();
  await engines.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())",
      [account],
    );
    await sql.run(
      `INSERT INTO sites (account, id, settings, write_key, write_key_hash, created_at)
       VALUES ($1, $2, $3, '', sha256(convert_to($2, 'UTF8')), now())`,
      [account, site, { ...settings, id: site }],
    );
    for (let n = 0; n < accountLimits.secretKeys; n++) {
      const id = `key-${n}`;
      const signing = Buffer.from(id).toString('base64url');
      const sealed = sealing.seal(signing, { account, purpose: signingKeyPurpose, id });
      await sql.run(
        `INSERT INTO secret_keys (account, id, site, name, key_hash, sealed_signing_key, hint, created_at)
         VALUES ($1, $2, $3, '', sha256(convert_to($4, 'UTF8')), $5, '', $6)`,
        [account, id, site, `${account} ${id}`, sealed, new Date(n * 1000)],
      );
    }
  });
  const keys = createSigningKeys(engines.records, sealing, { warn() {} });
  const { secrets } = await keys.of(account, site);
  const names = secrets.map((secret) => Buffer.from(secret).toString());
  assert.equal(names.length, accountLimits.secretKeys);
  assert.ok(names.includes('key-0'));
});
