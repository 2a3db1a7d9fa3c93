// The SQL of agents' time in a span: online, and with conversations. It is cut at the edges of days or
// hours first, so that intervals are compared within one agent's day and not all with all.

/** What of an agent's time is a part's key: $4 says where hours or days begin. */
export const timeKeySql = {
  none: "''",
  hour: 'bucket::text',
  day: 'bucket::text',
  agent: 'agent',
} as const;

export interface TimeRow {
  readonly key: string;
  /** The times of all conversations added up; the time with at least one; s. */
  readonly held_s: number;
  readonly busy_s: number;
  /** Online; of it with at least one conversation; s. */
  readonly online_s: number;
  readonly occupied_s: number;
}

/** Rows of (agent, since, until), cut at the edges, with the number of the piece. */
function cut(from: string): string {
  return `
  SELECT agent, bucket, greatest(since, edges[bucket]) AS since,
    least(until, edges[bucket + 1]) AS until
  FROM ${from}, (SELECT $4::timestamptz[] AS edges) AS at
  CROSS JOIN LATERAL generate_series(
    width_bucket(since, edges), least(width_bucket(until, edges), cardinality(edges) - 1)
  ) AS bucket`;
}

const seconds = (sum: string): string => `coalesce(extract(epoch FROM ${sum}), 0)::float8`;

/** $1 and $2 the span, the latter never after now ($3); $4 the edges of its days or hours. */
export function timeSql(by: keyof typeof timeKeySql): string {
  return `
  WITH limits AS (SELECT $1::timestamptz AS first, least($2::timestamptz, $3::timestamptz) AS last),
  held AS (
    SELECT agent, greatest(since, first) AS since, least(until, last) AS until
    FROM conversation_holds, limits WHERE until > first AND since < last
  ),
  states AS (
    SELECT agent, since, state FROM agent_states, limits WHERE since >= first AND since < last
    UNION ALL
    SELECT before.* FROM (SELECT DISTINCT agent FROM agent_choices) AS known, limits
    CROSS JOIN LATERAL (
      SELECT agent, since, state FROM agent_states
      WHERE agent_states.agent = known.agent AND since < first ORDER BY since DESC LIMIT 1
    ) AS before
  ),
  lasting AS (
    SELECT agent, state, greatest(since, first) AS since,
      coalesce(lead(since) OVER (PARTITION BY agent ORDER BY since), last) AS until
    FROM states, limits
  ),
  pieces AS MATERIALIZED (${cut('held')}),
  marked AS (
    SELECT *, since > max(until) OVER (
      PARTITION BY agent, bucket ORDER BY since, until
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_apart
    FROM pieces WHERE until > since
  ),
  numbered AS (
    SELECT *, count(*) FILTER (WHERE is_apart) OVER (
      PARTITION BY agent, bucket ORDER BY since, until) AS run FROM marked
  ),
  busy AS MATERIALIZED (
    SELECT agent, bucket, min(since) AS since, max(until) AS until
    FROM numbered GROUP BY agent, bucket, run
  ),
  online AS MATERIALIZED (
    ${cut("(SELECT agent, since, until FROM lasting WHERE state = 'online' AND until > since) AS lasting")}
  ),
  sums AS (
    SELECT agent, bucket, until - since AS held, NULL::interval AS busy, NULL::interval AS online,
      NULL::interval AS occupied FROM pieces WHERE until > since
    UNION ALL SELECT agent, bucket, NULL, until - since, NULL, NULL FROM busy
    UNION ALL SELECT agent, bucket, NULL, NULL, until - since, NULL FROM online WHERE until > since
    UNION ALL
    SELECT busy.agent, busy.bucket, NULL, NULL, NULL,
      least(busy.until, online.until) - greatest(busy.since, online.since)
    FROM busy JOIN online ON online.agent = busy.agent AND online.bucket = busy.bucket
      AND online.since < busy.until AND online.until > busy.since
  )
  SELECT ${timeKeySql[by]} AS key,
    ${seconds('sum(held)')} AS held_s, ${seconds('sum(busy)')} AS busy_s,
    ${seconds('sum(online)')} AS online_s, ${seconds('sum(occupied)')} AS occupied_s
  FROM sums GROUP BY 1`;
}
