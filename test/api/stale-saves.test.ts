// Saved documents over the API of the whole product, saved whole or in part. Every such document
// has a revision, and a save from an earlier revision is refused. The test walks the OpenAPI
// document, so that no document can be forgotten.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Operation, operationsOf } from '@opportune/server/http/openapi/api-operations.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import {
  type Things,
  bodyOf,
  fillPath,
  goalDraft,
  makeThings,
  translated,
} from '../support/examples.test-support.ts';
import type { Answer, Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;
let things: Things;
let saves: readonly Operation[];

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Owner');
  const made = await makeThings(owner, await makeVisit(product.url, owner));
  things = { ...made, ...(await product.moveContacts(owner.account)) };
  const { body } = await product.anybody('GET', '/api/openapi.json');
  saves = operationsOf(body).filter(({ method }) => method === 'PUT' || method === 'PATCH');
});
after(() => product.close());

/** Operations without a revision, and why nobody can overwrite another's work there unseen. */
const others: Readonly<Record<string, string>> = {
  '/api/v1/campaigns/{id}/guardrail': 'two switches; the one left out stays',
  '/api/v1/users/{id}/room': 'one number',
  '/api/v1/my-language': 'one word, of oneself',
  '/api/v1/my-name': 'one word, of oneself',
  '/api/v1/my-photo': 'a picture, of oneself',
  '/api/v1/sites/{id}/logo': 'a picture',
  '/api/v1/setup': 'two choices; the one left out stays',
  '/api/v1/my-state': 'one state, of oneself',
  '/api/v1/my-reports/{id}': 'of oneself',
  '/api/v1/conversations/{id}/attachments/{attachment}': 'a file, which never changes',
  '/api/v1/conversations/{id}/labels': 'what is left out stays',
  '/api/v1/conversations/{id}/merges': 'one act',
  '/api/v1/conversations/{id}/need': 'one name',
  '/api/v1/conversations/{id}/case': 'one state',
  '/api/v1/callbacks/{id}/slot': 'one time',
};

/** Bodies of a second save, for documents whose example alone is not enough. */
const second: Readonly<Record<string, (things: Things) => unknown>> = {
  '/api/v1/sections/{id}': ({ site }) => ({ site, name: 'Till', patterns: ['/till'] }),
  '/api/v1/goals/{id}': () => ({ ...goalDraft, name: 'Sale' }),
  '/api/v1/attributes/{name}': () => ({ type: 'text', privacy: 'public' }),
  '/api/v1/skills/{id}': ({ skill }) => ({ name: `Again ${skill}`, priority: 2 }),
  '/api/v1/panels/{id}': () => ({
    ...{ name: 'Parcels', url: 'https://crm.example/panel', shares: [], traits: [] },
  }),
  '/api/v1/users/{id}/skills': ({ skill }) => ({ skills: [{ skill, level: 3 }] }),
  '/api/v1/routing': () => ({
    ringS: 25,
    tiers: { attribute: 'tier', steps: { vip: 2, gold: 1 } },
  }),
  '/api/v1/needs': () => ({ needs: [{ name: 'Where is my order' }] }),
  '/api/v1/mail/server': () => ({
    server: {
      ...{ host: 'mail.aldermoor.example', port: 587, tls: 'starttls', user: null },
      ...{ sender: 'help@aldermoor.example', senderName: null },
    },
  }),
  '/api/v1/masking': () => ({ ibans: true, patterns: [] }),
  '/api/v1/conversation-labels': () => ({ tags: [{ name: 'Delivery' }] }),
  '/api/v1/after-chat': () => ({
    survey: false,
    questions: { satisfaction: true, recommend: false, resolved: true, text: true },
    transcript: true,
  }),
  '/api/v1/contacts/{id}/details': () => ({ name: 'Ada Lovelace', tags: ['VIP', 'Press'] }),
  '/api/v1/contact-fields': () => ({
    fields: [{ name: 'Customer number', holds: { type: 'text' } }],
  }),
  '/api/v1/reopening': () => ({ agentH: 8, visitorH: 24 }),
  '/api/v1/recording-settings': () => ({ on: true, keepDays: 7 }),
  '/api/v1/callback-settings': () => ({
    ...{ on: true, perAgent: 3, retries: [], aheadDays: 3, skills: null, ways: ['browser'] },
    texts: true,
  }),
  '/api/v1/attachment-settings': () => ({
    ...{ visitors: false, agents: true, types: ['image/png'], sizeMb: 2 },
  }),
  '/api/v1/search-settings': () => ({ language: 'german' }),
  '/api/v1/sites/{id}': () => ({ honourPrivacySignals: true }),
  '/api/v1/users/{id}': () => ({ room: 7 }),
  '/api/v1/channels/{id}': () => ({ name: 'Shop floor' }),
  '/api/v1/webhooks/{id}': () => ({ name: 'Data house' }),
  '/api/v1/account': () => ({ name: 'Aldermoor' }),
  '/api/v1/sites/{id}/translations/{language}': ({ site }) =>
    translated(`site.${site}`, { id: 'button', source: 'Ask us', target: 'Fragen Sie uns' }),
  '/api/v1/campaigns/{id}/translations/{language}': ({ campaign }) =>
    translated(`campaign.${campaign}`, {
      ...{ id: 'a.headline', source: 'May we help?', target: 'Können wir helfen?' },
    }),
};

function isWhole({ parameters }: Operation): boolean {
  return parameters.some((each) => each.in === 'header' && each.name === 'if-match');
}

interface Save {
  readonly method: string;
  readonly path: string;
}

function secondOf({ method, path }: Save): unknown {
  return second[path]?.(things) ?? bodyOf(method, path, things);
}

