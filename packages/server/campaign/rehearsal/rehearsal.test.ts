// Rehearsals over a real socket, real records and real facts: small pasts counted by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Rehearsal, RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { until } from '../../adapter/process/processes.test-support.ts';
import { type Api, type Person, startApi } from '../../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';

const hourMs = 3600_000;
const dayMs = 24 * hourMs;

let api: Api;
let engines: TestEngines;
before(async () => {
  [api, engines] = [await startApi(), await testEngines()];
});
after(async () => {
  await engines.close();
  await api.close();
});

/** If all visitors were examined, there are no intervals. */
const whole = { rate: null, valueEach: null };

interface Shop {
  readonly owner: Person;
  readonly account: AccountId;
  readonly campaign: string;
  readonly site: string;
}

/** An account with a draft: a cart of 100 or more, and 20 s on a page. */
async function shop(): Promise<Shop> {
  const owner = await api.newAccount();
  const { body: site } = await owner.call('POST', '/sites', { name: 'Shop', origins: [] });
  const { body: goal } = await owner.call('POST', '/goals', goalDraft);
  const { body } = await owner.call('POST', '/campaigns', {
    document: campaignDocument(goal.id, [site.id]),
  });
  return { owner, account: AccountId.parse(owner.account), campaign: body.id, site: site.id };
}

let ordinal = 1;

/** Rows of one visit, each this many seconds into it. */
function visit(
  { account, site }: Shop,
  visitor: string,
  at: number,
  signs: readonly (readonly [second: number, name: string, more?: FactRow])[],
): FactRow[] {
  return signs.map(([second, name, more = {}]) => ({
    account,
    site,
    visitor,
    visit: `${visitor}-${at}`,
    ordinal: ordinal++,
    id: randomUUID(),
    kind: name === 'Page' ? 'page' : 'track',
    name,
    trust: 'page',
    at: at + second * 1000,
    received_at: at + second * 1000,
    page_view: `${visitor}-${at}`,
    url: 'https://shop.example/checkout',
    path: '/checkout',
    device: 'desktop',
    properties: '{}',
    ...more,
  }));
}

const cart = (total: number): FactRow => ({ properties: JSON.stringify({ total, items: 1 }) });
const order = (id: string, total: number): FactRow => ({
  trust: 'server',
  properties: JSON.stringify({ order_id: id, total }),
});

const append = (events: readonly FactRow[]): Promise<void> =>
  engines.facts.append({ token: randomUUID(), tables: { events } });

async function rehearse({ owner, campaign }: Shop): Promise<Rehearsal> {
  const address = `/campaigns/${campaign}/rehearsal`;
  let { status, body } = await owner.call('POST', address);
  assert.equal(status, 200, JSON.stringify(body));
  await until('the rehearsal is over', async () => {
    if (body.state !== 'waiting' && body.state !== 'running') return true;
    ({ status, body } = await owner.call('GET', address));
    return false;
  });
  return body;
}

async function answered(of: Shop): Promise<RehearsalAnswer> {
  const { state, answer } = await rehearse(of);
  assert.equal(state, 'done');
  assert.ok(answer !== null);
  return answer;
}

