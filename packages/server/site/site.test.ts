// Sites, keys, sections and goals over a real socket and real records, and the site that a key
// belongs to.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { testSealing } from '../sealing/sealing.test-support.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { until as untilHolds } from '../adapter/process/processes.test-support.ts';
import { createKeyDirectory } from './key-directory.ts';
import { createSites } from './sites.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const shop = { name: 'Shop', origins: ['https://shop.example'] };

/** Waits for something that happens after an answer. */
const until = (holds: () => Promise<boolean>): Promise<void> => untilHolds('it holds', holds);

describe('keys', () => {
  test('a write key finds its site with page trust, a secret key with server trust, and anything else finds none', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    const { body: made } = await ada.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
    const byWriteKey = await api.site.keys.find(site.writeKey);
    const bySecret = await api.site.keys.find(made.secret);
    assert.deepEqual(
      [byWriteKey?.account, byWriteKey?.site, byWriteKey?.trust, byWriteKey?.keyId],
      [ada.account, site.id, 'page', null],
    );
    assert.deepEqual(
      [bySecret?.account, bySecret?.trust, bySecret?.keyId],
      [ada.account, 'server', made.key.id],
    );
    assert.equal(await api.site.keys.find('wk_invented'), null);
    assert.equal(await api.site.keys.find('x'.repeat(200)), null);
  });

  test('a flood of unknown keys evicts no known key', wholeRun, async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    let reads = 0;
    const counted: Records = {
      ...api.records,
      withoutAccount(work) {
        reads++;
        return api.records.withoutAccount(work);
      },
    };
    const keys = createKeyDirectory({ ...api, records: counted, log: testLog() });
    await keys.find(site.writeKey);
    for (let from = 0; from <= tableLimits.keys; from += 500)
      await Promise.all(
        Array.from({ length: 500 }, (_, at) => keys.find(`wk_invented ${from + at}`)),
      );
    const before = reads;
    assert.equal((await keys.find(site.writeKey))?.site, site.id);
    assert.equal(reads, before);
  });

  test('a secret is shown once and listed by its last characters', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    const { body: made } = await ada.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
    const { body: listed } = await ada.call('GET', `/sites/${site.id}`);
    assert.equal(listed.keys[0].hint, `sk_…${made.secret.slice(-4)}`);
    assert.ok(!JSON.stringify(listed).includes(made.secret));
  });

  test('a revoked key is known as revoked at once, even if it was found before', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    const { body: made } = await ada.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
    assert.equal((await api.site.keys.find(made.secret))?.revoked, false);
    await ada.call('DELETE', `/sites/${site.id}/keys/${made.key.id}`);
    assert.equal((await api.site.keys.find(made.secret))?.revoked, true);
  });

  test('revoked keys do not count towards the limit, and a site keeps only the last revoked ones', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    const path = `/sites/${site.id}/keys`;
    const { secretKeys, revokedKeys } = accountLimits;
    await api.records.withAccount(AccountId.parse(ada.account), (sql) =>
      sql.run(
        `INSERT INTO secret_keys (account, id, site, name, key_hash, hint, created_at, revoked_at)
         SELECT account, 'old-' || n, id, '', sha256(convert_to(id || n, 'UTF8')), '', created_at,
           created_at - n * interval '1 day'
         FROM sites, generate_series(1, $1) AS n`,
        [revokedKeys],
      ),
    );
    const { body: first } = await ada.call('POST', path, { name: 'first' });
    assert.equal((await ada.call('DELETE', `${path}/${first.key.id}`)).status, 200);
    const { keys } = (await ada.call('GET', `/sites/${site.id}`)).body;
    const names: string[] = keys.map(({ id }: { id: string }) => id);
    assert.equal(names.length, revokedKeys);
    assert.ok(names.includes(first.key.id));
    assert.ok(!names.includes(`old-${revokedKeys}`));
    assert.ok(names.includes(`old-${revokedKeys - 1}`));
    for (let at = 0; at < secretKeys; at++)
      assert.equal((await ada.call('POST', path, { name: 'more' })).status, 201);
    const full = await ada.call('POST', path, { name: 'beyond' });
    assert.deepEqual([full.status, full.body.code], [409, 'account.full']);
  });

  test('a key whose signing key can no longer be opened is shown as lost', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    const { body: made } = await ada.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
    assert.equal(made.key.signing, 'sealed');
    assert.equal((await ada.call('GET', `/sites/${site.id}`)).body.keys[0].signing, 'sealed');
    const elsewhere = createSites({
      ...api,
      ids: { next: randomUUID },
      sealing: testSealing(),
      keepToSites: async () => undefined,
      publicUrl: () => api.url,
    });
    const account = AccountId.parse(ada.account);
    assert.equal((await elsewhere.read(account, site.id)).keys[0]?.signing, 'lost');
    const revoked = await elsewhere.revokeKey(account, site.id, made.key.id);
    assert.equal(revoked.signing, 'lost');
  });

  test('a key is revoked even if the confirmation of the write was lost', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    const { body: made } = await ada.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
    assert.equal((await api.site.keys.find(made.secret))?.revoked, false);
    const lost = new EngineError('engine.unavailable');
    const records: Records = {
      ...api.records,
      async withAccount(account, work) {
        await api.records.withAccount(account, work);
        throw lost;
      },
    };
    const sites = createSites({
      ...api,
      ids: { next: randomUUID },
      sealing: testSealing(),
      keepToSites: async () => undefined,
      records,
      publicUrl: () => api.url,
    });
    const account = AccountId.parse(ada.account);
    await assert.rejects(sites.revokeKey(account, site.id, made.key.id), lost);
    assert.equal((await api.site.keys.find(made.secret))?.revoked, true);
  });

  test('changed origins reach the intake at once', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    assert.deepEqual((await api.site.keys.find(site.writeKey))?.origins, ['https://shop.example']);
    await ada.call('PATCH', `/sites/${site.id}`, { origins: ['https://www.shop.example/'] });
    assert.deepEqual((await api.site.keys.find(site.writeKey))?.origins, [
      'https://www.shop.example',
    ]);
  });

  test('after the first use of a secret key new goals with money require server trust, and a write key has no such effect', async () => {
    const ada = await api.newAccount();
    const account = AccountId.parse(ada.account);
    const { body: site } = await ada.call('POST', '/sites', shop);
    const { body: made } = await ada.call('POST', `/sites/${site.id}/keys`, { name: 'server' });
    const { trust: _, ...draft } = goalDraft;
    const use = async (key: string) => {
      const owner = await api.site.keys.find(key);
      assert.ok(owner);
      api.site.keys.used(owner);
    };
    await use(site.writeKey);
    assert.equal((await ada.call('POST', '/goals', draft)).body.trust, 'page');
    await use(made.secret);
    await until(async () => (await api.configurations.current(account)).serverTrustInUse);
    assert.equal((await ada.call('POST', '/goals', draft)).body.trust, 'server');
    assert.equal(
      (await ada.call('POST', '/goals', { ...draft, value: { type: 'none' } })).body.trust,
      'page',
    );
    assert.notEqual((await ada.call('GET', `/sites/${site.id}`)).body.keys[0].lastUsedAt, null);
  });
});

