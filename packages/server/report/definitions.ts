// Every figure of the reports, defined once: its words and its SQL. The SQL is composed of named
// parts; a figure that stands on two screens is the same part in both.
// Tables are `$events`, `$decisions`, `$conversions`: the account's rows only.

/**
 * The unit of a campaign's results: one row a visitor, dated by the first decision of either arm in
 * the period. A decision that was made again after a crash is its newest row. Parameters: campaign,
 * period.
 */
export const enrolledSql = `
  SELECT visitor, made.3 AS arm, made.4 AS variant, made.5 AS offer, made.6 AS visit, made.7 AS enrolled_at
  FROM (
    SELECT visitor, arraySort(groupArray((ordinal, id, arm, variant, offer, visit, at))) AS all_made,
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

/** Each conversion of the goal once, whatever was reported again: the first of its key stands. */
export const conversionsSql = `
  SELECT key, argMin(visitor, ordinal) AS visitor, argMin(at, ordinal) AS converted_at,
    argMin(value, ordinal) AS value
  FROM $conversions
  WHERE goal = {goal:String}
  GROUP BY key`;

/** The last sign of each visit in which somebody was enrolled: a same-visit window closes by it. */
export const visitEndsSql = `
  SELECT visit, max(received_at) AS ended_at
  FROM $events
  WHERE visit IN (SELECT visit FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
  GROUP BY visit`;

/** Late events are waited for this long after a window of fixed length. */
export const lateS = 24 * 3600;
const visitGapS = 30 * 60;

/**
 * One row an enrolled visitor with everything that the results count. A visitor is `closed` when
 * their window and those of all enrolled before them are over: were short windows counted ahead of
 * longer ones, the outcome (a chat makes a visit longer) would decide who is counted when.
 * Parameters: campaign, period,
 * goal, windowS (0: the visit), cap (0: none), now (seconds).
 */
export const unitsSql = `
  SELECT e.visitor AS visitor, e.arm AS arm, e.variant AS variant, e.offer AS offer,
    e.enrolled_at AS enrolled_at,
    ifNull(r.exposed, 0) AS exposed,
    ifNull(r.engaged, 0) AS engaged,
    if({windowS:UInt32} = 0, ifNull(v.ended_at, e.enrolled_at), e.enrolled_at + toIntervalSecond({windowS:UInt32})) AS window_end,
    window_end + toIntervalSecond(if({windowS:UInt32} = 0, ${visitGapS}, ${lateS})) AS closes_at,
    min(if(closes_at <= fromUnixTimestamp64Milli(toInt64({now:Float64} * 1000)), NULL, e.enrolled_at)) OVER () AS first_pending_at,
    ifNull(e.enrolled_at < first_pending_at, 1) AS closed,
    arrayFilter(c -> c.1 >= e.enrolled_at AND c.1 <= window_end, ifNull(k.list, [])) AS counted,
    length(counted) > 0 AS converted,
    arraySum(c -> c.2, counted) AS value_whole,
    if({cap:Float64} > 0, least(value_whole, {cap:Float64}), value_whole) AS value
  FROM (${enrolledSql}) AS e
  LEFT JOIN (${reactionsSql}) AS r ON r.visitor = e.visitor
  LEFT JOIN (${visitEndsSql}) AS v ON v.visit = e.visit
  LEFT JOIN (
    SELECT visitor, groupArray((converted_at, value)) AS list FROM (${conversionsSql}) GROUP BY visitor
  ) AS k ON k.visitor = e.visitor`;

/** Sums by arm, variant and day of enrolment in the account's time zone. Parameter also: zone. */
export const resultsSql = `
  SELECT u.arm AS arm, u.variant AS variant, formatDateTime(u.enrolled_at, '%Y-%m-%d', {zone:String}) AS day,
    toFloat64(max(toUnixTimestamp64Milli(u.enrolled_at))) AS last_ms,
    toFloat64(count()) AS eligible,
    toFloat64(countIf(u.exposed AND u.arm = 'treatment')) AS exposed,
    toFloat64(countIf(u.engaged AND u.arm = 'treatment')) AS engaged,
    toFloat64(countIf(u.converted)) AS converted,
    toFloat64(sum(u.value)) AS value,
    toFloat64(countIf(u.offer = 'live')) AS live,
    toFloat64(countIf(u.offer = 'fallback')) AS fallback,
    toFloat64(countIf(u.offer = 'content')) AS content,
    toFloat64(countIf(u.closed)) AS closed_visitors,
    toFloat64(countIf(u.closed AND u.converted)) AS closed_conversions,
    toFloat64(sumIf(u.value, u.closed)) AS closed_value,
    toFloat64(sumIf(u.value * u.value, u.closed)) AS closed_squares,
    toFloat64(maxIf(toUnixTimestamp64Milli(u.closes_at), NOT u.closed)) AS last_closes_ms
  FROM (${unitsSql}) AS u
  GROUP BY arm, variant, day
  ORDER BY day, arm, variant`;

/** One row a visit of a site, bots apart. Parameters: site, from, until (seconds), zone. */
const visitsSql = `
  SELECT visit, any(visitor) AS visitor, min(at) AS began,
    max(name IN ('Product Added') OR (name = 'Cart Updated' AND JSONExtractFloat(properties, 'items') > 0)) AS with_cart,
    max(name = 'Order Completed') AS with_order,
    max(bot) AS is_bot
  FROM $events
  WHERE ({site:String} = '' OR site = {site:String})
    AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
    AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
  GROUP BY visit`;

export const funnelSql = `
  SELECT formatDateTime(began, '%Y-%m-%d', {zone:String}) AS day,
    toFloat64(countIf(NOT is_bot)) AS visits,
    toFloat64(countIf(NOT is_bot AND with_cart)) AS with_cart,
    toFloat64(countIf(NOT is_bot AND with_order)) AS with_order,
    toFloat64(countIf(is_bot)) AS bots
  FROM (${visitsSql})
  GROUP BY day
  ORDER BY day`;

/** Orders, each order id once; one without an id by its event. */
export const ordersSql = `
  SELECT formatDateTime(first_at, '%Y-%m-%d', {zone:String}) AS day, toFloat64(count()) AS orders,
    toFloat64(sum(order_value)) AS value
  FROM (
    SELECT if(order_id = '', id, order_id) AS order_key, min(at) AS first_at, argMin(total, ordinal) AS order_value
    FROM (
      SELECT id, ordinal, at,
        trim(BOTH '"' FROM JSONExtractRaw(properties, 'order_id')) AS order_id,
        JSONExtractFloat(properties, 'total') AS total
      FROM $events
      WHERE name = 'Order Completed' AND bot = 0 AND ({site:String} = '' OR site = {site:String})
        AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
        AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
    )
    GROUP BY order_key
  )
  GROUP BY day`;

export const visitorsSql = `
  SELECT toFloat64(uniqExact(visitor)) AS visitors
  FROM $events
  WHERE bot = 0 AND ({site:String} = '' OR site = {site:String})
    AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
    AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))`;

/** The holdout against everyone else, from each visitor's first event on. Parameter: goal. */
export const holdoutSql = `
  SELECT v.holdout AS holdout, toFloat64(count()) AS visitors, toFloat64(countIf(ifNull(k.reached, 0) > 0)) AS converted
  FROM (SELECT visitor, max(holdout) AS holdout, min(at) AS first_at FROM $events WHERE bot = 0 AND imported = 0 GROUP BY visitor) AS v
  LEFT JOIN (SELECT visitor, count() AS reached FROM (${conversionsSql}) GROUP BY visitor) AS k ON k.visitor = v.visitor
  GROUP BY holdout`;

/** Eligible visitors a day of every campaign, its newest period. Parameters: since (seconds), zone. */
export const trafficSql = `
  SELECT campaign, formatDateTime(enrolled_at, '%Y-%m-%d', {zone:String}) AS day, toFloat64(count()) AS eligible
  FROM (
    SELECT campaign, visitor, min(at) AS enrolled_at
    FROM $decisions
    GROUP BY campaign, period, visitor
  )
  WHERE enrolled_at >= fromUnixTimestamp64Milli(toInt64({since:Float64} * 1000))
  GROUP BY campaign, day`;

/** Visits before an instant, over so many days: what a horizon is set from. */
export const visitsBeforeSql = `
  SELECT toFloat64(uniqExact(visit)) AS visits,
    toFloat64(toUnixTimestamp64Milli(min(at))) AS first_ms
  FROM $events
  WHERE bot = 0 AND at < fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
    AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))`;

/** Of a campaign's visitors in control whose window is over: how many, over how long, converted. */
export const baseRateSql = `
  SELECT toFloat64(count()) AS eligible,
    toFloat64(countIf(u.arm = 'control' AND u.closed)) AS control,
    toFloat64(countIf(u.arm = 'control' AND u.closed AND u.converted)) AS control_converted,
    toFloat64(min(toUnixTimestamp64Milli(u.enrolled_at))) AS first_ms
  FROM (
    SELECT e.visitor AS visitor, e.arm AS arm, e.enrolled_at AS enrolled_at,
      e.enrolled_at + toIntervalSecond({windowS:UInt32}) < fromUnixTimestamp64Milli(toInt64({now:Float64} * 1000)) AS closed,
      arrayExists(c -> c >= e.enrolled_at AND c <= e.enrolled_at + toIntervalSecond({windowS:UInt32}), ifNull(k.list, [])) AS converted
    FROM (
      SELECT visitor, argMin(arm, ordinal) AS arm, min(at) AS enrolled_at FROM $decisions
      WHERE campaign = {campaign:String} AND at >= fromUnixTimestamp64Milli(toInt64({since:Float64} * 1000))
      GROUP BY visitor
    ) AS e
    LEFT JOIN (SELECT visitor, groupArray(converted_at) AS list FROM (${conversionsSql}) GROUP BY visitor) AS k ON k.visitor = e.visitor
  ) AS u`;

export interface FigureDefinition {
  readonly figure: string;
  readonly words: string;
  readonly sql: string;
}

/** What the page beside the results shows: each figure in words, with its SQL. */
export const figureDefinitions: readonly FigureDefinition[] = [
  {
    figure: 'eligible',
    words:
      'Visitors whose moment came in this period, in both arms. Each counts once, on the day of the first decision.',
    sql: enrolledSql,
  },
  {
    figure: 'exposed',
    words:
      'Eligible visitors of the treatment arm whose browser reported that the engagement was shown.',
    sql: reactionsSql,
  },
  {
    figure: 'engaged',
    words:
      'Eligible visitors of the treatment arm who clicked the engagement or started a conversation from it.',
    sql: reactionsSql,
  },
  {
    figure: 'converted',
    words:
      'Eligible visitors who reached the goal at or after their first decision and within the window, by the time of the event. A conversion that is reported again is counted once.',
    sql: conversionsSql,
  },
  {
    figure: 'value',
    words:
      'The sum of a visitor’s conversions within the window, up to the cap that was fixed when the period began.',
    sql: unitsSql,
  },
  {
    figure: 'closed',
    words:
      'Visitors whose window has ended, plus 24 hours for late events, as have the windows of all enrolled before them; a same-visit window ends with the visit. Effects, intervals and the sample ratio use only these; the rest is pending.',
    sql: unitsSql,
  },
  {
    figure: 'effect',
    words:
      'Rate in treatment minus rate in control over closed windows, with an interval that holds at every look (95 %). Withheld under five conversions in an arm.',
    sql: resultsSql,
  },
  {
    figure: 'incremental',
    words:
      'The effect times the closed visitors in treatment: the conversions (or the value) that would not have happened without the campaign.',
    sql: resultsSql,
  },
  {
    figure: 'visits',
    words:
      'Visits of the site without recognised bots. A visit ends after 30 minutes without an event.',
    sql: visitsSql,
  },
  {
    figure: 'visits with a cart',
    words: 'Visits in which a product was added or a cart was reported that was not empty.',
    sql: visitsSql,
  },
  {
    figure: 'visits with an order',
    words: 'Visits with an Order Completed event of any trust.',
    sql: visitsSql,
  },
  { figure: 'orders', words: 'Completed orders, each order id once.', sql: ordersSql },
  {
    figure: 'holdout',
    words:
      'Visitors in the account’s holdout against everyone else, counted from their first event on.',
    sql: holdoutSql,
  },
];
