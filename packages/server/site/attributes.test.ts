// Custom attributes over a real socket and real records, and what their declaration means for
// campaigns.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const tier = { name: 'tier', type: 'text', privacy: 'internal' };
const onTier = { fact: 'custom.tier', op: 'eq', value: 'gold' };

test('[I16] a declared attribute is listed, changed and removed, and a name is declared once', async () => {
  const ada = await api.newAccount();
  assert.deepEqual((await ada.call('POST', '/attributes', tier)).status, 201);
  const again = await ada.call('POST', '/attributes', { ...tier, type: 'number' });
  assert.deepEqual([again.status, again.body.code], [409, 'request.conflict']);
  await ada.call('PUT', '/attributes/tier', { type: 'number', privacy: 'personal' });
  const listed = await ada.call('GET', '/attributes');
  const [{ revision, ...kept }] = listed.body.items;
  assert.deepEqual(kept, { name: 'tier', type: 'number', privacy: 'personal' });
  assert.match(revision, /^\w+$/);
  assert.equal((await ada.call('DELETE', '/attributes/tier')).status, 200);
  assert.deepEqual((await ada.call('GET', '/attributes')).body.items, []);
  assert.equal((await ada.call('DELETE', '/attributes/tier')).status, 404);
});

test('[I16] an invalid name and an unknown type are refused with their place', async () => {
  const ada = await api.newAccount();
  for (const [wrong, path] of [
    [{ ...tier, name: 'a b' }, 'name'],
    [{ ...tier, name: '__proto__' }, 'name'],
    [{ ...tier, type: 'list' }, 'type'],
    [{ ...tier, privacy: 'secret' }, 'privacy'],
  ] as const) {
    const { status, body } = await ada.call('POST', '/attributes', wrong);
    assert.deepEqual([status, body.path], [422, path]);
  }
});

test('[B8] a condition may read declared attributes, whose declaration then cannot change', async () => {
  const ada = await api.newAccount();
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = { ...campaignDocument(goal.id), audience: { all: [onTier] } };
  const early = await ada.call('POST', '/campaigns', { document });
  assert.deepEqual(
    [early.status, early.body.code, early.body.path],
    [422, 'condition.unknown_fact', 'document.audience.all.0.fact'],
  );
  await ada.call('POST', '/attributes', tier);
  const { body: campaign } = await ada.call('POST', '/campaigns', { document });
  const published = await ada.call('POST', `/campaigns/${campaign.id}/publish`, { revision: 1 });
  assert.equal(published.status, 200, JSON.stringify(published.body));
  const other = { type: 'number', privacy: 'internal' };
  for (const kept of [
    await ada.call('DELETE', '/attributes/tier'),
    await ada.call('PUT', '/attributes/tier', other),
  ])
    assert.deepEqual([kept.status, kept.body.code], [409, 'request.conflict']);
  const privacy = await ada.call('PUT', '/attributes/tier', { type: 'text', privacy: 'personal' });
  assert.equal(privacy.status, 200);
});

test('[B8] a condition that asks an attribute what its type cannot be asked is refused, new and as a draft', async () => {
  const ada = await api.newAccount();
  await ada.call('POST', '/attributes', tier);
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const asking = (op: string, value: unknown) => ({
    ...campaignDocument(goal.id),
    audience: { all: [{ ...onTier, op, value }] },
  });
  const document = asking('gte', 5);
  const made = await ada.call('POST', '/campaigns', { document });
  const place = 'document.audience.all.0';
  assert.deepEqual(
    [made.status, made.body.code, made.body.path],
    [422, 'condition.value', `${place}.value`],
  );
  const { body: campaign } = await ada.call('POST', '/campaigns', {
    document: asking('eq', 'gold'),
  });
  const changed = await ada.call('PUT', `/campaigns/${campaign.id}/draft`, {
    revision: 1,
    document: asking('withinLast', 60),
  });
  assert.deepEqual(
    [changed.status, changed.body.code, changed.body.path],
    [422, 'condition.operator', `${place}.op`],
  );
});
