// The SQL of campaigns' results, composed of named parts: who was enrolled, how they reacted, what
// they converted, whose window is closed. A figure on two screens uses the same part in both.
// Conversions and returns are in conversions-sql.ts. Tables are `$events`, `$decisions`,
// `$conversions`: the account's rows only.
import { windowLimits } from '@opportune/protocol/limits/campaigns.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { conversionsSql, firstConversionsSql, leftSql } from '../conversions/conversions-sql.ts';

/** Late events are awaited for this long after a window of fixed length. */
export const lateS = windowLimits.lateMs / 1000;
/** A visit is over after this long without a sign of its own. */
export const visitGapS = profileLimits.visitGapMs / 1000;
/**
 * Bounds a visit. Otherwise one browser that never rests would hold back all who were enrolled
 * after it.
 */
export const longestVisitS = windowLimits.visitMs / 1000;
const lateEventMs = intakeLimits.liveMs;

/**
 * The unit of a campaign's results: one row per visitor, dated by the first decision of either arm
 * in the period. A decision made again after a crash is its newest row. Parameters: campaign,
 * period.
 */
export const enrolledSql = `
  SELECT visitor, made.3 AS arm, made.4 AS variant, made.5 AS offer, made.6 AS visit, made.7 AS enrolled_at, made.8 AS page_view, made.9 AS network
  FROM (
    SELECT visitor, arraySort(groupArray((ordinal, id, arm, variant, offer, visit, at, page_view, network))) AS all_made,
      arrayLast(d -> d.2 = all_made[1].2, all_made) AS made
    FROM $decisions
    WHERE campaign = {campaign:String} AND period = {period:UInt32}
    GROUP BY visitor
  )`;

/** Visitors who were shown the engagement, and who clicked or answered it. */
export const reactionsSql = `
  SELECT visitor,
    countIf(name = 'Engagement Shown') > 0 AS exposed,
    countIf(name IN ('Engagement Clicked', 'Conversation Started')) > 0 AS engaged
  FROM $events
  WHERE name IN ('Engagement Shown', 'Engagement Clicked', 'Conversation Started')
    AND decision IN (SELECT id FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
  GROUP BY visitor`;

/**
 * The visitor's last own sign in each visit in which somebody was enrolled. A same-visit window
 * closes by it. Server reports, late events and imported ones prolong no visit.
 */
function visitEndsSql(
  periods: 'period = {period:UInt32}' | 'period >= {fromPeriod:UInt32}',
): string {
  return `
  SELECT visit, max(received_at) AS ended_at
  FROM $events
  WHERE trust != 'server' AND imported = 0 AND date_diff('millisecond', at, received_at) <= ${lateEventMs}
    AND visit IN (SELECT visit FROM $decisions WHERE campaign = {campaign:String} AND ${periods})
  GROUP BY visit`;
}

/**
 * What a period's results need. Parts that cannot change a figure are left out, because reading the
 * log for them costs more than all the rest.
 */
export interface ResultsNeeds {
  /** Windows may end with the visit. */
  readonly visits: boolean;
  /** Something may have been taken back. */
  readonly refunds: boolean;
}

/** For units alone: figures that count no reactions do not need them. */
export interface UnitsNeeds extends ResultsNeeds {
  readonly reactions: boolean;
}

const nowSql = 'fromUnixTimestamp64Milli(toInt64({now:Float64} * 1000))';

/**
 * One row per enrolled visitor with everything that the results count. A visitor is `closed` when
 * their window and those of all enrolled before them are over. If short windows were counted ahead
 * of longer ones, the outcome (a chat prolongs a visit) would decide who is counted when. What a
 * closed visitor counts for is `fixed` at their own closing: conversions and refunds received later
 * change only `counted`, so that they move no interval. Parameters: campaign, period, goal,
 * keyProperties, keyProperty, currency, inCurrency, windowS (0: the visit), cap (0: none), now
 * (seconds).
 */
export function unitsFor({ visits, refunds, reactions }: UnitsNeeds): string {
  return `
  SELECT e.visitor AS visitor, e.arm AS arm, e.variant AS variant, e.offer AS offer,
    e.enrolled_at AS enrolled_at, e.network AS network,
    ${reactions ? 'ifNull(r.exposed, 0) AS exposed, ifNull(r.engaged, 0) AS engaged,' : ''}
    ${visits ? visitWindowSql : durationWindowSql},
    ${closedSql},
    arrayFilter(c -> c.1 >= e.enrolled_at AND c.1 <= window_end, ifNull(k.list, [])) AS counted,
    ${refunds ? `${leftSql('counted', nowSql)} AS counted_left,` : ''}
    ${outcomeSql('counted', refunds, ['converted', 'value_whole'])},
    if({cap:Float64} > 0, least(value_whole, {cap:Float64}), value_whole) AS value,
    arrayFilter(c -> c.2 <= closes_at, counted) AS fixed,
    ${refunds ? `${leftSql('fixed', 'closes_at')} AS fixed_left, ${leftSql('fixed', nowSql)} AS fixed_left_now,` : ''}
    ${outcomeSql('fixed', refunds, ['fixed_converted', 'fixed_whole'])},
    if({cap:Float64} > 0, least(fixed_whole, {cap:Float64}), fixed_whole) AS fixed_value
  FROM (${enrolledSql}) AS e
  ${reactions ? `LEFT JOIN (${reactionsSql}) AS r ON r.visitor = e.visitor` : ''}
  ${visits ? `LEFT JOIN (${visitEndsSql('period = {period:UInt32}')}) AS v ON v.visit = e.visit` : ''}
  LEFT JOIN (
    SELECT visitor, groupArray((converted_at, received_at, value${refunds ? ', taken_back' : ''})) AS list
    FROM (${refunds ? conversionsSql : firstConversionsSql}) GROUP BY visitor
  ) AS k ON k.visitor = e.visitor`;
}

