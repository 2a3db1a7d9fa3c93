// The SQL of visitors who left at once: for each visitor with a decision, whether that visit ended
// within seconds of it. Measured from the decision, by signs that all arms give.
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { visitGapS } from '../results/results-sql.ts';

/** A visitor who gives a sign after this long, or opens another page, has not left at once. */
export const leavingS = 10;
/** From the decision on: by then the visit has continued or is over. The same for everybody. */
export const leavingClosesS = leavingS + visitGapS;

export interface LeavingRow {
  readonly arm: 'optimise' | 'treatment' | 'control';
  /**
   * What the draw follows; in control, what it would follow. Empty if the campaign does not
   * optimise.
   */
  readonly follows: 'rule' | 'policy' | '';
  /** The sender's network. 0 if unknown or not requested. */
  readonly network: number;
  readonly visitors: number;
  readonly closed: number;
  readonly left_at_once: number;
}

/**
 * One row per visitor: the first decision that decided something. In an optimising campaign, that
 * is usually not the enrolling decision. Draws that follow the same have these decisions at the
 * same instants in every arm. A decision made again after a crash is its newest row.
 */
const decidedSql = `
  SELECT visitor, made.3 AS arm, made.4 AS visit, made.5 AS decided_at, made.6 AS page_view,
    JSONExtractString(made.7, 'follows') AS follows, made.8 AS network
  FROM (
    SELECT visitor, arraySort(groupArray((ordinal, id, arm, visit, at, page_view, policy, network))) AS all_made,
      arrayLast(d -> d.2 = all_made[1].2, all_made) AS made
    FROM $decisions
    WHERE campaign = {campaign:String} AND period = {period:UInt32} AND NOT JSONExtractBool(policy, 'waits')
    GROUP BY visitor
  )`;

/**
 * Signs are the visitor's own live events in the same visit. Events of an engagement or a
 * conversation are not signs: only visitors who were shown something give them, and not by staying.
 * A page reported twice is not another page. Parameters: campaign, period, now (seconds).
 */
const stayedSql = `
  SELECT d.visitor AS visitor
  FROM $events AS s
  INNER JOIN (${decidedSql}) AS d ON s.visitor = d.visitor AND s.visit = d.visit
  WHERE s.visitor IN (SELECT visitor FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
    AND s.trust != 'server' AND s.imported = 0
    AND date_diff('millisecond', s.at, s.received_at) <= ${intakeLimits.liveMs}
    AND s.decision = '' AND NOT match(s.name, '^(Engagement|Conversation) ')
    AND s.received_at > d.decided_at
    AND s.received_at <= d.decided_at + toIntervalSecond(${leavingClosesS})
    AND (s.received_at > d.decided_at + toIntervalSecond(${leavingS})
      OR (s.name = 'Page' AND (s.page_view = '' OR s.page_view != d.page_view)))
  GROUP BY visitor`;

export const leavingSql = leavingBy('toUInt16(0)');

/** The same by network, without visitors who came in bursts, as the proof of harm needs it. */
export const leavingNetworksSql = leavingBy(
  'e.network',
  'WHERE e.visitor NOT IN (SELECT visitor FROM $bursts)',
);

function leavingBy(network: 'e.network' | 'toUInt16(0)', where = ''): string {
  return `
  SELECT e.arm AS arm, e.follows AS follows, toFloat64(${network}) AS network, toFloat64(count()) AS visitors,
    toFloat64(countIf(e.decided_at + toIntervalSecond(${leavingClosesS}) <= fromUnixTimestamp64Milli(toInt64({now:Float64} * 1000)) AS is_closed)) AS closed,
    toFloat64(countIf(is_closed AND e.visitor NOT IN (${stayedSql}))) AS left_at_once
  FROM (${decidedSql}) AS e
  ${where}
  GROUP BY arm, follows, network
  ORDER BY arm, follows, network`;
}
