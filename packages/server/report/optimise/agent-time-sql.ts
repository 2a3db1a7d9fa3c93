// The SQL of agents' time: how long agents talked with the visitors of each arm, in conversations
// that began from the campaign's engagement. Units and their closing are those of the results.
import type { ClosingRow } from '../results/result-rows.ts';
import { everything, nextClosesSql, unitsFor, type ResultsNeeds } from '../results/results-sql.ts';

/**
 * A visitor's minutes count up to this, because a conversation that somebody forgot to end is not
 * work.
 */
export const mostMinutes = 60;

/** One arm's closed visitors. */
export interface AgentTimeRow extends ClosingRow {
  readonly arm: 'control' | 'treatment' | 'optimise';
  readonly visitors: number;
  readonly conversions: number;
  readonly talked: number;
  readonly minutes: number;
  readonly minute_squares: number;
  readonly converted_minutes: number;
}

const far = "toDateTime64('2200-01-01 00:00:00', 3, 'UTC')";

/**
 * Answered conversations of a period's engagements, by visitor: from the first answer to the next
 * end, and from each reopening to the next end.
 */
const talksSql = `
  SELECT visitor, arrayFlatten(groupArray(stretches)) AS talks
  FROM (
    SELECT visitor, JSONExtractString(properties, 'conversation') AS conversation,
      minIf(at, name = 'Conversation Answered') AS answered_at,
      groupArrayIf(at, name = 'Conversation Ended') AS ends,
      arraySort(arrayPushFront(arrayFilter(t -> t > answered_at, groupArrayIf(at, name = 'Conversation Reopened')), answered_at)) AS starts,
      arrayMap((t, next) -> (t, arrayMin(arrayPushBack(arrayFilter(e -> e >= t, ends), next))), starts, arrayPushBack(arrayPopFront(starts), ${far})) AS stretches
    FROM $events
    WHERE name IN ('Conversation Answered', 'Conversation Reopened', 'Conversation Ended') AND trust = 'server'
      AND decision IN (SELECT id FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
    GROUP BY visitor, conversation
    HAVING countIf(name = 'Conversation Answered') > 0
  )
  GROUP BY visitor`;

/** Parameters: those of the units. */
export function agentTimeFor(needs: ResultsNeeds): string {
  return `
  SELECT u.arm AS arm, toFloat64(countIf(u.closed)) AS visitors,
    toFloat64(countIf(u.closed AND u.fixed_converted)) AS conversions,
    toFloat64(countIf(u.closed AND u.spent > 0)) AS talked,
    toFloat64(sumIf(u.spent, u.closed)) AS minutes,
    toFloat64(sumIf(u.spent * u.spent, u.closed)) AS minute_squares,
    toFloat64(sumIf(u.spent, u.closed AND u.fixed_converted)) AS converted_minutes,
    ${nextClosesSql}
  FROM (
    SELECT e.arm AS arm, e.closed AS closed, e.closes_at AS closes_at, e.fixed_converted AS fixed_converted,
      least(${mostMinutes}, arraySum(t -> greatest(0, date_diff('millisecond', t.1, least(t.2, e.closes_at))) / 60000, ifNull(k.talks, []))) AS spent
    FROM (${unitsFor({ ...needs, reactions: false })}) AS e
    LEFT JOIN (${talksSql}) AS k ON k.visitor = e.visitor
  ) AS u
  GROUP BY arm`;
}

export const agentTimeSql = agentTimeFor(everything);
