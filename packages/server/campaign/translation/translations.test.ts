// Translations over a real socket and real records: files of a campaign's draft and of a site's
// words, who may use them, and what a wrong file changes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Answer, type Person } from '../../../../test/support/people.test-support.ts';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const languages = { written: 'en', others: ['de', 'fr'], fallback: 'de' };

async function account({ spoken = true } = {}) {
  const ada = await api.newAccount();
  if (spoken) await ada.call('PATCH', '/account', { languages });
  const home = {
    ...{ shown: true, greeting: 'Hello' },
    items: [{ type: 'answer', title: 'Returns', text: 'Within 30 days.' }],
  };
  const { body: made } = await ada.call('POST', '/sites', { name: 'Shop', origins: [] });
  const { body: site } = await ada.call('PATCH', `/sites/${made.id}`, { home });
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id, [site.id]);
  const { body: campaign } = await ada.call('POST', '/campaigns', { document });
  const at = `/campaigns/${campaign.id}/translations/de`;
  return { ada, site, campaign, document, at, ofSite: `/sites/${site.id}/translations/de` };
}

/** A file with a German text for each English one. */
function translate(file: string, texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts).reduce(
    (all, [english, german]) =>
      all.replace(
        new RegExp(
          `<segment state="initial">(\\s*)<source>${english.replace(/[?.]/g, '\\$&')}</source>`,
        ),
        `<segment state="translated">$1<source>${english}</source><target>${german}</target>`,
      ),
    file,
  );
}

const codes = ({ status, body }: Answer) => [
  status,
  body.code,
  (body.problems ?? []).map(({ path }: { path: string }) => path),
];

describe('the file of a campaign', () => {
  test('[LG14] goes out as XLIFF and comes back into the draft, with a new revision', async () => {
    const { ada, campaign, at } = await account();
    const exported = await ada.call('GET', at);
    assert.equal(exported.status, 200);
    assert.match(exported.headers.get('content-type') ?? '', /^application\/xliff\+xml/);
    assert.match(exported.headers.get('content-disposition') ?? '', /attachment; .*-de\.xlf"/);
    const xliff = translate(exported.body, { 'May we help?': 'Dürfen wir helfen?' });
    const { status, body } = await ada.call('PUT', at, { xliff });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body.draft.translations, { de: { 'a/headline': 'Dürfen wir helfen?' } });
    assert.equal(body.revision, campaign.revision + 1);
    const again = await ada.call('GET', at);
    assert.match(again.body, /<target>Dürfen wir helfen\?<\/target>/);
  });

  test('[LG14] keeps translations that the file does not have', async () => {
    const { ada, campaign, document, at } = await account();
    const translations = { de: { 'a/text': 'Wir sind da.' }, fr: { 'a/headline': 'Aide ?' } };
    const [variant] = document.engagement.variants;
    assert.ok(variant !== undefined);
    const creative = { ...variant.offer.creative, text: 'We are here.' };
    const variants = [{ ...variant, offer: { ...variant.offer, creative } }];
    const worded = { ...document, engagement: { ...document.engagement, variants }, translations };
    await ada.call('PUT', `/campaigns/${campaign.id}/draft`, { document: worded });
    const { body: file } = await ada.call('GET', at);
    const xliff = translate(file, { 'May we help?': 'Hilfe?' });
    const { body } = await ada.call('PUT', at, { xliff });
    assert.deepEqual(body.draft.translations, {
      de: { 'a/headline': 'Hilfe?', 'a/text': 'Wir sind da.' },
      fr: { 'a/headline': 'Aide ?' },
    });
  });

  test('[LG14] takes nothing if one text cannot be taken, and lists each', async () => {
    const { ada, campaign, document, at } = await account();
    const { body: file } = await ada.call('GET', at);
    const [variant] = document.engagement.variants;
    assert.ok(variant !== undefined);
    const creative = {
      ...variant.offer.creative,
      headline: 'Can we help?',
      action: 'Go',
      link: '/',
    };
    const variants = [{ ...variant, offer: { ...variant.offer, creative } }];
    const changed = { ...document, engagement: { ...document.engagement, variants } };
    await ada.call('PUT', `/campaigns/${campaign.id}/draft`, { document: changed });
    const stale = await ada.call('PUT', at, {
      xliff: translate(file, { 'May we help?': 'Hilfe?' }),
    });
    assert.deepEqual(codes(stale), [422, 'translation.unit', ['a/headline']]);
    assert.match(stale.body.message, /changed since the file was made/);
    const { body: fresh } = await ada.call('GET', at);
    const wrong = translate(fresh, {
      'Can we help?': 'x'.repeat(121),
      Go: 'Los',
    }).replace('"a.action"', '"a.gone"');
    assert.deepEqual(codes(await ada.call('PUT', at, { xliff: wrong })), [
      ...[422, 'translation.unit', ['a/headline', 'a.gone']],
    ]);
    const { body: after } = await ada.call('GET', `/campaigns/${campaign.id}`);
    assert.deepEqual(after.draft, { ...changed, engagement: after.draft.engagement });
    assert.equal(after.revision, campaign.revision + 1);
  });

  test('[LG14] of another campaign, or in another language, is refused', async () => {
    const { ada, campaign, document, at } = await account();
    const { body: file } = await ada.call('GET', at);
    const { body: other } = await ada.call('POST', '/campaigns', { document });
    for (const path of [`${other.id}/translations/de`, `${campaign.id}/translations/fr`])
      assert.deepEqual(codes(await ada.call('PUT', `/campaigns/${path}`, { xliff: file })), [
        ...[422, 'translation.other', []],
      ]);
    assert.equal(
      (await ada.call('GET', `/campaigns/${campaign.id}/translations/German`)).status,
      422,
    );
  });

  test('[LG14] is refused if the draft has changed since its revision', async () => {
    const { ada, campaign, document, at } = await account();
    const { body: file } = await ada.call('GET', at);
    const xliff = translate(file, { 'May we help?': 'Hilfe?' });
    await ada.call('PUT', `/campaigns/${campaign.id}/draft`, { document });
    const old = { 'if-match': String(campaign.revision) };
    assert.equal((await ada.call('PUT', at, { xliff }, old)).body.code, 'request.conflict');
    const now = { 'if-match': String(campaign.revision + 1) };
    assert.equal((await ada.call('PUT', at, { xliff }, now)).status, 200);
  });

  test('[LG15] that is hostile, broken or too long changes nothing', async () => {
    const { ada, campaign, at } = await account();
    const { body: file } = await ada.call('GET', at);
    const bomb = file.replace('?>', '?><!DOCTYPE x [<!ENTITY a "aaaa">]>');
    for (const xliff of [bomb, file.slice(0, -20), 'x', file.replace('2.1', '1.2')])
      assert.equal((await ada.call('PUT', at, { xliff })).body.code, 'translation.unreadable');
    const long = await ada.call('PUT', at, { xliff: 'x'.repeat(1_000_001) });
    assert.ok(long.status === 422 || long.status === 413, String(long.status));
    assert.equal((await ada.call('PUT', at, { xliff: '' })).status, 422);
    const { body } = await ada.call('GET', `/campaigns/${campaign.id}`);
    assert.equal(body.revision, campaign.revision);
  });

  test('[LG14] needs the account to say in which language it writes', async () => {
    const { ada, at } = await account({ spoken: false });
    assert.deepEqual(codes(await ada.call('GET', at)), [409, 'translation.unset', []]);
    await ada.call('PATCH', '/account', { languages });
    assert.equal((await ada.call('GET', at)).status, 200);
  });
});

