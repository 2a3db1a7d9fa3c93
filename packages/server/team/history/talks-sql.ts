// The SQL of the outcomes of conversations: one row for each that began in a span, and their
// figures, in total and in parts. Every screen, file and e-mail reads its figures here.
// words/en/management/history.ts defines each in words.

/**
 * Conversations that began at or after $1 and before $2, as of $3. A message that was left counts
 * only as a number, because it is answered by e-mail. One that an agent had answered live before
 * stays a conversation. An address alone makes no message, because forms before the chat ask for it
 * too. One that an agent began by hand, or somebody in the provider's own app, waited for nobody: it
 * counts as work, but not in figures of waiting.
 */
export const talksSql = `
  SELECT c.id, c.started_at, c.channel, c.skill, c.agent, c.origin->>'campaign' AS campaign,
    c.origin->>'campaignName' AS campaign_name,
    c.origin IS NOT NULL AS invited,
    left_one AS message, by_hand,
    NOT left_one AND NOT by_hand AND c.answered_at IS NOT NULL AS answered,
    NOT left_one AND NOT by_hand AND c.answered_at IS NULL AND c.status IN ('wrap-up', 'ended') AS abandoned,
    CASE WHEN NOT left_one AND NOT by_hand THEN date_part('epoch', c.answered_at - c.started_at) END
      AS answer_s,
    date_part('epoch', $3::timestamptz - c.started_at) AS age_s,
    CASE WHEN NOT by_hand THEN s.answered_within_s END AS within_s
  FROM conversations AS c
  CROSS JOIN LATERAL (SELECT (c.case_state IS NOT NULL OR c.status = 'message') AND NOT EXISTS (
      SELECT FROM conversation_holds AS h WHERE h.account = c.account AND h.conversation = c.id
        AND h.since <= c.answered_at AND c.answered_at < h.until) AS left_one,
    c.begun_by IS NOT NULL OR c.begun_elsewhere AS by_hand) AS kind
  LEFT JOIN skills AS s ON s.account = c.account AND s.id = c.skill
  WHERE c.started_at >= $1 AND c.started_at < $2`;

/** For a row of the above: whether its service level is known, and whether it was met. */
export const countedSql = `
  (within_s IS NOT NULL AND NOT message AND (answered OR abandoned OR age_s > within_s))`;
export const inTimeSql = '(within_s IS NOT NULL AND answered AND answer_s <= within_s)';

/** The stays of agents in each conversation. */
const staysSql = `
  SELECT h.conversation,
    min(h.since) AS first_at,
    sum(date_part('epoch', h.until - h.since)) FILTER (WHERE h.until < 'infinity') AS had_s,
    bool_or(h.until = 'infinity') AS is_open,
    count(*) FILTER (WHERE h.handed) AS handed
  FROM conversation_holds AS h
  WHERE h.until >= $1
  GROUP BY h.conversation`;

/** For a row with an agent: whether that is a person or a program. */
export const kindSql = `
  CASE WHEN agent IN (SELECT id FROM users WHERE kind = 'program') THEN 'program' ELSE 'person' END`;

/** The key of a part. $4: where hours or days begin. */
export const keySql = {
  none: '0',
  hour: 'width_bucket(started_at, $4::timestamptz[])',
  day: 'width_bucket(started_at, $4::timestamptz[])',
  skill: `coalesce(skill, '') COLLATE "C"`,
  agent: `coalesce(agent, '') COLLATE "C"`,
  kind: `CASE WHEN agent IS NULL THEN '' ELSE ${kindSql} END COLLATE "C"`,
  channel: `channel COLLATE "C"`,
  campaign: `coalesce(campaign, '') COLLATE "C"`,
} as const;

export interface TalkRow {
  readonly is_whole: boolean;
  readonly key: string | null;
  readonly campaign_name: string | null;
  readonly begun: number;
  readonly invited: number;
  readonly messages: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly had: number;
  /** The median and the 90th percentile. Null without any. */
  readonly waits: readonly number[] | null;
  readonly first_answer: number | null;
  readonly counted: number;
  readonly in_time: number;
  readonly handled: number;
  readonly handle_s: number | null;
  readonly transfers: number;
  readonly rated: number;
  readonly satisfied: number;
  readonly said: number;
  readonly promoters: number;
  readonly detractors: number;
  readonly asked: number;
  readonly resolved: number;
}

/**
 * Sums of the total and of each part. $1 and $2 the span, $3 now, $4 edges. `channel`: the number
 * of the parameter that names the only channel.
 */
export function figuresSql(by: keyof typeof keySql, channel: number | null): string {
  return `
  WITH talks AS (${talksSql} ${channel === null ? '' : `AND c.channel = $${channel}`}),
  stays AS (${staysSql}),
  facts AS (
    SELECT talks.*, ${keySql[by]} AS key,
      CASE WHEN message OR by_hand OR first_at IS NULL THEN NULL
        ELSE greatest(0, date_part('epoch', first_at - started_at)) END AS wait_s,
      CASE WHEN message OR is_open THEN NULL ELSE had_s END AS handle_s,
      coalesce(handed, 0) AS handed,
      satisfaction, recommend, surveys.resolved AS is_resolved
    FROM talks
    LEFT JOIN stays ON stays.conversation = talks.id
    LEFT JOIN surveys ON surveys.account = current_account() AND surveys.conversation = talks.id
      AND NOT message
  )
  SELECT grouping(key) = 1 AS is_whole, key::text AS key,
    ${by === 'campaign' ? 'max(campaign_name)' : 'NULL::text'} AS campaign_name,
    count(*)::integer AS begun,
    (count(*) FILTER (WHERE invited))::integer AS invited,
    (count(*) FILTER (WHERE message))::integer AS messages,
    (count(*) FILTER (WHERE answered))::integer AS answered,
    (count(*) FILTER (WHERE abandoned))::integer AS abandoned,
    count(wait_s)::integer AS had,
    percentile_cont('{0.5, 0.9}'::float8[]) WITHIN GROUP (ORDER BY wait_s) AS waits,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY answer_s) AS first_answer,
    (count(*) FILTER (WHERE ${countedSql}))::integer AS counted,
    (count(*) FILTER (WHERE ${inTimeSql}))::integer AS in_time,
    count(handle_s)::integer AS handled,
    sum(handle_s) AS handle_s,
    (coalesce(sum(handed) FILTER (WHERE NOT message), 0))::integer AS transfers,
    count(satisfaction)::integer AS rated,
    (count(*) FILTER (WHERE satisfaction >= 4))::integer AS satisfied,
    count(recommend)::integer AS said,
    (count(*) FILTER (WHERE recommend >= 9))::integer AS promoters,
    (count(*) FILTER (WHERE recommend <= 6))::integer AS detractors,
    count(is_resolved)::integer AS asked,
    (count(*) FILTER (WHERE is_resolved))::integer AS resolved
  FROM facts GROUP BY GROUPING SETS ((key), ())`;
}
