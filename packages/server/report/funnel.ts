// A site's funnel over a span of time: visits, with a cart, with an order. Bots apart.
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { Funnel } from '@opportune/protocol/rest/report.ts';
import { grounds } from './fact-versions.ts';
import type { ReportFacts } from './shared-queries.ts';
import { funnelSql, ordersSql, visitorsSql } from './site-sql.ts';

export interface FunnelQuestion {
  readonly account: AccountId;
  /** Null: all sites. */
  readonly site: SiteId | null;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly timeZone: string;
  /** The account's: what was sold in another is left out of the value. */
  readonly currency: string;
  readonly now: number;
}

interface VisitsRow {
  readonly day: string;
  readonly visits: number;
  readonly with_cart: number;
  readonly with_order: number;
  readonly bots: number;
}

interface OrdersRow {
  readonly day: string;
  readonly orders: number;
  readonly value: number;
}

export async function siteFunnel(facts: ReportFacts, ask: FunnelQuestion): Promise<Funnel> {
  const params = {
    site: ask.site ?? '',
    from: ask.fromMs / 1000,
    until: ask.untilMs / 1000,
    zone: ask.timeZone,
  };
  const { zone: _, ...span } = params;
  const seen = ask.site === null ? grounds.events : grounds.eventsOf(ask.site);
  const on = [seen];
  const [visits, orders, people] = await Promise.all([
    facts.query<VisitsRow>(ask.account, funnelSql, params, { on }),
    facts.query<OrdersRow>(
      ask.account,
      ordersSql,
      { ...params, keyProperty: 'order_id', currency: ask.currency },
      { on: [seen, grounds.takenBack] },
    ),
    facts.query<{ visitors: number }>(ask.account, visitorsSql, span, { on }),
  ]);
  return {
    visits: sum(visits.map((row) => row.visits)),
    visitors: people[0]?.visitors ?? 0,
    withCart: sum(visits.map((row) => row.with_cart)),
    withOrder: sum(visits.map((row) => row.with_order)),
    orders: sum(orders.map((row) => row.orders)),
    value: sum(orders.map((row) => row.value)),
    bots: sum(visits.map((row) => row.bots)),
    asOf: ask.now,
    days: daysOf(visits, orders),
  };
}

/** An order stands on its own day, which a visit that began on the day before may have alone. */
function daysOf(visits: readonly VisitsRow[], orders: readonly OrdersRow[]): Funnel['days'] {
  const visitsOf = new Map(visits.map((row) => [row.day, row]));
  const valueOf = new Map(orders.map(({ day, value }) => [day, value]));
  return [...new Set([...visitsOf.keys(), ...valueOf.keys()])].toSorted().map((day) => {
    const row = visitsOf.get(day);
    return {
      day,
      visits: row?.visits ?? 0,
      withCart: row?.with_cart ?? 0,
      withOrder: row?.with_order ?? 0,
      value: valueOf.get(day) ?? 0,
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
