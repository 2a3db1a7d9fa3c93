// The SQL of visits, one row each, by the times of the events: a visitor's own events with no gap
// over 30 minutes. The same events make the same visits, whether they arrived live, late from an
// offline queue, or by import. If only the business's server reports a visitor, its events make
// server-side visits by the same gap. Tables are `$events`: the account's rows only.
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';

/** Later reports of a business about an order. They neither begin nor make a visit. */
const afterwards = `name IN ('Order Refunded', 'Order Cancelled')`;
/** A visitor's own event. Reports of the business's server begin none of their visits. */
const own = `trust != 'server'`;
const withCart = `(name = 'Product Added' OR (name = 'Cart Updated' AND JSONExtractFloat(properties, 'items') > 0))`;

const instantSql = (seconds: string) => `fromUnixTimestamp64Milli(toInt64((${seconds}) * 1000))`;
const ofSite = `({site:String} = '' OR site = {site:String})`;
/** Includes the gap before it, which shows whether a visit began before the span. */
const earlier = instantSql(`{from:Float64} - ${profileLimits.visitGapMs / 1000}`);
const taken = `${ofSite} AND at >= ${earlier} AND at < ${instantSql('{until:Float64}')} AND NOT ${afterwards}`;

/** An event in one number, which sorts by its instant (ms), own events first. */
const packed = `toUInt64(toUnixTimestamp64Milli(at)) * 16 + (NOT ${own}) * 8 + ${withCart} * 4 + (name = 'Order Completed') * 2 + bot`;
const msOf = (event: string) => `bitShiftRight(${event}, 4)`;
/** Whether an event makes visits: an own one, or any of a visitor without own ones. */
const counts = (event: string) => `(by_server OR bitAnd(${event}, 8) = 0)`;

/** Of those visitors, the ones with any event of their own. */
const everSeenSql = `
    SELECT visitor FROM $events WHERE ${own} AND ${ofSite} AND at < ${earlier}
      AND visitor IN (SELECT visitor FROM $events WHERE NOT ${own} AND ${taken})`;

/** A visitor's events in order, and the same as visits: lists of what happened in each. */
const splitSql = `
        SELECT visitor, by_server,
          arrayFilter(v -> ${counts('v[1]')} AND ${msOf('v[1]')} >= {from:Float64} * 1000,
            arraySplit((e, begin) -> begin, happened, begins)) AS visits
        FROM (
          SELECT *, arrayMap((e, before) -> ${counts('e')} AND ${msOf('e')} - before > ${profileLimits.visitGapMs},
            happened, arrayPopBack(arrayPushFront(made, 0))) AS begins
          FROM (
            SELECT *, arrayFill(ms -> ms > 0, arrayMap(e -> if(${counts('e')}, ${msOf('e')}, 0), happened)) AS made
            FROM (
              SELECT visitor, countIf(${own}) = 0 AS by_server, arraySort(groupArray(${packed})) AS happened
              FROM $events
              WHERE ${taken}
              GROUP BY visitor
            )
          )
        )`;

/**
 * One complete row per visit that began in the span: its visitor, its beginning, whether with a
 * cart, an order or a bot, whether it is its visitor's first without a bot, and whether only the
 * business's server reports. Server reports about a visitor with own events belong to the latest
 * visit that began before them. Parameters: site (empty: all), from, until (seconds).
 */
export const visitsSql = `
  SELECT visitor, by_server, fromUnixTimestamp64Milli(toInt64(${msOf('visit[1]')})) AS began,
    bitAnd(mark, 4) > 0 AS with_cart, bitAnd(mark, 2) > 0 AS with_order, bitAnd(mark, 1) > 0 AS is_bot,
    number = first_number AS is_first
  FROM (
    SELECT *, arrayFirstIndex(m -> bitAnd(m, 1) = 0, marks) AS first_number
    FROM (
      SELECT *, arrayMap(v -> arrayReduce('groupBitOr', arrayMap(e -> bitAnd(e, 7), v)), visits) AS marks
      FROM (${splitSql})
    )
  )
  ARRAY JOIN visits AS visit, marks AS mark, arrayEnumerate(visits) AS number
  WHERE NOT by_server OR visitor NOT IN (${everSeenSql})`;