function save({ method, path }: Save, body: unknown, revision?: string): Promise<Answer> {
  const headers = revision === undefined ? {} : { 'if-match': `"${revision}"` };
  return owner.call(method, fillPath(path, things), body, headers);
}

/** Whether reading the document, in a list or alone, returns this revision. */
async function isTold(path: string, revision: string): Promise<boolean> {
  const list = path
    .replace('/users/{id}/skills', '/agent-skills')
    .replace('/{id}/translations/{language}', '')
    .replace(/\/\{\w+\}$/, '');
  const isOfCampaign = path.startsWith('/api/v1/campaigns/');
  const at = isOfCampaign
    ? fillPath('/api/v1/campaigns/{id}', things)
    : fillPath(list.replace('/my-answers', '/answers'), things);
  const { body } = await owner.call('GET', at);
  return JSON.stringify(body).includes(`"revision":${JSON.stringify(revision)}`);
}

test('[WD1] every PUT and PATCH of the API saves a document with a revision, or is listed with the reason why not', () => {
  const without = saves.filter((each) => !isWhole(each)).map(({ path }) => path);
  assert.deepEqual(without.sort(), Object.keys(others).sort());
});

test('[WD1] a save from an earlier revision is refused and changes nothing, and one from the latest succeeds', async () => {
  const wholes = saves.filter(isWhole);
  assert.ok(wholes.length >= 19, `only ${wholes.length}`);
  for (const whole of wholes) {
    const { method, path } = whole;
    const opened = await save(whole, bodyOf(method, path, things));
    assert.equal(opened.status, 200, `${path}: ${JSON.stringify(opened.body)}`);
    const { revision } = opened.body;
    assert.ok(await isTold(path, revision), `${path} tells another revision than its save`);
    const mine = await save(whole, secondOf(whole), revision);
    assert.equal(mine.status, 200, `${path}: ${JSON.stringify(mine.body)}`);
    assert.notEqual(mine.body.revision, revision, path);
    const theirs = await save(whole, bodyOf(method, path, things), revision);
    assert.deepEqual(
      [theirs.status, theirs.body.code, theirs.body.path],
      [409, 'request.conflict', 'revision'],
      path,
    );
    assert.ok(await isTold(path, mine.body.revision), `${path} was changed all the same`);
    const again = await save(whole, secondOf(whole), mine.body.revision);
    assert.equal(again.status, 200, path);
  }
});

test('[WD1] if two people save one document at the same instant, one of them is refused', async () => {
  const routing = { method: 'PUT', path: '/api/v1/routing' };
  const { body: opened } = await save(routing, { ringS: 20 });
  const both = await Promise.all(
    [40, 50].map((ringS) => save(routing, { ringS }, opened.revision)),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const kept = both.find(({ status }) => status === 200)?.body;
  const { body: now } = await owner.call('GET', '/routing');
  assert.deepEqual(now, kept);
});

test('[WD1] assigning a skill to agents keeps its revision, and fields that are not sent are not compared', async () => {
  const skill = async () =>
    (await owner.call('GET', '/skills')).body.skills.find(
      ({ id }: { id: string }) => id === things.skill,
    );
  const before = await skill();
  const user = owner.user.id;
  await owner.call('PUT', `/users/${user}/skills`, { skills: [{ skill: things.skill, level: 1 }] });
  const now = await skill();
  assert.deepEqual([now.agents, now.revision], [before.agents + 1, before.revision]);
  const anything = await owner.call('PUT', `/skills/${things.skill}`, { name: 'By a program' });
  assert.equal(anything.status, 200);
});

test('[F14] after a goal’s key changed while windows are open, an order is taken back by the key that it came by', async () => {
  const shop = await product.newAccount('Shop');
  const { visitor } = await makeVisit(product.url, shop);
  const [site] = (await shop.call('GET', '/sites')).body.items;
  const { secret } = (await shop.call('POST', `/sites/${site.id}/keys`, { name: 'shop' })).body;
  const tell = async (event: string, properties: object): Promise<void> => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}`,
    };
    const body = JSON.stringify({ anonymousId: visitor, event, properties });
    const { status } = await fetch(`${product.url}/v1/track`, { method: 'POST', headers, body });
    assert.equal(status, 200);
  };
  await tell('Order Completed', { order_id: 'o-1', invoice: 'i-1', total: 100 });
  const [goal] = (await shop.call('GET', '/goals')).body.items;
  const saved = await shop.call('PUT', `/goals/${goal.id}`, { ...goalDraft, key: 'invoice' });
  assert.equal(saved.status, 200);
  await tell('Order Completed', { order_id: 'o-2', invoice: 'i-2', total: 100 });
  await Promise.all([
    tell('Order Refunded', { order_id: 'o-1', total: 10 }),
    tell('Order Refunded', { invoice: 'i-2', total: 20 }),
    // Each refund names the order by the other key. Results ignore it. The funnel counts by the
    // order number.
    tell('Order Refunded', { invoice: 'i-1', total: 3 }),
    tell('Order Refunded', { order_id: 'o-2', total: 4 }),
  ]);
  const [campaign] = (await shop.call('GET', '/campaigns')).body.items;
  const results = await shop.call('GET', `/campaigns/${campaign.id}/results?period=1`);
  const { arms } = results.body as CampaignResults;
  const value = arms.reduce((sum, { soFar }) => sum + soFar.value, 0);
  const back = arms.reduce((sum, { takenBack }) => sum + takenBack.orders, 0);
  const funnel = await shop.call('GET', `/sites/${site.id}/funnel`);
  assert.deepEqual([value, back, funnel.body.value], [170, 2, 186]);
});
