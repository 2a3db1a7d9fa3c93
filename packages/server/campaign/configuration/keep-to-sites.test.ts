// Campaigns of all sites, from which a new site is left out, over a real socket and real records.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CampaignList } from '@opportune/protocol/rest/campaign/campaign.ts';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

test('[SC2] a new site joins the campaigns of all sites, except those it is left out of, whose period continues', async () => {
  const ada = await api.newAccount();
  const site = async (name: string, leftOut?: readonly string[]) => {
    const origins = [`https://${name}.example`];
    const made = await ada.call('POST', '/sites', { name, origins, leftOut });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return made.body.id as string;
  };
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const campaign = async (sites: readonly string[]) => {
    const document = campaignDocument(goal.id, sites);
    const { body } = await ada.call('POST', '/campaigns', { document });
    await ada.call('POST', `/campaigns/${body.id}/publish`, { revision: 1 });
    return body.id as string;
  };
  const read = async (id: string) => (await ada.call('GET', `/campaigns/${id}`)).body;
  const first = await site('first');
  const [everywhere, kept, named] = [
    await campaign([]),
    await campaign([]),
    await campaign([first]),
  ];
  const listed = CampaignList.parse((await ada.call('GET', '/campaigns')).body).items;
  const marks = new Map(listed.map(({ id, allSites }): [string, boolean] => [id, allSites]));
  assert.deepEqual(
    [everywhere, kept, named].map((id) => marks.get(id)),
    [true, true, false],
  );
  const second = await site('second', [kept, named]);
  assert.deepEqual((await read(everywhere)).live.sites, []);
  for (const id of [kept, named]) {
    const { live, draft, period } = await read(id);
    assert.deepEqual([live.sites, draft.sites, period], [[first], [first], 1]);
    const { items } = (await ada.call('GET', `/campaigns/${id}/periods`)).body;
    assert.deepEqual([items.length, items[0].until, items[0].document.sites], [1, null, [first]]);
  }
  const { draft, revision } = await read(kept);
  await ada.call('PUT', `/campaigns/${kept}/draft`, {
    revision,
    document: { ...draft, sites: [second] },
  });
  assert.deepEqual((await read(kept)).draft.sites, [second]);
});