describe('sections and goals', () => {
  test('they are part of the configuration, in order of creation', async () => {
    const ada = await api.newAccount();
    const { body: site } = await ada.call('POST', '/sites', shop);
    for (const name of ['Home', 'Cart'])
      await ada.call('POST', '/sections', { site: site.id, name, patterns: ['/'] });
    const { body } = await ada.call('POST', '/goals', goalDraft);
    const { revision: _, ...goal } = body;
    const { sections, goals } = await api.configurations.current(AccountId.parse(ada.account));
    assert.deepEqual(
      sections.map(({ name }) => name),
      ['Home', 'Cart'],
    );
    assert.deepEqual(goals, [goal]);
  });

  test('a goal that no event can reach is refused, new or changed', async () => {
    const ada = await api.newAccount();
    const { body: goal } = await ada.call('POST', '/goals', goalDraft);
    for (const [op, value, code, path] of [
      ['matches', '(', 'condition.value', 'event.where.0.value'],
      ['before', '2026-01-01', 'condition.operator', 'event.where.0.op'],
      ['in', [], 'condition.value', 'event.where.0.value'],
    ] as const) {
      const draft = {
        ...goalDraft,
        event: { event: 'Page', where: [{ path: 'path', op, value }] },
      };
      const made = await ada.call('POST', '/goals', draft);
      assert.deepEqual([made.status, made.body.code, made.body.path], [422, code, path]);
      const changed = await ada.call('PUT', `/goals/${goal.id}`, draft);
      assert.deepEqual([changed.status, changed.body.code, changed.body.path], [422, code, path]);
    }
    assert.equal((await ada.call('GET', '/goals')).body.items.length, 1);
  });

  test('the number of goals is limited, and existing goals keep working', async () => {
    const ada = await api.newAccount();
    const account = AccountId.parse(ada.account);
    const { body: goal } = await ada.call('POST', '/goals', goalDraft);
    await api.records.withAccount(account, (sql) =>
      sql.run(
        `INSERT INTO goals SELECT account, 'copy-' || n, jsonb_set(document, '{id}', to_jsonb('copy-' || n)), created_at
         FROM goals, generate_series(1, $1) AS n`,
        [accountLimits.goals - 2],
      ),
    );
    assert.equal((await ada.call('POST', '/goals', goalDraft)).status, 201);
    const full = await ada.call('POST', '/goals', goalDraft);
    assert.deepEqual([full.status, full.body.code], [409, 'account.full']);
    assert.equal(
      (await ada.call('PUT', `/goals/${goal.id}`, { ...goalDraft, name: 'Order' })).status,
      200,
    );
  });

  test('a goal in use by a campaign cannot be removed until the campaign is archived', async () => {
    const ada = await api.newAccount();
    const { body: goal } = await ada.call('POST', '/goals', goalDraft);
    const { body: campaign } = await ada.call('POST', '/campaigns', {
      document: campaignDocument(goal.id),
    });
    const refused = await ada.call('DELETE', `/goals/${goal.id}`);
    assert.deepEqual([refused.status, refused.body.code], [409, 'request.conflict']);
    await ada.call('POST', `/campaigns/${campaign.id}/archive`, { revision: 1 });
    assert.equal((await ada.call('DELETE', `/goals/${goal.id}`)).status, 200);
    assert.equal((await ada.call('GET', `/goals/${goal.id}`)).status, 404);
  });
});
