// The SQL of agents' time in a span: online, and with conversations. Each agent's comings and goings, of
// conversations and of being online, are gone through once in their order, with the edges of hours or
// days among them; between two of them nothing changes.

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

/** $1 and $2 the span, the latter never after now ($3); $4 the edges of its days or hours. */
export function timeSql(by: keyof typeof timeKeySql): string {
  return `
  WITH limits AS (SELECT $1::timestamptz AS first, least($2::timestamptz, $3::timestamptz) AS last),
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
  intervals AS (
    SELECT agent, greatest(since, first) AS since, least(until, last) AS until, 1 AS held, 0 AS online
    FROM conversation_holds, limits WHERE until > first AND since < last
    UNION ALL
    SELECT agent, since, until, 0, 1 FROM lasting WHERE state = 'online' AND until > since
  ),
  agents AS MATERIALIZED (
    SELECT agent, row_number() OVER ()::integer AS number
    FROM (SELECT DISTINCT agent FROM intervals) AS there
  ),
  numbered AS MATERIALIZED (
    SELECT number, since, until, held, online FROM intervals JOIN agents USING (agent)
  ),
  moments AS (
    SELECT number, since AS at, held, online, 0 AS edge FROM numbered
    UNION ALL SELECT number, until, -held, -online, 0 FROM numbered
    UNION ALL
    SELECT number, at, 0, 0, nth
    FROM agents, unnest($4::timestamptz[]) WITH ORDINALITY AS edges (at, nth)
  ),
  stretches AS (
    SELECT number, max(edge) OVER past AS bucket, (sum(held) OVER past)::float8 AS held,
      sum(online) OVER past > 0 AS is_online,
      extract(epoch FROM lead(at) OVER (PARTITION BY number ORDER BY at) - at)::float8 AS lasts_s
    FROM moments
    WINDOW past AS (PARTITION BY number ORDER BY at ROWS UNBOUNDED PRECEDING)
  )
  SELECT ${timeKeySql[by]} AS key, sum(held * lasts_s) AS held_s,
    coalesce(sum(lasts_s) FILTER (WHERE held > 0), 0) AS busy_s,
    coalesce(sum(lasts_s) FILTER (WHERE is_online), 0) AS online_s,
    coalesce(sum(lasts_s) FILTER (WHERE is_online AND held > 0), 0) AS occupied_s
  FROM stretches JOIN agents USING (number) WHERE lasts_s > 0 AND (held > 0 OR is_online)
  GROUP BY 1`;
}