describe('[V7] a rehearsal of the draft', () => {
  test('counts who would have been eligible, when in the visit, where, and what they did', async () => {
    const of = await shop();
    const now = Date.now();
    await append([
      // Eligible at 25 s: the cart came at 5 s, the page was opened at 5 s.
      ...visit(of, 'ada', now - 20 * dayMs, [
        [5, 'Page'],
        [5, 'Cart Updated', cart(120)],
        [200, 'Scroll Reached'],
        [400, 'Order Completed', order('o1', 120)],
      ]),
      // A return: not a second visitor, but a second visit.
      ...visit(of, 'ada', now - 18 * dayMs, [
        [0, 'Page'],
        [1, 'Cart Updated', cart(300)],
        [70, 'Scroll Reached'],
      ]),
      // The cart is too small.
      ...visit(of, 'ben', now - 20 * dayMs, [
        [0, 'Page'],
        [1, 'Cart Updated', cart(20)],
        [90, 'Scroll Reached'],
      ]),
      // Eligible, and the window is still open.
      ...visit(of, 'cem', now - 2 * dayMs, [
        [0, 'Page'],
        [50, 'Cart Updated', cart(100)],
      ]),
      // A bot, and a visitor too long ago.
      ...visit(of, 'bot', now - 9 * dayMs, [[0, 'Page', { bot: 1 }]]),
      ...visit(of, 'dov', now - 40 * dayMs, [
        [0, 'Page'],
        [1, 'Cart Updated', cart(500)],
      ]),
    ]);
    const answer = await answered(of);
    assert.deepEqual(
      [answer.visits, answer.visitors, answer.eligibleVisits, answer.eligibleVisitors],
      [4, 3, 3, 2],
    );
    assert.deepEqual([answer.share, answer.margin, answer.cut], [1, 0, 'none']);
    assert.deepEqual(answer.eligible, {
      visitors: 1,
      converted: 1,
      value: 120,
      pending: 1,
      ...whole,
    });
    assert.deepEqual(answer.all, { visitors: 2, converted: 1, value: 120, pending: 1, ...whole });
    assert.deepEqual(answer.when.minutes.slice(0, 2), [3, 0]);
    assert.equal(answer.when.medianS, 20);
    assert.deepEqual(answer.pages, [{ name: '/checkout', visits: 3 }]);
    assert.deepEqual(answer.offers, { live: 0, fallback: 0, content: 3 });
    assert.equal(answer.agents, 'not-asked');
    assert.equal(
      answer.days.reduce((sum, day) => sum + day.eligibleVisitors, 0),
      2,
    );
    assert.ok(Math.abs(answer.dataFrom - (now - 40 * dayMs)) < 1000);
    assert.ok(answer.days.length === 31 || answer.days.length === 30);
  });

  test('answers from imported history by its own times, even if it ended long ago', async () => {
    const of = await shop();
    const began = Date.UTC(2024, 2, 1, 12);
    const rows = [0, 40].flatMap((days) =>
      visit(of, `old-${days}`, began + days * dayMs, [
        [0, 'Page'],
        [1, 'Cart Updated', cart(150)],
        [120, 'Order Completed', { ...order(`i${days}`, 80), trust: 'page' }],
      ]),
    );
    await append(rows.map((row) => ({ ...row, imported: 1, received_at: Date.now() })));
    const answer = await answered(of);
    assert.equal(answer.until, began + 40 * dayMs + 120_000 + 30 * 60_000);
    assert.deepEqual([answer.visits, answer.eligibleVisits], [1, 1]);
    assert.deepEqual(answer.eligible, {
      visitors: 1,
      converted: 1,
      value: 80,
      pending: 0,
      ...whole,
    });
  });

  test('leaves out a stored event that cannot be read, and no other', async () => {
    const of = await shop();
    const rows = visit(of, 'eva', Date.now() - 20 * dayMs, [
      [0, 'Page'],
      [1, 'Cart Updated', cart(150)],
      [30, 'Scroll Reached', { id: 'no id' }],
      [60, 'Scroll Reached'],
    ]);
    await append(rows);
    const { visits, eligibleVisits } = await answered(of);
    assert.deepEqual([visits, eligibleVisits], [1, 1]);
  });

  test('without stored visits says so', async () => {
    assert.equal((await rehearse(await shop())).state, 'empty');
  });

  test('gives the plan measured traffic, and a rate if there is enough data', async () => {
    const of = await shop();
    const now = Date.now();
    const past = (visitors: number, from: number): FactRow[] =>
      Array.from({ length: visitors }, (_, at) =>
        visit(of, `v${from + at}`, now - 20 * dayMs + at * 60_000, [
          [0, 'Page'],
          [1, 'Cart Updated', cart(150)],
          [60, 'Scroll Reached'],
          ...(at % 10 === 0 ? [[90, 'Order Completed', order(`p${from + at}`, 50)] as const] : []),
        ]),
      ).flat();
    const plan = async () =>
      (await of.owner.call('POST', `/campaigns/${of.campaign}/plan`, {})).body;
    assert.equal((await plan()).basis, 'assumed');
    await append(past(40, 0));
    await answered(of);
    const few = await plan();
    assert.deepEqual([few.basis, few.rateBasis, few.baseRate], ['rehearsed', 'assumed', 0.05]);
    await append(past(160, 1000));
    await of.owner.call('DELETE', `/campaigns/${of.campaign}/rehearsal`);
    const { eligibleVisitors } = await answered(of);
    const { basis, rateBasis, baseRate, eligiblePerDay, days } = await plan();
    assert.deepEqual([basis, rateBasis, baseRate, days], ['rehearsed', 'measured', 0.1, 20]);
    assert.equal(eligibleVisitors, 200);
    assert.ok(Math.abs(eligiblePerDay - 10) < 0.1, String(eligiblePerDay));
  });
});

