// The SQL of agents' time in a span: online, and with conversations. For each agent, and each hour
// or day, merges their conversations and their online times into stretches without overlap
// (multiranges). The intersection is occupied time.

import { kindSql } from './talks-sql.ts';

/** The key of a part of an agent's time. $4: where hours or days begin. */
const timeKeySql = {
  none: "''",
  hour: 'part::text',
  day: 'part::text',
  agent: 'agent',
  kind: kindSql,
} as const;

export interface TimeRow {
  readonly key: string;
  /** The sum over all conversations, and the time with at least one, in seconds. */
  readonly held_s: number;
  readonly busy_s: number;
  /** The time online, and the part of it with at least one conversation, in seconds. */
  readonly online_s: number;
  readonly occupied_s: number;
}

/** $1 and $2 the span, the latter never after now ($3); $4 the edges of its days or hours. */
export function timeSql(by: keyof typeof timeKeySql): string {
  const parted = by === 'hour' || by === 'day' ? inParts : inOne;
  return `
  WITH limits AS (
    SELECT $1::timestamptz AS first, least($2::timestamptz, $3::timestamptz) AS last,
      $4::timestamptz[] AS edges
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
  held AS (
    SELECT agent, greatest(since, first) AS since, least(until, last) AS until
    FROM conversation_holds, limits WHERE until > first AND since < last
  ),
  online AS (SELECT agent, since, until FROM lasting WHERE state = 'online'),
  talks AS (
    SELECT agent, part, sum(date_part('epoch', until - since)) AS held_s,
      range_agg(tstzrange(since, until)) AS stretches
    FROM (${parted('held')}) AS each GROUP BY agent, part
  ),
  presence AS (
    SELECT agent, part, sum(date_part('epoch', until - since)) AS online_s,
      range_agg(tstzrange(since, until)) AS stretches
    FROM (${parted('online')}) AS each GROUP BY agent, part
  )
  SELECT ${timeKeySql[by]} AS key, coalesce(sum(held_s), 0) AS held_s,
    sum(${lengthSql('talks.stretches')}) AS busy_s, coalesce(sum(online_s), 0) AS online_s,
    sum(${lengthSql('talks.stretches * presence.stretches')}) AS occupied_s
  FROM talks FULL JOIN presence USING (agent, part) GROUP BY 1`;
}

function inOne(of: string): string {
  return `SELECT agent, 0 AS part, since, until FROM ${of} WHERE since < until`;
}

/** Each stretch, split where hours or days begin. Most lie within one. */
function inParts(of: string): string {
  return `
    WITH bounded AS MATERIALIZED (
      SELECT agent, since, until, width_bucket(since, edges) AS begins, width_bucket(until, edges) AS ends
      FROM ${of}, limits WHERE since < until
    )
    SELECT agent, begins AS part, since, until FROM bounded WHERE begins = ends
    UNION ALL
    SELECT agent, part, since, until FROM (
      SELECT agent, part, greatest(since, edges[part]) AS since, least(until, edges[part + 1]) AS until
      FROM bounded, limits, generate_series(begins, ends) AS part WHERE begins < ends
    ) AS cut WHERE since < until`;
}

function lengthSql(stretches: string): string {
  return `(SELECT coalesce(sum(date_part('epoch', upper(one) - lower(one))), 0) FROM unnest(${stretches}) AS one)`;
}