describe('the file of a site', () => {
  test('[LG14] has its words, and comes back into its settings', async () => {
    const { ada, site, ofSite } = await account();
    const { body: file } = await ada.call('GET', ofSite);
    assert.match(file, /<unit id="home\.item-1\.text" name="home\/item-1\/text">/);
    const texts = { 'Ask us': 'Fragen Sie uns', 'Within 30 days.': 'Binnen 30 Tagen.' };
    const { status, body } = await ada.call('PUT', ofSite, { xliff: translate(file, texts) });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body.translations, {
      de: { button: 'Fragen Sie uns', 'home/item-1/text': 'Binnen 30 Tagen.' },
    });
    const stale = { 'if-match': site.revision };
    const again = await ada.call('PUT', ofSite, { xliff: translate(file, texts) }, stale);
    assert.equal(again.body.code, 'request.conflict');
  });
});

test('[LG14] managers translate campaigns, only administrators put words into a site, and agents do neither', async () => {
  const { ada, at, ofSite } = await account();
  const stranger = await api.newAccount();
  const [manager, agent] = [await api.invite(ada, 'manager'), await api.invite(ada, 'agent')];
  const files = {
    at: (await ada.call('GET', at)).body,
    ofSite: (await ada.call('GET', ofSite)).body,
  };
  const statuses = async ({ call }: Pick<Person, 'call'>) => [
    (await call('GET', at)).status,
    (await call('PUT', at, { xliff: files.at })).status,
    (await call('GET', ofSite)).status,
    (await call('PUT', ofSite, { xliff: files.ofSite })).status,
  ];
  assert.deepEqual(await statuses(ada), [200, 200, 200, 200]);
  assert.deepEqual(await statuses(manager), [200, 200, 200, 403]);
  assert.deepEqual(await statuses(agent), [403, 403, 403, 403]);
  assert.deepEqual(await statuses(stranger), [404, 404, 404, 404]);
  assert.deepEqual(await statuses({ call: api.anybody }), [401, 401, 401, 401]);
});
