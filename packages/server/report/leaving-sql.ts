// The SQL of who left at once: of each enrolled visitor, whether the visit in which they were first
// decided ended within seconds of it. Measured from the decision, by signs that both arms give.
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { enrolledSql, visitGapS } from './results-sql.ts';

/** Whoever gives a sign after so long, or opens a further page, has not left at once. */
export const leavingS = 10;
/** From the decision on: then the visit goes on, or is over. The same for everybody. */
export const leavingClosesS = leavingS + visitGapS;

export interface LeavingRow {
  readonly arm: 'optimise' | 'treatment' | 'control';
  readonly visitors: number;
  readonly closed: number;
  readonly left_at_once: number;
}

/**
 * Signs are own live events of the same visit. What belongs to an engagement or a conversation is
 * none: only a visitor who was shown something gives it, and not by staying. A page said twice is no
 * further page. Parameters: campaign, period, now (seconds).
 */
const stayedSql = `
  SELECT d.visitor AS visitor
  FROM $events AS s
  INNER JOIN (${enrolledSql}) AS d ON s.visitor = d.visitor AND s.visit = d.visit
  WHERE s.visitor IN (SELECT visitor FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
    AND s.trust != 'server' AND s.imported = 0
    AND date_diff('millisecond', s.at, s.received_at) <= ${intakeLimits.liveMs}
    AND s.decision = '' AND NOT match(s.name, '^(Engagement|Conversation) ')
    AND s.received_at > d.enrolled_at
    AND s.received_at <= d.enrolled_at + toIntervalSecond(${leavingClosesS})
    AND (s.received_at > d.enrolled_at + toIntervalSecond(${leavingS})
      OR (s.name = 'Page' AND (s.page_view = '' OR s.page_view != d.page_view)))
  GROUP BY visitor`;

export const leavingSql = `
  SELECT e.arm AS arm, toFloat64(count()) AS visitors,
    toFloat64(countIf(e.enrolled_at + toIntervalSecond(${leavingClosesS}) <= fromUnixTimestamp64Milli(toInt64({now:Float64} * 1000)) AS is_closed)) AS closed,
    toFloat64(countIf(is_closed AND e.visitor NOT IN (${stayedSql}))) AS left_at_once
  FROM (${enrolledSql}) AS e
  GROUP BY arm
  ORDER BY arm`;
