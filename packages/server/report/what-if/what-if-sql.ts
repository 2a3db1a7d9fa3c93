// The SQL of "what if": each closed visitor of an optimising campaign's period, with what was known
// at enrolment, the first decision, its alternatives, and the outcome. Units are those of the
// results. The next visitor to close comes last and shows until when the answer is valid.
import { everything, unitsFor, type ResultsNeeds } from '../results/results-sql.ts';

/** One visitor, in order of enrolment. Features are those at enrolment. */
export interface FirstDecisionRow {
  /**
   * 0 for a closed one. Else the instant in ms at which this one, and so perhaps others, will
   * close.
   */
  readonly closes_ms: number;
  readonly arm: 'control' | 'treatment' | 'optimise';
  readonly converted: number;
  /** The visitor's value, capped. */
  readonly value: number;
  readonly action: string;
  /** As recorded: −1 to 1. 0 is a score of 50. */
  readonly intent: number;
  readonly unscored: number;
  /** As recorded: 0 to 2 on a logarithmic scale. 1 is a cart of 1,000. */
  readonly cart: number;
  /**
   * JSON of action → probability. Empty in other arms, if nothing was decided or no policy was
   * queried, and if not requested.
   */
  readonly probabilities: string;
  /** The visitor's expected rate without an invitation, whatever was drawn. */
  readonly rate: number;
  /** The assumed value of the goal. */
  readonly worth: number;
}

/** With more visitors than this, the answer uses the first ones. */
export const mostDecisions = 50_000;

/**
 * The recorded policy of the enrolling decision, and of the first one that decided something. A
 * decision made again is its newest row. Empty if nothing was decided.
 */
const firstPolicySql = `
  SELECT visitor, arrayLast(d -> d.2 = all_made[1].2, all_made).3 AS policy,
    arrayFilter(d -> d.3 != '' AND NOT JSONExtractBool(d.3, 'waits'), all_made) AS ended,
    if(empty(ended), '', arrayLast(d -> d.2 = ended[1].2, ended).3) AS decided
  FROM (
    SELECT visitor, arraySort(groupArray((ordinal, id, policy))) AS all_made
    FROM $decisions
    WHERE campaign = {campaign:String} AND period = {period:UInt32}
    GROUP BY visitor
  )`;

export interface WhatIfNeeds extends ResultsNeeds {
  /** Includes what the optimising arm could have drawn. Without it an answer is half as large. */
  readonly draws: boolean;
}

/** Parameters: those of the units. */
export function whatIfFor({ draws, ...needs }: WhatIfNeeds): string {
  return `
  SELECT if(u.closed, 0., toFloat64(toUnixTimestamp64Milli(u.closes_at))) AS closes_ms, u.arm AS arm, toFloat64(u.fixed_converted) AS converted,
    toFloat64(u.fixed_value) AS value, JSONExtractFloat(d.policy, 'value') AS worth,
    if(d.decided = '', 'none', JSONExtractString(d.decided, 'action')) AS action,
    JSONExtractFloat(d.policy, 'features', 'intent') AS intent,
    JSONExtractFloat(d.policy, 'features', 'unscored') AS unscored,
    JSONExtractFloat(d.policy, 'features', 'cartTotal') AS cart,
    ${draws ? `if(u.arm = 'optimise', JSONExtractRaw(d.decided, 'reasons', 'probabilities'), '')` : `''`} AS probabilities,
    JSONExtractFloat(d.decided, 'reasons', 'rate') AS rate
  FROM (${unitsFor({ ...needs, reactions: false })}) AS u
  INNER JOIN (${firstPolicySql}) AS d ON d.visitor = u.visitor
  WHERE (u.closed AND d.policy != '') OR u.closes_at = u.next_closes_at
  ORDER BY u.enrolled_at, u.visitor
  LIMIT ${mostDecisions}`;
}

/** The complete query, for the page of definitions. */
export const whatIfSql = whatIfFor({ ...everything, draws: true });
