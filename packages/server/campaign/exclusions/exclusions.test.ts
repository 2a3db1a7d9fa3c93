// Exclusions from a sensitivity analysis, over the API: what is accepted, refused and stored.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exclusionLimits } from '@opportune/protocol/limits/campaigns.ts';
import { type Api, type Person, startApi } from '../../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';

let api: Api;
let ada: Person;
let path: string;
before(async () => {
  api = await startApi();
  ada = await api.newAccount();
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const { body } = await ada.call('POST', '/campaigns', { document: campaignDocument(goal.id) });
  path = `/campaigns/${body.id}/exclusions`;
});
after(() => api.close());

const rule = (condition: unknown) => ({ excluded: { type: 'rule', condition } });
const burst = { fact: 'visitor.burst', op: 'eq', value: true };

test('[F32] an exclusion is kept with who made it and when, and stays listed when it is taken back', async () => {
  const made = await ada.call('POST', path, { ...rule(burst), note: ' a flood ', period: 2 });
  assert.equal(made.status, 201);
  const { id, excluded, note, period, removed } = made.body;
  assert.deepEqual([note, period, removed], ['a flood', 2, null]);
  assert.deepEqual(excluded, { type: 'rule', condition: burst });
  assert.equal(made.body.made.by, 'Ada Moor');
  assert.ok(made.body.made.at > 0);
  const gone = await ada.call('DELETE', `${path}/${id}`);
  assert.equal(gone.body.removed.by, 'Ada Moor');
  const again = await ada.call('DELETE', `${path}/${id}`);
  assert.deepEqual(again.body.removed, gone.body.removed);
  const { body: list } = await ada.call('GET', path);
  assert.deepEqual(list.items, [gone.body]);
});

test('[F32] a fact known only after the decision is refused, with its place and the allowed facts', async () => {
  const condition = { all: [burst, { fact: 'order.count', op: 'gte', value: 1 }] };
  const { status, body } = await ada.call('POST', path, rule(condition));
  assert.deepEqual(
    [status, body.code, body.path],
    [422, 'exclusion.too_late', 'excluded.condition.all.1.fact'],
  );
  assert.match(body.message, /order\.count.*device\.type/);
  const clicked = rule({ performed: { event: 'Engagement Clicked' } });
  assert.equal((await ada.call('POST', path, clicked)).body.code, 'exclusion.too_late');
});

test('[F32] a span that ends before it begins, a rule of no grammar, and an unknown campaign are refused', async () => {
  const span = { excluded: { type: 'span', from: 2, until: 1 } };
  const wrong = await ada.call('POST', path, span);
  assert.deepEqual([wrong.status, wrong.body.path], [422, 'excluded.until']);
  const far = await ada.call('POST', path, { excluded: { type: 'span', from: 0, until: 1e308 } });
  assert.deepEqual([far.status, far.body.path], [422, 'excluded.until']);
  for (const period of [2 ** 31, 2 ** 32]) {
    const answer = await ada.call('POST', path, { ...rule(burst), period });
    assert.deepEqual([answer.status, answer.body.path], [422, 'period']);
  }
  const none = await ada.call('POST', path, rule({ fakt: 'x' }));
  assert.equal(none.body.code, 'condition.invalid');
  assert.equal((await ada.call('POST', '/campaigns/none/exclusions', rule(burst))).status, 404);
  assert.equal((await ada.call('DELETE', `${path}/none`)).status, 404);
  const eve = await api.newAccount();
  assert.equal((await eve.call('GET', path)).status, 404);
  assert.equal((await eve.call('POST', path, rule(burst))).status, 404);
});

test('[F32] the exclusions of a campaign are limited, and those taken back do not count', async () => {
  const span = { excluded: { type: 'span', from: 1, until: 2 } };
  const made = [];
  for (let each = 0; each < exclusionLimits.ofCampaign; each++)
    made.push(await ada.call('POST', path, span));
  assert.deepEqual(
    [...new Set(made.map(({ status, body }) => (status === 201 ? '' : body.code)))],
    [''],
  );
  assert.equal((await ada.call('POST', path, span)).body.code, 'account.full');
  await ada.call('DELETE', `${path}/${made[0]?.body.id}`);
  assert.equal((await ada.call('POST', path, span)).status, 201);
});