const visitWindowSql = `if({windowS:UInt32} = 0,
      least(ifNull(v.ended_at, e.enrolled_at) + toIntervalSecond(${visitGapS}), e.enrolled_at + toIntervalSecond(${longestVisitS})),
      e.enrolled_at + toIntervalSecond({windowS:UInt32})) AS window_end,
    window_end + toIntervalSecond(if({windowS:UInt32} = 0, 0, ${lateS})) AS closes_at`;

const durationWindowSql = `e.enrolled_at + toIntervalSecond({windowS:UInt32}) AS window_end,
    window_end + toIntervalSecond(${lateS}) AS closes_at`;

const closedSql = `min(if(closes_at <= ${nowSql}, NULL, e.enrolled_at)) OVER () AS first_pending_at,
    ifNull(e.enrolled_at < first_pending_at, 1) AS closed,
    min(if(closes_at <= ${nowSql}, NULL, closes_at)) OVER () AS next_closes_at`;

/** For a list of conversions, under two names: whether any still counts, and their total value. */
function outcomeSql(
  list: 'counted' | 'fixed',
  refunds: boolean,
  [converted, whole]: readonly [string, string],
): string {
  return refunds
    ? `arrayExists(l -> l > 0, ${list}_left) AS ${converted},
    arraySum((c, l) -> c.3 * l, ${list}, ${list}_left) AS ${whole}`
    : `notEmpty(${list}) AS ${converted}, arraySum(c -> c.3, ${list}) AS ${whole}`;
}

/** What was taken back so far, and how much of it came after a visitor's closing. */
const backSql = `toFloat64(sum(arrayCount(l -> l < 1, u.counted_left))) AS back_orders,
    toFloat64(sum(arraySum((c, l) -> c.3 * (1 - l), u.counted, u.counted_left))) AS back_value,
    toFloat64(sumIf(arrayCount((was, is) -> is < was, u.fixed_left, u.fixed_left_now), u.closed)) AS later_orders,
    toFloat64(sumIf(arraySum((c, was, is) -> c.3 * (was - is), u.fixed, u.fixed_left, u.fixed_left_now), u.closed)) AS later_value`;

const nothingBackSql = '0. AS back_orders, 0. AS back_value, 0. AS later_orders, 0. AS later_value';

/** For units `u`: the next instant at which a window closes. 0 if none is open. */
export const nextClosesSql = `toFloat64(ifNull(minIf(toUnixTimestamp64Milli(u.closes_at), u.closes_at > ${nowSql}), 0)) AS next_closes_ms`;

/**
 * Sums by arm, variant and day of enrolment in the account's time zone. Another parameter: zone.
 * `without` selects units `u` to leave out. Their windows still decide who is closed.
 */
export function resultsFor(needs: ResultsNeeds, without: string | null = null): string {
  return `
  SELECT u.arm AS arm, u.variant AS variant, formatDateTime(u.enrolled_at, '%Y-%m-%d', {zone:String}) AS day,
    toFloat64(max(toUnixTimestamp64Milli(u.enrolled_at))) AS last_ms,
    toFloat64(count()) AS eligible,
    toFloat64(countIf(u.exposed AND u.arm != 'control')) AS exposed,
    toFloat64(countIf(u.engaged AND u.arm != 'control')) AS engaged,
    toFloat64(countIf(u.converted)) AS converted,
    toFloat64(sum(u.value)) AS value,
    toFloat64(countIf(u.offer = 'live')) AS live,
    toFloat64(countIf(u.offer = 'fallback')) AS fallback,
    toFloat64(countIf(u.offer = 'content')) AS content,
    toFloat64(countIf(u.closed)) AS closed_visitors,
    toFloat64(countIf(u.closed AND u.engaged AND u.arm != 'control')) AS closed_engaged,
    toFloat64(countIf(u.closed AND u.fixed_converted)) AS closed_conversions,
    toFloat64(sumIf(u.fixed_value, u.closed)) AS closed_value,
    toFloat64(sumIf(u.fixed_value * u.fixed_value, u.closed)) AS closed_squares,
    ${needs.refunds ? backSql : nothingBackSql},
    toFloat64(sumIf(length(u.counted) - length(u.fixed), u.closed)) AS later_conversions,
    toFloat64(maxIf(toUnixTimestamp64Milli(u.closes_at), NOT u.closed)) AS last_closes_ms,
    ${nextClosesSql}
  FROM (${unitsFor({ ...needs, reactions: true })}) AS u
  ${without === null ? '' : `WHERE NOT (${without})`}
  GROUP BY arm, variant, day
  ORDER BY day, arm, variant`;
}

