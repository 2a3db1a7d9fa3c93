// A site's funnel over a span of time: visits, visits with a cart, visits with an order. Separates
// bots, and visitors who only the business's server reports.
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { grounds } from '../queries/fact-versions.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { funnelSql, ordersSql } from './site-sql.ts';

export interface FunnelQuestion {
  readonly account: AccountId;
  /** Null: all sites. */
  readonly site: SiteId | null;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly timeZone: string;
  /** The account's currency. Sales in another one are left out of the value. */
  readonly currency: string;
  readonly now: number;
}

interface VisitsRow {
  readonly day: string;
  /** 1 if only the business's server reports the visitor. */
  readonly by_server: number;
  readonly visits: number;
  /** Visitors whose first visit of the span it is. */
  readonly visitors: number;
  readonly with_cart: number;
  readonly with_order: number;
  readonly bots: number;
}

type Steps = Funnel['days'][number]['fromServer'];

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
  const seen = ask.site === null ? grounds.events : grounds.eventsOf(ask.site);
  const [visits, orders] = await Promise.all([
    facts.query<VisitsRow>(ask.account, funnelSql, params, { on: [seen] }),
    facts.query<OrdersRow>(
      ask.account,
      ordersSql,
      { ...params, keyProperty: 'order_id', currency: ask.currency },
      { on: [seen, grounds.takenBack] },
    ),
  ]);
  const [own, fromServer] = [0, 1].map((byServer) =>
    visits.filter((row) => row.by_server === byServer),
  );
  return {
    ...funnelOf(own ?? []),
    fromServer: funnelOf(fromServer ?? []),
    orders: sum(orders.map((row) => row.orders)),
    value: sum(orders.map((row) => row.value)),
    bots: sum(visits.map((row) => row.bots)),
    asOf: ask.now,
    days: daysOf(visits, orders),
  };
}

function funnelOf(rows: readonly VisitsRow[]): Funnel['fromServer'] {
  return { ...stepsOf(rows), visitors: sum(rows.map((row) => row.visitors)) };
}

function stepsOf(rows: readonly VisitsRow[]): Steps {
  return {
    visits: sum(rows.map((row) => row.visits)),
    withCart: sum(rows.map((row) => row.with_cart)),
    withOrder: sum(rows.map((row) => row.with_order)),
  };
}

/** An order counts on its own day, even if its visit began the day before. */
function daysOf(visits: readonly VisitsRow[], orders: readonly OrdersRow[]): Funnel['days'] {
  const visitsOf = Map.groupBy(visits, (row) => row.day);
  const valueOf = new Map(orders.map(({ day, value }) => [day, value]));
  return [...new Set([...visitsOf.keys(), ...valueOf.keys()])].toSorted().map((day) => {
    const rows = visitsOf.get(day) ?? [];
    return {
      day,
      ...stepsOf(rows.filter((row) => row.by_server === 0)),
      fromServer: stepsOf(rows.filter((row) => row.by_server === 1)),
      value: valueOf.get(day) ?? 0,
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
