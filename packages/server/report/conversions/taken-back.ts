// What was taken back of orders, for code that learns from outcomes: the same reports by the same
// rule as in results [F14]. It does not decide when an outcome counts.
import { countsOrderValue } from '@opportune/core/behaviour/apply/order-value.ts';
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import type { PartBack, ReturnReport } from '@opportune/core/decision/rehearse/taken-back.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import { conversionParams, hasReports } from './conversion-params.ts';
import {
  amountSql,
  conversionsSql,
  isCurrencySql,
  jsonPathOf,
  returnsAs,
} from './conversions-sql.ts';
import { orderValueSql } from './order-value-sql.ts';

/** Of conversions that still counted when their window was over. */
export interface Worth {
  /** Their number. */
  readonly reached: number;
  /** The mean of what is left of their values, each capped. */
  readonly mean: number;
  /** The mean of the shares that are left. */
  readonly left: number;
}

const instant = (name: string): string => `fromUnixTimestamp64Milli(toInt64({${name}:Float64}))`;

const backSql = `
  SELECT key, arrayMap(b -> toFloat64(toUnixTimestamp64Milli(b.1)), taken_back) AS at_ms,
    arrayMap(b -> toFloat64(b.2), taken_back) AS parts
  FROM (${conversionsSql})
  WHERE key IN {keys:Array(String)} AND notEmpty(taken_back)`;

interface BackRow {
  readonly key: string;
  readonly at_ms: readonly number[];
  readonly parts: readonly number[];
}

const leftSql = (until: string): string =>
  `greatest(0., 1 - arraySum(b -> if(b.1 <= ${until}, b.2, 0.), taken_back))`;

/**
 * The value of events by what the goal counts now, a property or the value of the order. The value
 * stored with a conversion follows the goal of that time. Parameters: event, valuePath, ofOrders.
 */
const countedSql = `
  SELECT visitor, id,
    argMin(if({ofOrders:UInt8} = 1, ${orderValueSql},
      toFloat64OrZero(trim(BOTH '[]' FROM JSON_QUERY(properties, {valuePath:String})))), ordinal) AS named,
    greatest(0., ${amountSql('named')}) AS counted
  FROM $events
  WHERE name = {event:String} AND received_at > ${instant('since')}
    AND (visitor, id) IN (SELECT visitor, event FROM $conversions WHERE goal = {goal:String} AND received_at > ${instant('since')})
  GROUP BY visitor, id`;

/** Also takes inCurrency as for conversions: 1 if the value is a property of the event. */
const worthSql = `
  SELECT toFloat64(count()) AS reached, toFloat64(avg(part)) AS left,
    toFloat64(avg(if({cap:Float64} > 0, least(worth * part, {cap:Float64}), worth * part))) AS mean
  FROM (
    SELECT multiIf({inCurrency:UInt8} = 0, c.value,
        ${isCurrencySql('c.named_in', '{currency:String}')}, ifNull(v.counted, c.value), 0.) AS worth,
      ${leftSql('received_at + toIntervalSecond({closesAfterS:UInt32})')} AS stood,
      ${leftSql(instant('now'))} AS part
    FROM (${conversionsSql}) AS c
    LEFT JOIN (${countedSql}) AS v ON v.visitor = c.visitor AND v.id = c.event
    WHERE received_at > ${instant('since')}
  )
  WHERE stood >= 1e-6`;

const happened = 'if(imported = 1, at, received_at)';

/**
 * The newest orders of which something was taken back. Imported ones count as reported at their own
 * time.
 */
const reportedSql = `
  SELECT order_key AS key, arrayMap(r -> toFloat64(toUnixTimestamp64Milli(r.1)), reports) AS at_ms,
    arrayMap(r -> toFloat64(r.2), reports) AS sums, arrayMap(r -> toUInt8(r.3), reports) AS whole,
    arrayMap(r -> r.4, reports) AS currencies
  FROM (${returnsAs({
    believed: `(imported = 1 OR trust IN ('signed', 'server')) AND ${happened} >= ${instant('since')}`,
    told: happened,
  })})
  ORDER BY arrayMax(at_ms) DESC, key LIMIT ${rehearsalLimits.returns}`;

interface ReportedRow {
  readonly key: string;
  readonly at_ms: readonly number[];
  readonly sums: readonly number[];
  readonly whole: readonly number[];
  readonly currencies: readonly string[];
}

export function takenBackFrom(facts: FactStore) {
  return {
    /** By key. Leaves out conversions of which nothing was taken back. */
    of: (account: AccountId, counted: CountedGoal, keys: readonly string[]) =>
      partsBack(facts, account, counted, keys),

    /**
     * By key: every trusted report since an instant, for code that recounts conversions of a stored
     * past. Imported ones count at their own time, and importers are trusted.
     */
    since: (account: AccountId, goal: Goal, since: number) =>
      reportsSince(facts, account, goal, since),

    /**
     * The present worth of conversions received after an instant. One taken back in full within
     * this many seconds does not count. Null without any.
     */
    worth: (account: AccountId, counted: CountedGoal, span: WorthSpan) =>
      worthOf(facts, account, counted, span),
  };
}

async function partsBack(
  facts: FactStore,
  account: AccountId,
  counted: CountedGoal,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly PartBack[]>> {
  if (keys.length === 0) return new Map();
  const params = await conversionParams(facts, account, counted);
  if (!(await hasReports(facts, account, params))) return new Map();
  const rows = await facts.query<BackRow>(account, backSql, { ...params, keys: [...keys] });
  return new Map(
    rows.map(({ key, at_ms, parts }) => [
      key,
      at_ms.map((at, of) => ({ at, part: parts[of] ?? 0 })),
    ]),
  );
}

async function reportsSince(
  facts: FactStore,
  account: AccountId,
  goal: Goal,
  since: number,
): Promise<ReadonlyMap<string, readonly ReturnReport[]>> {
  if (goal.key === null) return new Map();
  const params = { keyProperty: goal.key, since };
  const rows = await facts.query<ReportedRow>(account, reportedSql, params);
  return new Map(
    rows.map(({ key, at_ms, sums, whole, currencies }) => [
      key,
      at_ms.map((at, of) => ({
        ...{ at, sum: sums[of] ?? 0, currency: currencies[of] ?? '' },
        whole: whole[of] === 1,
      })),
    ]),
  );
}

interface WorthSpan {
  readonly since: number;
  readonly closesAfterS: number;
  readonly now: number;
}

async function worthOf(
  facts: FactStore,
  account: AccountId,
  counted: CountedGoal,
  span: WorthSpan,
): Promise<Worth | null> {
  const { event, value, valueCap } = counted.goal;
  const path = value.type === 'property' ? value.path : null;
  const ofOrders = path !== null && countsOrderValue(event.event, path) ? 1 : 0;
  const read = { event: event.event, valuePath: jsonPathOf(path), ofOrders };
  const asked = { ...read, cap: valueCap ?? 0, ...span };
  const params = { ...(await conversionParams(facts, account, counted)), ...asked };
  const [row] = await facts.query<Worth>(account, worthSql, params);
  return row === undefined || row.reached === 0 ? null : row;
}
