// The SQL of bursts: marked visitors of a period, and what they did. A mark is made on the
// visitor's arrival, before any arm, and does not say where they came from.
import { unitsFor } from '../results/results-sql.ts';
import type { ResultsNeeds } from '../results/results-sql.ts';

/** Visitors who came in a burst. */
export const markedSql = 'SELECT visitor FROM $bursts';

/** One row per visitor: the first burst for which they were marked. */
const burstsSql = `
  SELECT visitor, argMin((burst, kind, client), at) AS mark, min(at) AS came_at
  FROM $bursts GROUP BY visitor`;

export interface BurstRow {
  readonly arm: 'optimise' | 'treatment' | 'control';
  readonly burst: string;
  readonly kind: 'client' | 'address' | 'network';
  readonly client: string;
  readonly from_ms: number;
  readonly until_ms: number;
  readonly visitors: number;
  readonly converted: number;
  readonly value: number;
}

/** Visitors of the period who came in bursts, so far, by arm and burst. */
export function burstsFor(needs: ResultsNeeds): string {
  return `
  SELECT u.arm AS arm, b.mark.1 AS burst, any(b.mark.2) AS kind,
    arrayElement(topK(1)(b.mark.3), 1) AS client,
    toFloat64(min(toUnixTimestamp64Milli(b.came_at))) AS from_ms,
    toFloat64(max(toUnixTimestamp64Milli(b.came_at))) AS until_ms,
    toFloat64(count()) AS visitors,
    toFloat64(countIf(u.converted)) AS converted,
    toFloat64(sum(u.value)) AS value
  FROM (${unitsFor({ ...needs, reactions: false })}) AS u
  INNER JOIN (${burstsSql}) AS b ON b.visitor = u.visitor
  GROUP BY arm, burst
  ORDER BY burst, arm`;
}
