// The SQL of a site's traffic, independent of its campaigns: its funnel of visits with carts and
// orders, their visitors, and the volume per day. Tables are `$events`, `$decisions`,
// `$conversions`: the account's rows only.
import {
  currencySql,
  isCurrencySql,
  keptKeySql,
  takenBackOfOrdersSql,
} from '../conversions/conversions-sql.ts';
import { orderValueSql } from '../conversions/order-value-sql.ts';
import { visitsSql } from './visits-sql.ts';

/**
 * A visitor counts on the day of their first visit in the span. Parameters: as of visits, and zone.
 */
export const funnelSql = `
  SELECT formatDateTime(began, '%Y-%m-%d', {zone:String}) AS day, toUInt8(by_server) AS by_server,
    toFloat64(countIf(NOT is_bot)) AS visits,
    toFloat64(countIf(NOT is_bot AND with_cart)) AS with_cart,
    toFloat64(countIf(NOT is_bot AND with_order)) AS with_order,
    toFloat64(countIf(is_first)) AS visitors,
    toFloat64(countIf(is_bot)) AS bots
  FROM (${visitsSql})
  GROUP BY day, by_server
  ORDER BY day, by_server`;

/**
 * Orders, each order id once, one without an id by its event. Subtracts what was taken back and
 * leaves out orders taken back in full. The value of an order in another currency than the
 * account's is left out. Other parameters: keyProperty, currency.
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
          ${orderValueSql} AS total,
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

/**
 * Visits before an instant, over this many days, as known at that instant. A horizon is set from
 * it. Later imports and late events change none.
 */
export const visitsBeforeSql = `
  SELECT toFloat64(uniqExact(visit)) AS visits,
    toFloat64(toUnixTimestamp64Milli(min(at))) AS first_ms
  FROM $events
  WHERE bot = 0 AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
    AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
    AND received_at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))`;

/**
 * Eligible visitors of every campaign's periods, by day. Those before `since` are summed, without a
 * day. Parameters: since (seconds), zone.
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
