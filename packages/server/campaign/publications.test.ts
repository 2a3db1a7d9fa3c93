// A publication that waits, over a real socket and real records, with a clock that the test
// advances.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, type Person, startApi } from '../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';
import { until as untilHolds } from '../adapter/process/processes.test-support.ts';
import { createPublications } from './publications.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

async function withCampaign() {
  const ada = await api.newAccount();
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id);
  const { body: campaign } = await ada.call('POST', '/campaigns', { document });
  const account = AccountId.parse(ada.account);
  return { ada, account, document, goal, id: campaign.id as string };
}

const read = async ({ call }: Person, id: string) => (await call('GET', `/campaigns/${id}`)).body;
const ask = (person: Person, id: string, revision = 1) =>
  person.call('POST', `/campaigns/${id}/publication`, { revision });
const versionOf = async (account: AccountId) => (await api.configurations.current(account)).version;

/** Waits until the campaign is as expected, because publishing runs beside requests. */
async function until(person: Person, id: string, holds: (campaign: Campaign) => boolean) {
  let campaign = await read(person, id);
  await untilHolds('the campaign is as expected', async () => {
    if (holds(campaign)) return true;
    campaign = await read(person, id);
    return holds(campaign);
  });
  return campaign;
}

describe('a publication that waits', () => {
  test('[PB1] takes effect after its seconds, as one version, in the name of who asked', async () => {
    const { ada, account, id, document } = await withCampaign();
    const before = await versionOf(account);
    const { status, body } = await ask(ada, id);
    assert.deepEqual([status, body.state, body.live, body.revision], [202, 'draft', null, 1]);
    assert.equal(body.publishing.at - api.clock.now() > 9000, true);
    api.pass(9000);
    assert.equal((await read(ada, id)).state, 'draft');
    api.pass(2000);
    const done = await until(ada, id, ({ state }) => state === 'running');
    assert.deepEqual(done.live, { ...document });
    assert.deepEqual([done.publishing, done.revision, done.period], [null, 1, 1]);
    assert.equal(await versionOf(account), before + 1);
  });

  test('[PB2] undone, it leaves no version, no period, no revision, and cannot be undone twice', async () => {
    const { ada, account, id } = await withCampaign();
    const [before, campaign] = [await versionOf(account), await read(ada, id)];
    await ask(ada, id);
    const undone = await ada.call('DELETE', `/campaigns/${id}/publication`);
    assert.equal(undone.status, 200);
    api.pass(20_000);
    assert.deepEqual(await read(ada, id), campaign);
    assert.deepEqual((await ada.call('GET', `/campaigns/${id}/periods`)).body.items, []);
    assert.equal(await versionOf(account), before);
    const again = await ada.call('DELETE', `/campaigns/${id}/publication`);
    assert.deepEqual([again.status, again.body.code], [409, 'campaign.state']);
  });

  test('[PB3] publishes the draft as it was at the request, and later changes stay a draft', async () => {
    const { ada, id, document } = await withCampaign();
    await ask(ada, id);
    const changed = await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision: 1,
      document: { ...document, name: 'Another name' },
    });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.body.publishing, null);
    api.pass(10_001);
    const done = await until(ada, id, ({ state }) => state === 'running');
    assert.deepEqual([done.live.name, done.draft.name], [document.name, 'Another name']);
  });

  test('[PB3] ends with any other act, and with what it names', async () => {
    const { ada, id, goal, account } = await withCampaign();
    await ask(ada, id);
    await ada.call('POST', `/campaigns/${id}/archive`, { revision: 1 });
    assert.equal((await read(ada, id)).publishing, null);
    const other = await withCampaign();
    assert.equal((await ask(other.ada, other.id)).status, 202);
    await api.records.withAccount(other.account, (sql) => sql.run('DELETE FROM goals'));
    api.pass(10_001);
    const left = await until(other.ada, other.id, ({ publishing }) => publishing === null);
    assert.equal(left.state, 'draft');
    assert.notEqual(goal.id, undefined);
    assert.notEqual(account, other.account);
  });

  test('[PB1] is refused as publishing is: a stale revision, an unfinished draft', async () => {
    const { ada, id, document } = await withCampaign();
    assert.equal((await ask(ada, id, 7)).status, 409);
    await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision: 1,
      document: { ...document, control: 0 },
    });
    assert.equal((await ask(ada, id, 2)).status, 422);
    assert.equal((await read(ada, id)).publishing, null);
  });

  test('[PB4] survives the process: the next one publishes what fell due', async () => {
    const { ada, id } = await withCampaign();
    await ask(ada, id);
    const timers: (() => void)[] = [];
    const next = createPublications({
      records: api.records,
      clock: { now: () => api.clock.now() + 60_000 },
      schedule: (_, run) => {
        timers.push(run);
        return () => undefined;
      },
      configurations: api.configurations,
      log: { info() {}, warn() {}, error() {} },
    });
    await next.resume();
    for (const run of timers) run();
    await until(ada, id, ({ state }) => state === 'running');
    await next.close();
  });
});
