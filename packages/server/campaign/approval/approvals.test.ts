// Approvals over a real socket and real records: who may ask, approve, take back and decline.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

/** Ada the administrator and Grace the manager, in an account that requires approval. */
async function withDraft() {
  const ada = await api.newAccount();
  const grace = await api.invite(ada, 'manager');
  const required = await ada.call('PATCH', '/account', { approvals: true });
  assert.equal(required.status, 200, JSON.stringify(required.body));
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id);
  const { body: campaign } = await ada.call('POST', '/campaigns', { document });
  const path = `/campaigns/${campaign.id}`;
  const read = async () => (await ada.call('GET', path)).body;
  return { ada, grace, document, path, read, account: AccountId.parse(ada.account) };
}

const refused = (code: string) => [409, code];
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
];

describe('approval of campaigns', () => {
  test('[AP1] without the setting anybody who manages campaigns publishes', async () => {
    const { ada, path } = await withDraft();
    await ada.call('PATCH', '/account', { approvals: false });
    assert.equal((await ada.call('POST', `${path}/publish`, { revision: 1 })).status, 200);
  });

  test('[AP1] needs two people who may publish, and only an administrator requires it', async () => {
    const ada = await api.newAccount();
    const alone = await ada.call('PATCH', '/account', { approvals: true });
    assert.deepEqual([alone.status, alone.body.path], [422, 'approvals']);
    const grace = await api.invite(ada, 'manager');
    const denied = await grace.call('PATCH', '/account', { approvals: true });
    assert.deepEqual([denied.status, denied.body.code], [403, 'auth.forbidden']);
    assert.equal((await ada.call('PATCH', '/account', { approvals: true })).status, 200);
  });

  test('[AP2] nobody publishes what nobody else has asked to, at once or later', async () => {
    const { ada, grace, path, read } = await withDraft();
    const required = refused('campaign.approval_required');
    for (const way of ['publish', 'publication']) {
      const now = await ada.call('POST', `${path}/${way}`, { revision: 1 });
      assert.deepEqual(codeOf(now), required);
    }
    await ada.call('POST', `${path}/approval`, { revision: 1, note: '  For Monday  ' });
    const { approval } = await read();
    assert.deepEqual(
      [approval.by, approval.user, approval.note, approval.declined],
      ['Ada Moor', ada.user.id, 'For Monday', null],
    );
    for (const way of ['publish', 'publication']) {
      const own = await ada.call('POST', `${path}/${way}`, { revision: 1 });
      assert.deepEqual(codeOf(own), required);
    }
    const approved = await grace.call('POST', `${path}/publish`, { revision: 1 });
    assert.deepEqual(
      [approved.status, approved.body.state, approved.body.approval],
      [200, 'running', null],
    );
  });

  test('[AP2] a publication with time to undo is approved too, and undone it still waits', async () => {
    const { ada, grace, path, read } = await withDraft();
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    assert.equal((await grace.call('POST', `${path}/publication`, { revision: 1 })).status, 202);
    await ada.call('DELETE', `${path}/publication`);
    assert.equal((await read()).approval.user, ada.user.id);
  });

  test('[AP2.4] a change that comes between the request and its turn counts', async () => {
    const { ada, grace, path, document, account } = await withDraft();
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    // Publishing waits for the lock of the account, and the change of the draft does not.
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
    const holding = api.records.withAccount(account, async (sql) => {
      await lockAccount(sql);
      lock();
      await released;
    });
    await locked;
    const publishing = grace.call('POST', `${path}/publish`, { revision: 2 });
    const own = { revision: 1, document: { ...document, name: 'Mine alone' } };
    assert.equal((await grace.call('PUT', `${path}/draft`, own)).status, 200);
    release();
    await holding;
    assert.deepEqual(codeOf(await publishing), refused('campaign.approval_required'));
  });

  test('[AP2.3] who may not publish any more has not asked', async () => {
    const { ada, grace, path } = await withDraft();
    await grace.call('POST', `${path}/approval`, { revision: 1 });
    await ada.call('PATCH', `/users/${grace.user.id}`, { disabled: true });
    const alone = await ada.call('POST', `${path}/publish`, { revision: 1 });
    assert.deepEqual(codeOf(alone), refused('campaign.approval_required'));
    // One who is left alone still saves other settings, and may switch it off.
    const named = await ada.call('PATCH', '/account', { approvals: true, name: 'Alone' });
    assert.equal(named.status, 200);
    assert.equal((await ada.call('PATCH', '/account', { approvals: false })).status, 200);
  });

  test('[AP3.3] while an approved publication waits, nothing is said of it any more', async () => {
    const { ada, grace, path, read } = await withDraft();
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    await grace.call('POST', `${path}/publication`, { revision: 1 });
    const state = refused('campaign.state');
    assert.deepEqual(codeOf(await ada.call('DELETE', `${path}/approval`)), state);
    assert.deepEqual(codeOf(await grace.call('POST', `${path}/approval/decline`, {})), state);
    assert.deepEqual(codeOf(await ada.call('POST', `${path}/approval`, { revision: 1 })), state);
    await grace.call('DELETE', `${path}/publication`);
    assert.equal((await ada.call('DELETE', `${path}/approval`)).status, 200);
    assert.equal((await read()).approval, null);
  });

  test('[AP3.2] pausing keeps a request, and archiving ends it', async () => {
    const { ada, grace, path, document, read } = await withDraft();
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    await grace.call('POST', `${path}/publish`, { revision: 1 });
    await ada.call('PUT', `${path}/draft`, { revision: 2, document: { ...document, name: 'B' } });
    await ada.call('POST', `${path}/approval`, { revision: 3 });
    await ada.call('POST', `${path}/pause`, { revision: 3 });
    assert.equal((await read()).approval.user, ada.user.id);
    await ada.call('POST', `${path}/archive`, { revision: 4 });
    assert.equal((await read()).approval, null);
  });

  test('[AP3] a change of the draft ends a request, so nothing goes live that was not seen', async () => {
    const { ada, grace, path, document, read } = await withDraft();
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    const changed = { revision: 1, document: { ...document, name: 'Other' } };
    assert.equal((await ada.call('PUT', `${path}/draft`, changed)).status, 200);
    assert.equal((await read()).approval, null);
    const stale = await grace.call('POST', `${path}/publish`, { revision: 2 });
    assert.deepEqual(codeOf(stale), refused('campaign.approval_required'));
    const late = await ada.call('POST', `${path}/approval`, { revision: 1 });
    assert.deepEqual(codeOf(late), refused('request.conflict'));
  });

  test('[AP4] another may decline with a word, which stays until somebody asks again', async () => {
    const { ada, grace, path, document, read } = await withDraft();
    const nothing = await grace.call('POST', `${path}/approval/decline`, {});
    assert.deepEqual(codeOf(nothing), refused('campaign.state'));
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    const own = await ada.call('POST', `${path}/approval/decline`, {});
    assert.deepEqual(codeOf(own), refused('campaign.state'));
    const no = await grace.call('POST', `${path}/approval/decline`, { note: 'Too many' });
    assert.deepEqual([no.status, no.body.approval.declined.note], [200, 'Too many']);
    const publish = await grace.call('POST', `${path}/publish`, { revision: 1 });
    assert.deepEqual(codeOf(publish), refused('campaign.approval_required'));
    await ada.call('PUT', `${path}/draft`, {
      revision: 1,
      document: { ...document, control: 2000 },
    });
    assert.equal((await read()).approval.declined.by, 'The manager');
    await ada.call('POST', `${path}/approval`, { revision: 2 });
    assert.equal((await read()).approval.declined, null);
    const second = await grace.call('POST', `${path}/approval`, { revision: 2 });
    assert.deepEqual(codeOf(second), refused('campaign.state'));
    await grace.call('POST', `${path}/approval/decline`, {});
    assert.equal((await ada.call('DELETE', `${path}/approval`)).status, 200);
    assert.equal((await read()).approval, null);
  });

  test('[AP4] who asked takes it back, and nobody else does', async () => {
    const { ada, grace, path, read } = await withDraft();
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    const other = await grace.call('DELETE', `${path}/approval`);
    assert.deepEqual(codeOf(other), refused('campaign.state'));
    assert.equal((await ada.call('DELETE', `${path}/approval`)).status, 200);
    assert.equal((await read()).approval, null);
  });

  test('[AP5] programs neither ask nor approve', async () => {
    const { ada, grace, path } = await withDraft();
    const { body } = await grace.call('POST', '/my-tokens', {
      ...{ name: 'Deploys', scopes: ['campaigns'], days: null },
    });
    const program = api.callAs(body.secret);
    const asks = await program('POST', `${path}/approval`, { revision: 1 });
    assert.deepEqual([asks.status, asks.body.code], [403, 'auth.scope']);
    await ada.call('POST', `${path}/approval`, { revision: 1 });
    const publishes = await program('POST', `${path}/publish`, { revision: 1 });
    assert.deepEqual(codeOf(publishes), refused('campaign.approval_required'));
    assert.equal((await grace.call('POST', `${path}/publish`, { revision: 1 })).status, 200);
    const administers = { name: 'Runs', scopes: ['administer'], days: null };
    const { secret } = (await ada.call('POST', '/my-tokens', administers)).body;
    const off = await api.callAs(secret)('PATCH', '/account', { approvals: false });
    assert.deepEqual([off.status, off.body.code], [403, 'auth.scope']);
  });

  test('[AP6] managers see what waits and what was declined, and agents do not', async () => {
    const { ada, grace, path, document } = await withDraft();
    const list = async () => (await grace.call('GET', '/campaign-approvals')).body.items;
    assert.deepEqual(await list(), []);
    await ada.call('POST', `${path}/approval`, { revision: 1, note: 'Please' });
    const [item, ...others] = await list();
    assert.deepEqual(
      [item.name, item.by, item.note, item.declined, others.length],
      [document.name, 'Ada Moor', 'Please', null, 0],
    );
    await ada.call('PATCH', '/account', { approvals: false });
    assert.deepEqual(await list(), []);
    await ada.call('PATCH', '/account', { approvals: true });
    assert.equal((await list()).length, 1);
    await ada.call('POST', `${path}/archive`, { revision: 1 });
    assert.deepEqual(await list(), []);
    const agent = await api.invite(ada, 'agent');
    for (const [method, at] of [
      ['GET', '/campaign-approvals'],
      ['POST', `${path}/approval`],
      ['DELETE', `${path}/approval`],
      ['POST', `${path}/approval/decline`],
    ] as const)
      assert.equal(
        (await agent.call(method, at, method === 'POST' ? {} : undefined)).status,
        403,
        at,
      );
  });
});
