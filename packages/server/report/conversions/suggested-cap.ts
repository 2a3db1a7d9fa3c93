// Suggests a cap for a goal's value: the 95th percentile of such events' values in the last 90
// days. It is only a suggestion; a manager accepts it or not.
import { eventValueIn } from '@opportune/core/behaviour/apply/order-value.ts';
import { compilePattern, readPath } from '@opportune/core/behaviour/condition/pattern.ts';
import { currencyIn, isForeign } from '@opportune/core/decision/step/currency.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';

const days = 90;
const dayMs = 86_400_000;
/** The same percentile as the caps with which the proofs were validated. */
const percentile = 0.95;
/** With fewer, a few of the largest would decide. */
const leastEvents = 20;
/** The newest ones: enough for a percentile, and quick to read. */
const mostEvents = 5000;
const digits = 3;

/**
 * Newest first, without bots. Of any trust, because an order's value does not depend on who reports
 * it. Parameters: event, from, until (seconds).
 */
const suchEventsSql = `
  SELECT visitor, id, properties FROM $events
  WHERE name = {event:String} AND bot = 0
    AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
    AND at <= fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
  ORDER BY at DESC
  LIMIT ${mostEvents}`;

interface CapInCurrency extends CapQuestion {
  /** The account's currency. A cap is in it, and values in others say nothing about it. */
  readonly currency: string;
}

interface Row {
  readonly visitor: string;
  readonly id: string;
  readonly properties: string;
}

/** Null if fewer than 20 had a value, or if the value is not a property of the event. */
export async function suggestedCap(
  facts: ReportFacts,
  account: AccountId,
  goal: CapInCurrency,
  now: number,
): Promise<SuggestedCap> {
  if (goal.value.type !== 'property') return { cap: null, events: 0, days };
  const rows = await facts.query<Row>(account, suchEventsSql, {
    event: goal.event.event,
    from: (now - days * dayMs) / 1000,
    until: now / 1000,
  });
  const values = valuesOf(rows, goal, goal.value.path);
  return { cap: values.length < leastEvents ? null : capOf(values), events: values.length, days };
}

/** Of each conversion once, as the goal identifies them. Without those that have no value. */
function valuesOf(
  rows: readonly Row[],
  { event, key, value: counted, currency }: CapInCurrency,
  path: string,
): readonly number[] {
  const pattern = compilePattern(event);
  const values = new Map<string, number>();
  for (const row of rows) {
    const properties = JSON.parse(row.properties) as JsonObject;
    const value = eventValueIn(event.event, path, properties);
    if (value === 0 || !pattern.fits(properties)) continue;
    if (isForeign({ value: counted }, currencyIn(properties), currency)) continue;
    const named = key === null ? undefined : readPath(properties, key);
    values.set(named === undefined ? `${row.visitor} ${row.id}` : `key ${String(named)}`, value);
  }
  return [...values.values()];
}

/** The smallest value that is at least as large as 95 % of the values, to three digits. */
function capOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = Math.ceil(percentile * sorted.length) - 1;
  return Number((sorted[at] ?? 0).toPrecision(digits));
}