/**
 * What the proof reads, by arm and network, without visitors who came in bursts. It shows whether a
 * difference comes from more than one network.
 */
export function networksFor(needs: ResultsNeeds): string {
  return `
  SELECT u.arm AS arm, toFloat64(u.network) AS network,
    toFloat64(count()) AS closed_visitors,
    toFloat64(countIf(u.fixed_converted)) AS closed_conversions,
    toFloat64(sum(u.fixed_value)) AS closed_value,
    toFloat64(sum(u.fixed_value * u.fixed_value)) AS closed_squares
  FROM (${unitsFor({ ...needs, reactions: false })}) AS u
  WHERE u.closed AND u.visitor NOT IN (SELECT visitor FROM $bursts)
  GROUP BY arm, network
  ORDER BY network, arm`;
}

/** All parts, for the page of definitions. */
export const everything: ResultsNeeds = { visits: true, refunds: true };
export const unitsSql = unitsFor({ ...everything, reactions: true });
export const resultsSql = resultsFor(everything);

/** Whether something of a conversion is left. */
const stands = 'arraySum(b -> b.2, taken_back) < 1 - 1e-6';

/**
 * The holdout against everyone else, over visitors who first came since the holdout has had its
 * share. Each is on the side of their first event, for a window of one length from it, fixed at its
 * closing as in results. So nobody changes sides, and one share is compared throughout. Parameters:
 * goal, keyProperties, keyProperty, currency, inCurrency, since (ms), windowS, now (seconds).
 */
export const holdoutSql = `
  SELECT holdout, toFloat64(count()) AS visitors,
    toFloat64(countIf(arrayExists(l -> l > 0, left_now))) AS converted,
    toFloat64(countIf(closes_at <= ${nowSql})) AS closed_visitors,
    toFloat64(countIf(closes_at <= ${nowSql} AND arrayExists(l -> l > 0, left_then))) AS closed_converted
  FROM (
    SELECT v.side AS holdout, v.began_at AS first_at,
      first_at + toIntervalSecond({windowS:UInt32}) AS window_end,
      window_end + toIntervalSecond(${lateS}) AS closes_at,
      arrayFilter(c -> c.1 >= first_at AND c.1 <= window_end, ifNull(k.list, [])) AS counted,
      arrayFilter(c -> c.2 <= closes_at, counted) AS fixed,
      ${leftSql('counted', nowSql)} AS left_now,
      ${leftSql('fixed', 'closes_at')} AS left_then
    FROM (
      SELECT visitor, began.1 AS side, began.2 AS began_at
      FROM (
        SELECT visitor, argMin((holdout, at, received_at), ordinal) AS began
        FROM $events WHERE bot = 0 AND imported = 0 GROUP BY visitor
      )
      WHERE began.3 >= fromUnixTimestamp64Milli(toInt64({since:Float64}))
    ) AS v
    LEFT JOIN (
      SELECT visitor, groupArray((converted_at, received_at, value, taken_back)) AS list
      FROM (${conversionsSql}) GROUP BY visitor
    ) AS k ON k.visitor = v.visitor
  )
  GROUP BY holdout`;

/**
 * A campaign's closed visitors in control, as in results, from one of its periods on: how many,
 * over how long, and how many converted. `visits` as in ResultsNeeds.
 */
export function baseRateFor({ visits }: Pick<ResultsNeeds, 'visits'>): string {
  return `
  SELECT toFloat64(count()) AS eligible,
    toFloat64(countIf(u.arm = 'control' AND u.closed)) AS control,
    toFloat64(countIf(u.arm = 'control' AND u.closed AND u.converted)) AS control_converted,
    toFloat64(min(toUnixTimestamp64Milli(u.enrolled_at))) AS first_ms
  FROM (
    SELECT e.visitor AS visitor, e.arm AS arm, e.enrolled_at AS enrolled_at,
      ${visits ? visitWindowSql : durationWindowSql},
      ${closedSql},
      arrayExists(c -> c >= e.enrolled_at AND c <= window_end, ifNull(k.list, [])) AS converted
    FROM (
      SELECT visitor, argMin(arm, ordinal) AS arm, argMin(visit, ordinal) AS visit, min(at) AS enrolled_at
      FROM $decisions
      WHERE campaign = {campaign:String} AND period >= {fromPeriod:UInt32}
        AND at >= fromUnixTimestamp64Milli(toInt64({since:Float64} * 1000))
      GROUP BY visitor
    ) AS e
    ${visits ? `LEFT JOIN (${visitEndsSql('period >= {fromPeriod:UInt32}')}) AS v ON v.visit = e.visit` : ''}
    LEFT JOIN (
      SELECT visitor, groupArray(converted_at) AS list FROM (${conversionsSql})
      WHERE ${stands} GROUP BY visitor
    ) AS k ON k.visitor = e.visitor
  ) AS u`;
}
