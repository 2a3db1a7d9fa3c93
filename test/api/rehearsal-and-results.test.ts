// A rehearsal and the results count the same past alike: what visitors went on to do.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import {
  campaign,
  configuration,
  purchase,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { runRehearsal } from '@opportune/server/campaign/rehearsal/rehearsal-run.ts';
import { pastVisits } from '@opportune/server/engage/rehearsal/past-visits.ts';
import { campaignResults } from '@opportune/server/report/results/results.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';

const [minuteS, dayS] = [60, 86_400];
const now = Date.UTC(2026, 4, 20, 12);
const began = now - 20 * dayS * 1000;
const account = AccountId.parse(`both-${randomUUID().slice(0, 8)}`);
const draft = campaign({ id: 'c', moment: { fact: 'cart.total', op: 'gte', value: 100 } });
/** The moment comes when the cart is filled. The visitor's last own event is ten minutes in. */
const [momentS, lastS] = [3, 10 * minuteS];

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

class Past {
  readonly events: FactRow[] = [];
  readonly decisions: FactRow[] = [];
  readonly conversions: FactRow[] = [];

  visit(visitor: string, at = began): this {
    const properties = JSON.stringify({ total: 200, items: 1 });
    this.#event(visitor, 'Page', at, 0, { trust: 'page' });
    this.#event(visitor, 'Cart Updated', at, momentS, { trust: 'page', properties });
    this.sign(visitor, lastS, at);
    const drawn = { arm: 'control', variant: '', zone: 'corner', offer: 'content' };
    this.decisions.push({
      ...this.#own(visitor),
      ...drawn,
      ...{ id: `d-${visitor}`, campaign: 'c', period: 1, engagement: 'e', goal: purchase.id },
      ...{ at: at + momentS * 1000, propensity: 1, reasons: '{}' },
    });
    return this;
  }

  sign(visitor: string, second: number, at = began): this {
    return this.#event(visitor, 'Scroll Reached', at, second, { trust: 'page' });
  }

  /** The shop's server reports the order, `lateS` seconds later. */
  order(visitor: string, second: number, lateS = 0, currency = 'EUR'): this {
    const [id, at] = [`order-${visitor}`, began + second * 1000];
    const received = { received_at: at + lateS * 1000 };
    const properties = JSON.stringify({ order_id: visitor, total: 50, currency });
    this.#event(visitor, 'Order Completed', began, second, { id, properties, ...received });
    const { visit: _visit, ...own } = this.#own(visitor);
    const told = { key: visitor, event: id, at, ...received, value: 50, currency };
    this.conversions.push({ ...own, goal: purchase.id, ...told, trust: 'server' });
    return this;
  }

  back(visitor: string, second: number, says: object = {}, more: FactRow = {}): this {
    const name = 'total' in says ? 'Order Refunded' : 'Order Cancelled';
    const properties = JSON.stringify({ order_id: visitor, ...says });
    return this.#event(visitor, name, began, second, { properties, ...more });
  }

  #event(visitor: string, name: string, from: number, second: number, more: FactRow): this {
    const at = from + second * 1000;
    this.events.push({
      ...this.#own(visitor),
      ...{ id: randomUUID(), kind: name === 'Page' ? 'page' : 'track', name, trust: 'server' },
      ...{ at, received_at: at, page_view: visitor, url: 'https://shop.example/', path: '/' },
      ...{ properties: '{}', ...more },
    });
    return this;
  }

  #own(visitor: string) {
    const ordinal = this.events.length + this.decisions.length + this.conversions.length + 1;
    return { account, site, visitor, visit: `${visitor}-1`, ordinal };
  }
}

function past(): Past {
  const all = new Past();
  const visitors = ['inside', 'second', 'nearly', 'behind', 'whole', 'part', 'later'];
  for (const each of [
    ...visitors,
    'office',
    'page',
    'told',
    'kiosk',
    'none',
    'yen',
    'yenBack',
    'mixed',
  ])
    all.visit(each);
  all.visit('open', now - 5 * minuteS * 1000);
  all.order('inside', 1 * minuteS);
  all.order('second', lastS + 1);
  all.order('nearly', lastS + 29 * minuteS);
  all.order('behind', lastS + 31 * minuteS);
  all.order('whole', minuteS).back('whole', 2 * minuteS);
  all.order('part', minuteS).back('part', 2 * minuteS, { total: 20 });
  all.order('later', minuteS).back('later', 3 * dayS);
  all.order('office', minuteS).back('office', 2 * minuteS, {}, { visitor: 'desk', visit: 'desk' });
  all.order('page', minuteS).back('page', 2 * minuteS, {}, { trust: 'page' });
  all.order('told', minuteS, 5 * dayS);
  all.order('yen', minuteS, 0, 'JPY').back('yen', 2 * minuteS, { total: 50, currency: 'EUR' });
  all.order('yenBack', minuteS, 0, 'JPY');
  all.back('yenBack', 2 * minuteS, { total: 50, currency: 'JPY' });
  all.order('mixed', minuteS).back('mixed', 2 * minuteS, { total: 20, currency: 'JPY' });
  for (let second = lastS; second < 2 * dayS; second += 25 * minuteS) all.sign('kiosk', second);
  return all.order('kiosk', 25 * 3600);
}

const durationOf = (seconds: number): Goal => ({
  ...purchase,
  trust: 'server',
  window: { type: 'duration', seconds },
});

const windows: readonly (readonly [string, Goal, number])[] = [
  ['the visit', { ...purchase, trust: 'server', window: { type: 'visit' } }, 8],
  ['an hour', durationOf(3600), 9],
  ['seven days', durationOf(7 * dayS), 10],
];

test('[V7] a rehearsal and the results give the same figures for one past, whatever the window', async () => {
  const { events, decisions, conversions } = past();
  await engines.facts.append({ token: randomUUID(), tables: { events, decisions, conversions } });
  const takenBack = takenBackFrom(engines.facts);
  for (const [name, goal, converted] of windows) {
    const signal = new AbortController().signal;
    const answer = await runRehearsal(
      pastVisits(engines.facts, takenBack),
      {
        ...{ account, campaign: draft.id, draft: draft.document, now },
        configuration: configuration([], { account, goals: [goal] }),
      },
      { signal, progress: () => undefined, sofar: () => undefined },
    );
    const { arms, pending } = await campaignResults(engines.facts, {
      ...{ account, campaign: draft.id, goal, period: 1, now, name: 'C', stop: null },
      periods: [{ number: 1, from: began, until: null }],
      variants: [{ id: 'a', name: 'A', share: 10_000 }],
      shares: { control: 0.5, treatment: 0.5, optimise: 0 },
      ...{ currency: 'EUR', timeZone: 'UTC', horizonVisitors: 1000 },
    });
    const control = arms.find(({ arm }) => arm === 'control');
    assert.ok(answer !== null && control !== undefined);
    const rehearsed = answer.eligible;
    assert.deepEqual(
      [rehearsed.visitors, rehearsed.converted, rehearsed.value, rehearsed.pending],
      [control.closed.eligible, control.closed.converted, control.closed.value, pending.visitors],
      name,
    );
    assert.deepEqual([rehearsed.visitors, rehearsed.pending], [15, 1], name);
    assert.equal(rehearsed.converted, converted, name);
  }
});
