// The SQL of what a site sees whatever its campaigns do: visits with carts and orders, visitors, and
// how much there is a day.
// Tables are `$events`, `$decisions`, `$conversions`: the account's rows only.
import { intakeLimits, profileLimits } from '@opportune/protocol/limits.ts';
import {
  amountSql,
  currencySql,
  isCurrencySql,
  keptKeySql,
  takenBackOfOrdersSql,
} from './conversions-sql.ts';

/** What a business reports of an order later: no visit begins or is made by it. */
const afterwards = `name IN ('Order Refunded', 'Order Cancelled')`;

/** A visit's own event: what the business's server reports begins none. */
const own = `trust != 'server'`;
/** A visit that goes on has an own event so long before: its gap, and how late a live one may come. */
const straddleS = (profileLimits.visitGapMs + intakeLimits.liveMs) / 1000;

const instantSql = (seconds: string) => `fromUnixTimestamp64Milli(toInt64((${seconds}) * 1000))`;
const fromSql = instantSql('{from:Float64}');

const inSpan = `({site:String} = '' OR site = {site:String})
    AND at >= ${fromSql} AND at < ${instantSql('{until:Float64}')}`;

/** Events of a span, without those of visits that began before it. Parameters: site, from, until (seconds). */
const begunInSpan = `${inSpan}
    AND visit NOT IN (
      SELECT visit FROM $events
      WHERE ${own} AND at >= ${instantSql(`{from:Float64} - ${straddleS}`)} AND at < ${fromSql}
    )`;

/** One row a visit of a site that began in the span, whole. */
export const visitsSql = `
  SELECT visit, any(visitor) AS visitor, minIf(at, ${own}) AS began,
    max(name IN ('Product Added') OR (name = 'Cart Updated' AND JSONExtractFloat(properties, 'items') > 0)) AS with_cart,
    max(name = 'Order Completed') AS with_order,
    max(bot) AS is_bot
  FROM $events
  WHERE ${begunInSpan} AND NOT ${afterwards}
  GROUP BY visit
  HAVING countIf(${own}) > 0`;

export const funnelSql = `
  SELECT formatDateTime(began, '%Y-%m-%d', {zone:String}) AS day,
    toFloat64(countIf(NOT is_bot)) AS visits,
    toFloat64(countIf(NOT is_bot AND with_cart)) AS with_cart,
    toFloat64(countIf(NOT is_bot AND with_order)) AS with_order,
    toFloat64(countIf(is_bot)) AS bots
  FROM (${visitsSql})
  GROUP BY day
  ORDER BY day`;

/**
 * Orders, each order id once, one without an id by its event; less what was taken back of them,
 * without those that were taken back whole. The value of one in another currency than the account's
 * is left out. Parameters also: keyProperty, currency.
 */
export const ordersSql = `
  SELECT formatDateTime(first_at, '%Y-%m-%d', {zone:String}) AS day, toFloat64(countIf(left_part > 0)) AS orders,
    toFloat64(sumIf(order_value * left_part, order_currency = {currency:String})) AS value
  FROM (
    SELECT o.first_at AS first_at, o.order_value AS order_value,
      if(o.named_in = '', {currency:String}, o.named_in) AS order_currency,
      arraySum(r -> multiIf(r.3 = 1, 1., o.order_value > 0 AND ${isCurrencySql('r.4', 'order_currency')}, least(1., r.2 / o.order_value), 0.), t.reports) AS taken_part,
      if(taken_part > 1 - 1e-6, 0., 1 - taken_part) AS left_part
    FROM (
      SELECT if(order_id = '', concat(visitor, ' ', id), order_id) AS order_key, min(at) AS first_at, argMin(total, ordinal) AS order_value,
        argMin(named_in, ordinal) AS named_in
      FROM (
        SELECT visitor, id, ordinal, at,
          ${keptKeySql("JSONExtractString(properties, 'order_id')")} AS order_id,
          ${amountSql("JSONExtractFloat(properties, 'total')")} AS total,
          ${currencySql} AS named_in
        FROM $events
        WHERE name = 'Order Completed' AND bot = 0 AND ({site:String} = '' OR site = {site:String})
          AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
          AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
      )
      GROUP BY order_key
    ) AS o
    LEFT JOIN (${takenBackOfOrdersSql}) AS t ON t.order_key = o.order_key
  )
  GROUP BY day`;

/** Of the visits without bots. Grouped and then counted: on a long log that costs half of what counting distinct ids does. */
export const visitorsSql = `
  SELECT toFloat64(count()) AS visitors
  FROM (
    SELECT visitor FROM $events
    WHERE ${own} AND ${begunInSpan} AND visit NOT IN (SELECT visit FROM $events WHERE bot = 1 AND ${inSpan})
    GROUP BY visitor
  )`;

/**
 * Visits before an instant, over so many days, as they were known at it: what a horizon is set from.
 * What is imported or comes late afterwards moves none.
 */
export const visitsBeforeSql = `
  SELECT toFloat64(uniqExact(visit)) AS visits,
    toFloat64(toUnixTimestamp64Milli(min(at))) AS first_ms
  FROM $events
  WHERE bot = 0 AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
    AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
    AND received_at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))`;

/**
 * Eligible visitors of every campaign's periods, by day; together, without a day, those of before.
 * Parameters: since (seconds), zone.
 */
export const trafficSql = `
  SELECT campaign, period, toFloat64(count()) AS eligible,
    if(enrolled_at < fromUnixTimestamp64Milli(toInt64({since:Float64} * 1000)), '',
      formatDateTime(enrolled_at, '%Y-%m-%d', {zone:String})) AS day
  FROM (
    SELECT campaign, period, visitor, min(at) AS enrolled_at
    FROM $decisions
    GROUP BY campaign, period, visitor
  )
  GROUP BY campaign, period, day`;
