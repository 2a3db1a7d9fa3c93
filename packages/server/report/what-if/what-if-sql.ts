// The SQL of "what if": each closed visitor of an optimising campaign's period with what was known when
// the campaign took them in, what was first decided, what that could have been, and what came of it.
// Units are those of the results. Behind them comes who is closed next, which says until when it holds.
import { everything, unitsFor, type ResultsNeeds } from '../results/results-sql.ts';

/** One visitor, in order of enrolment. Features are those of the enrolment. */
export interface FirstDecisionRow {
  /** 0 for a closed one; else the instant in ms at which this one, and so perhaps others, will be. */
  readonly closes_ms: number;
  readonly arm: 'control' | 'treatment' | 'optimise';
  readonly converted: number;
  /** Of the visitor, capped. */
  readonly value: number;
  readonly action: string;
  /** As recorded: −1 to 1, of which 0 is a score of 50. */
  readonly intent: number;
  readonly unscored: number;
  /** As recorded: 0 to 2, by the logarithm; 1 is a cart of 1,000. */
  readonly cart: number;
  /** JSON of action → probability; empty where nothing was decided, nobody was asked, in the other arms, and where it is not asked for. */
  readonly probabilities: string;
  /** Expected of the visitor without an invitation, whatever was drawn. */
  readonly rate: number;
  /** What the goal was taken to be worth. */
  readonly worth: number;
}

/** Beyond so many visitors the answer rests on those who came first. */
export const mostDecisions = 50_000;

/**
 * What the decision that enrolled a visitor recorded, and the first at which something was decided; made
 * again, its newest row. Empty where nothing was.
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
  /** What the arm that optimises could have drawn; without it an answer is half as large. */
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

/** With all of it: what the page of definitions shows. */
export const whatIfSql = whatIfFor({ ...everything, draws: true });