describe('[V8] rehearsals under way', () => {
  test('the same draft is answered once, and what cannot change the answer asks for nothing new', async () => {
    const of = await shop();
    await append(visit(of, 'ada', Date.now() - hourMs, [[0, 'Page']]));
    const first = await rehearse(of);
    const address = `/campaigns/${of.campaign}`;
    const { body: campaign } = await of.owner.call('GET', address);
    const change = async (revision: number, document: unknown): Promise<void> =>
      assert.equal(
        (await of.owner.call('PUT', `${address}/draft`, { revision, document })).status,
        200,
      );
    await change(1, { ...campaign.draft, name: 'Another name', control: 2000 });
    const again = (await of.owner.call('POST', `${address}/rehearsal`)).body;
    assert.deepEqual([again.state, again.revision], ['done', 2]);
    assert.equal(again.answeredAt, first.answeredAt);
    await change(2, { ...campaign.draft, audience: { all: [] } });
    const anew = (await of.owner.call('POST', `${address}/rehearsal`)).body;
    assert.deepEqual([anew.state === 'done', anew.answer], [false, null]);
  });

  test('[V8] a draft that starts or stops optimising is rehearsed again', async () => {
    const of = await shop();
    await append(visit(of, 'ada', Date.now() - hourMs, [[0, 'Page']]));
    assert.equal((await answered(of)).audience, null);
    const address = `/campaigns/${of.campaign}`;
    const { body: campaign } = await of.owner.call('GET', address);
    const switchTo = async (revision: number, mode: 'optimise' | 'always') => {
      const document = { ...campaign.draft, mode };
      await of.owner.call('PUT', `${address}/draft`, { revision, document });
      return (await of.owner.call('POST', `${address}/rehearsal`)).body;
    };
    const optimising = await switchTo(1, 'optimise');
    assert.deepEqual([optimising.state === 'done', optimising.answer], [false, null]);
    assert.notEqual((await answered(of)).audience, null);
    const always = await switchTo(2, 'always');
    assert.deepEqual([always.state === 'done', always.answer], [false, null]);
    assert.equal((await answered(of)).audience, null);
  });

  test('a stopped rehearsal leaves no answer', async () => {
    const of = await shop();
    await append(visit(of, 'ada', Date.now() - hourMs, [[0, 'Page']]));
    const address = `/campaigns/${of.campaign}/rehearsal`;
    await of.owner.call('POST', address);
    const { body } = await of.owner.call('DELETE', address);
    assert.deepEqual([body.state, body.answer], ['none', null]);
    assert.equal((await of.owner.call('GET', address)).body.state, 'none');
    assert.equal((await rehearse(of)).state, 'done');
  });

  test('agents and users of other accounts may not rehearse', async () => {
    const of = await shop();
    const address = `/campaigns/${of.campaign}/rehearsal`;
    const stranger = await api.newAccount();
    for (const method of ['POST', 'GET', 'DELETE'] as const)
      assert.equal((await stranger.call(method, address)).status, 404);
    const agent = await api.invite(of.owner, 'agent');
    for (const method of ['POST', 'GET', 'DELETE'] as const)
      assert.equal((await agent.call(method, address)).status, 403);
  });
});
