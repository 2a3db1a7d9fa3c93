// A world counted by hand, on the real engine: ten in each arm order once for 60. The owner of an
// order is named by arm: `t3` is the fourth in treatment.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId, GoalId } from '@opportune/protocol/ids.ts';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import type { TestEngines } from '../../adapter/engines.test-support.ts';
import { campaignResults } from './results.ts';
import type { ResultsQuestion } from './results.ts';

export const hourMs = 3600_000;
export const dayMs = 24 * hourMs;
export const began = Date.UTC(2026, 0, 10, 12);
const orderedAt = began + hourMs;
/** A window of seven days, and the wait for late events. */
export const closedAt = began + 8 * dayMs;
export const now = began + 20 * dayMs;
export const goal: Goal = {
  id: GoalId.parse('purchase'),
  name: 'Purchase',
  kind: 'purchase',
  event: { event: 'Order Completed' },
  value: { type: 'property', path: 'total' },
  valueCap: 100,
  key: 'order_id',
  window: { type: 'duration', seconds: 7 * 86_400 },
  trust: 'server',
};

interface Report {
  /** The owner: `t3` is the fourth visitor in treatment. */
  readonly of: string;
  readonly name?: 'Order Refunded' | 'Order Cancelled';
  readonly says?: Readonly<Record<string, unknown>>;
  readonly at?: number;
  readonly more?: FactRow;
}

export class World {
  readonly engines: TestEngines;
  readonly account = AccountId.parse(`orders-${randomUUID().slice(0, 8)}`);
  readonly events: FactRow[] = [];
  readonly decisions: FactRow[] = [];
  readonly conversions: FactRow[] = [];
  readonly bursts: FactRow[] = [];
  ordinal = 0;

  constructor(engines: TestEngines) {
    this.engines = engines;
    for (const arm of ['treatment', 'control'] as const)
      for (let each = 0; each < 10; each++) this.order(arm, `${arm.slice(0, 1)}${each}`);
  }

  /** Enrolled in the campaign, whatever they do next. */
  enrol(arm: 'treatment' | 'control', visitor: string, more: FactRow = {}): void {
    this.decisions.push({
      ...this.#own(visitor),
      id: `d-${visitor}`,
      campaign: 'help',
      period: 1,
      engagement: 'e',
      goal: goal.id,
      arm,
      variant: arm === 'control' ? '' : 'a',
      zone: 'corner',
      offer: 'content',
      at: began,
      propensity: 0.5,
      reasons: '{}',
      ...more,
    });
    this.event(visitor, 'Page', began, {}, { trust: 'page' });
  }

  order(arm: 'treatment' | 'control', visitor: string, more: FactRow = {}): void {
    this.enrol(arm, visitor, more);
    const says = { order_id: `o-${visitor}`, total: 60 };
    this.event(visitor, 'Order Completed', orderedAt, says, { id: `completed-${visitor}` });
    const { visit: _visit, ...own } = this.#own(visitor);
    this.conversions.push({
      ...own,
      goal: goal.id,
      key: `o-${visitor}`,
      key_property: 'order_id',
      event: `completed-${visitor}`,
      at: orderedAt,
      received_at: orderedAt,
      value: 60,
      currency: 'EUR',
      trust: 'server',
    });
  }

  report({ of, name = 'Order Refunded', says = {}, at = began + dayMs, more = {} }: Report): this {
    this.event(of, name, at, { order_id: `o-${of}`, ...says }, more);
    return this;
  }

  event(visitor: string, name: string, at: number, says: object, more: FactRow): void {
    this.events.push({
      ...this.#own(visitor),
      id: randomUUID(),
      kind: 'track',
      name,
      trust: 'server',
      at,
      received_at: at,
      properties: JSON.stringify(says),
      ...more,
    });
  }

  #own(visitor: string) {
    const visit = `${visitor}-1`;
    return { account: this.account, site: 's1', visitor, visit, ordinal: ++this.ordinal };
  }

  async results(change: Partial<Goal> = {}, at = now, currency = 'EUR'): Promise<CampaignResults> {
    await this.store();
    return campaignResults(this.engines.facts, this.question(change, at, currency));
  }

  async store(): Promise<void> {
    const { events, decisions, conversions, bursts } = this;
    await this.engines.facts.append({
      token: randomUUID(),
      tables: { events, decisions, conversions, bursts },
    });
    for (const rows of [events, decisions, conversions, bursts]) rows.length = 0;
  }

  question(change: Partial<Goal> = {}, at = now, currency = 'EUR'): ResultsQuestion {
    return {
      account: this.account,
      campaign: CampaignId.parse('help'),
      name: 'Help',
      goal: { ...goal, ...change },
      period: 1,
      periods: [{ number: 1, from: began, until: null }],
      variants: [{ id: 'a', name: 'A', share: 10_000 }],
      shares: { control: 0.5, treatment: 0.5, optimise: 0 },
      currency,
      timeZone: 'UTC',
      horizonVisitors: 1000,
      stop: null,
      now: at,
    };
  }
}

export function armOf({ arms }: CampaignResults, arm: ArmResult['arm']): ArmResult {
  const found = arms.find((each) => each.arm === arm && each.variant === null);
  assert.ok(found);
  return found;
}

/**
 * The figures of an arm: conversions and value so far, the same over closed windows, orders and
 * value taken back, and the same for later ones.
 */
export function summary(results: CampaignResults, arm: ArmResult['arm'] = 'treatment'): number[] {
  const { soFar, closed, takenBack } = armOf(results, arm);
  return [soFar.converted, soFar.value, closed.converted, closed.value, takenBack.orders].concat(
    [takenBack.value, takenBack.later.orders, takenBack.later.value].map(cents),
  );
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
