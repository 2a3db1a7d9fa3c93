// The SQL of the adjusted effect: per arm, sums over the visits' last scored chances of reaching
// the goal before the decision. Units and their closing are those of the results.
import type { ClosingRow } from '../results/result-rows.ts';
import { everything, nextClosesSql, unitsFor, type ResultsNeeds } from '../results/results-sql.ts';

/** One arm's closed visitors. The sums cover those that were scored. */
export interface AdjustedRow extends ClosingRow {
  readonly arm: 'control' | 'treatment' | 'optimise';
  readonly visitors: number;
  readonly conversions: number;
  readonly scored: number;
  readonly scored_conversions: number;
  readonly chances: number;
  readonly chance_squares: number;
  readonly converted_chances: number;
}

/** The decision that enrolled each visitor. */
const firstSql = `
  SELECT visitor, argMin(visit, ordinal) AS visit, min(ordinal) AS first
  FROM $decisions
  WHERE campaign = {campaign:String} AND period = {period:UInt32}
  GROUP BY visitor`;

const scoresOf = (goal: string): string =>
  `arrayFilter(s -> JSONExtractString(s, 'goal') = {${goal}:String}, scores)`;

/**
 * The visit's newest score before it: for the goal, or for the main goal if that one is not scored.
 */
const chancesSql = `
  SELECT d.visitor AS visitor, argMax(e.intent, e.ordinal) AS newest,
    JSONExtractArrayRaw(newest) AS scores,
    arrayConcat(${scoresOf('goal')}, ${scoresOf('mainGoal')}) AS believed,
    JSONExtractFloat(believed[1], 'chance') AS chance
  FROM (
    SELECT visitor, visit, ordinal, intent FROM $events
    WHERE intent != '' AND visit IN (SELECT visit FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
  ) AS e
  INNER JOIN (${firstSql}) AS d ON d.visitor = e.visitor AND d.visit = e.visit
  WHERE e.ordinal < d.first
  GROUP BY d.visitor
  HAVING notEmpty(believed)`;

/** Parameters: those of the units, and mainGoal. */
export function adjustedFor(needs: ResultsNeeds): string {
  return `
  SELECT u.arm AS arm, toFloat64(countIf(u.closed)) AS visitors,
    toFloat64(countIf(u.closed AND u.fixed_converted)) AS conversions,
    toFloat64(countIf(u.closed AND k.is_scored = 1)) AS scored,
    toFloat64(countIf(u.closed AND k.is_scored = 1 AND u.fixed_converted)) AS scored_conversions,
    toFloat64(sumIf(k.chance, u.closed AND k.is_scored = 1)) AS chances,
    toFloat64(sumIf(k.chance * k.chance, u.closed AND k.is_scored = 1)) AS chance_squares,
    toFloat64(sumIf(k.chance, u.closed AND k.is_scored = 1 AND u.fixed_converted)) AS converted_chances,
    ${nextClosesSql}
  FROM (${unitsFor({ ...needs, reactions: false })}) AS u
  LEFT JOIN (SELECT visitor, chance, 1 AS is_scored FROM (${chancesSql})) AS k ON k.visitor = u.visitor
  GROUP BY arm`;
}

export const adjustedSql = adjustedFor(everything);
