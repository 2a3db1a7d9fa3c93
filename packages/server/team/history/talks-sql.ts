// The SQL of the outcomes of conversations: one row for each that began in a span, and their
// figures, in total and in parts. Every screen, file and e-mail reads its figures here.
// words/en/management/history.ts defines each in words.
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';

/**
 * Conversations that began at or after $1 and before $2, as of $3. A message that was left counts
 * only as a number, because it is answered by e-mail. One that an agent had answered live before
 * stays a conversation. An address alone makes no message, because forms before the chat ask for it
 * too. One that an agent began by hand, or somebody in the provider's own app, waited for nobody: it
 * counts as work, but not in figures of waiting. Nor does one whose contact was promised a call back: they
 * agreed to wait, and call backs have figures of their own.
 */
export const talksSql = `
  SELECT c.id, c.started_at, c.channel, c.skill, c.agent, c.origin->>'campaign' AS campaign,
    c.origin->>'campaignName' AS campaign_name,
    c.origin IS NOT NULL AS invited,
    left_one AS message, by_hand,
    NOT left_one AND NOT by_hand AND c.answered_at IS NOT NULL AS answered,
    NOT left_one AND NOT by_hand AND c.answered_at IS NULL AND c.status IN ('wrap-up', 'ended') AS abandoned,
    called_back, c.ended_at, c.status,
    CASE WHEN NOT left_one AND NOT by_hand AND NOT called_back
      THEN date_part('epoch', c.answered_at - c.started_at) END AS answer_s,
    date_part('epoch', $3::timestamptz - c.started_at) AS age_s,
    CASE WHEN NOT by_hand AND NOT called_back THEN s.answered_within_s END AS within_s
  FROM conversations AS c
  CROSS JOIN LATERAL (SELECT (c.case_state IS NOT NULL OR c.status = 'message') AND NOT EXISTS (
      SELECT FROM conversation_holds AS h WHERE h.account = c.account AND h.conversation = c.id
        AND h.since <= c.answered_at AND c.answered_at < h.until) AS left_one,
    c.begun_by IS NOT NULL OR c.begun_elsewhere AS by_hand,
    EXISTS (SELECT FROM callbacks AS b WHERE b.account = c.account AND b.conversation = c.id) AS called_back) AS kind
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
    max(h.until) AS last_at,
    sum(date_part('epoch', h.until - h.since)) FILTER (WHERE h.until < 'infinity') AS had_s,
    bool_or(h.until = 'infinity') AS is_open,
    count(*) FILTER (WHERE h.handed) AS handed
  FROM conversation_holds AS h
  WHERE h.until >= $1
  GROUP BY h.conversation`;

/** The calls of each conversation. */
const callsSql = `
  SELECT k.conversation, count(*) AS calls, count(k.connected_at) AS heard,
    count(*) FILTER (WHERE k.queued AND k.accepted_at IS NULL AND k.ended_at IS NOT NULL) AS given_up,
    count(k.accepted_at) FILTER (WHERE k.queued) AS accepted,
    sum(date_part('epoch', k.accepted_at - k.proposed_at)) FILTER (WHERE k.queued) AS speed_s,
    sum(k.spoke_s) FILTER (WHERE k.connected_at IS NOT NULL) AS talk_s,
    sum(k.held_s) FILTER (WHERE k.connected_at IS NOT NULL) AS held_s
  FROM calls AS k WHERE k.proposed_at >= $1 GROUP BY k.conversation`;

/** The promises of each conversation to call back, without those that were cancelled. */
const backsSql = `
  SELECT b.conversation, count(*) AS promised,
    count(*) FILTER (WHERE b.first_rung_at IS NOT NULL OR b.over_at IS NOT NULL) AS rung,
    count(*) FILTER (
      WHERE b.first_rung_at <= b.slot_from + interval '${callbackLimits.keptMs} milliseconds') AS kept,
    count(*) FILTER (WHERE b.state = 'reached') AS reached,
    count(*) FILTER (WHERE b.over_at IS NOT NULL) AS settled
  FROM callbacks AS b WHERE b.made_at >= $1 AND b.state NOT IN ('reserved', 'cancelled')
  GROUP BY b.conversation`;

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
  readonly first_answers: number;
  readonly counted: number;
  readonly in_time: number;
  readonly handled: number;
  readonly handle_s: number | null;
  readonly transfers: number;
  /** Of calls. Sums are null without any. */
  readonly calls: number;
  readonly heard: number;
  readonly given_up: number;
  readonly accepted: number;
  readonly speed_s: number | null;
  readonly talk_s: number | null;
  readonly held_s: number | null;
  readonly wrapped: number;
  readonly wrap_s: number | null;
  /** Of call backs. `rung`: it is known whether their first ring came in time. `settled`: they are over. */
  readonly promised: number;
  readonly rung: number;
  readonly kept: number;
  readonly reached: number;
  readonly settled: number;
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
  spoken AS (${callsSql}),
  backs AS (${backsSql}),
  facts AS (
    SELECT talks.*, ${keySql[by]} AS key,
      CASE WHEN message OR by_hand OR called_back OR first_at IS NULL THEN NULL
        ELSE greatest(0, date_part('epoch', first_at - started_at)) END AS wait_s,
      CASE WHEN message OR is_open THEN NULL ELSE had_s END AS handle_s,
      coalesce(handed, 0) AS handed,
      calls, heard, given_up, accepted, speed_s, talk_s, held_s,
      promised, rung, kept, reached, settled,
      CASE WHEN heard > 0 AND NOT message AND status = 'ended' AND NOT is_open
        THEN greatest(0, date_part('epoch', last_at - ended_at)) END AS wrap_s,
      satisfaction, recommend, surveys.resolved AS is_resolved
    FROM talks
    LEFT JOIN stays ON stays.conversation = talks.id
    LEFT JOIN spoken ON spoken.conversation = talks.id
    LEFT JOIN backs ON backs.conversation = talks.id
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
    count(answer_s)::integer AS first_answers,
    (count(*) FILTER (WHERE ${countedSql}))::integer AS counted,
    (count(*) FILTER (WHERE ${inTimeSql}))::integer AS in_time,
    count(handle_s)::integer AS handled,
    sum(handle_s) AS handle_s,
    (coalesce(sum(handed) FILTER (WHERE NOT message), 0))::integer AS transfers,
    coalesce(sum(calls), 0)::integer AS calls,
    coalesce(sum(heard), 0)::integer AS heard,
    coalesce(sum(given_up), 0)::integer AS given_up,
    coalesce(sum(accepted), 0)::integer AS accepted,
    sum(speed_s) AS speed_s,
    sum(talk_s)::float8 AS talk_s,
    sum(held_s)::float8 AS held_s,
    count(wrap_s)::integer AS wrapped,
    sum(wrap_s) AS wrap_s,
    coalesce(sum(promised), 0)::integer AS promised,
    coalesce(sum(rung), 0)::integer AS rung,
    coalesce(sum(kept), 0)::integer AS kept,
    coalesce(sum(reached), 0)::integer AS reached,
    coalesce(sum(settled), 0)::integer AS settled,
    count(satisfaction)::integer AS rated,
    (count(*) FILTER (WHERE satisfaction >= 4))::integer AS satisfied,
    count(recommend)::integer AS said,
    (count(*) FILTER (WHERE recommend >= 9))::integer AS promoters,
    (count(*) FILTER (WHERE recommend <= 6))::integer AS detractors,
    count(is_resolved)::integer AS asked,
    (count(*) FILTER (WHERE is_resolved))::integer AS resolved
  FROM facts GROUP BY GROUPING SETS ((key), ())`;
}
