// What became of the calls that a campaign offered in a period, by arm. It proves nothing: who calls has
// chosen to. The effect compares arms, whatever was offered in them.
import type { CallFigures, CampaignCalls } from '@opportune/protocol/rest/report/calls.ts';
import { grounds } from '../queries/fact-versions.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { type ClosingRow, nextClosing } from './result-rows.ts';
import { everything, nextClosesSql, type ResultsNeeds, unitsFor } from './results-sql.ts';
import { unitsGrounds, unitsNeeds } from './units-needs.ts';
import { unitsParams, type UnitsQuestion } from './units-params.ts';

type Row = ClosingRow & CallFigures;

const ofPeriod =
  'decision IN (SELECT id FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})';

/** Visitors who were shown the offer of a call. */
const offeredSql = `
  SELECT DISTINCT visitor, 1 AS offered FROM $events
  WHERE name = 'Engagement Shown' AND JSONExtractString(properties, 'action') = 'call' AND ${ofPeriod}`;

/** Visitors who had a call, each once. Of a call that is told twice, one counts. */
const calledSql = `
  SELECT visitor, max(was_accepted) AS accepted, max(spoke_s > 0) AS connected, sum(spoke_s) AS spoke
  FROM (
    SELECT visitor, id, any(JSONExtractBool(properties, 'accepted')) AS was_accepted,
      any(JSONExtractFloat(properties, 'spokeS')) AS spoke_s
    FROM $events
    WHERE name = 'Call Ended' AND trust = 'server' AND ${ofPeriod}
    GROUP BY visitor, id
  )
  GROUP BY visitor`;

/** Parameters: those of the units. */
function byCallFor(needs: ResultsNeeds): string {
  return `
  SELECT u.arm AS arm, toFloat64(countIf(o.offered = 1)) AS offered,
    toFloat64(countIf(c.visitor != '')) AS called,
    toFloat64(countIf(c.accepted = 1)) AS accepted,
    toFloat64(countIf(c.connected = 1)) AS connected,
    toFloat64(sum(c.spoke) / 60) AS minutes,
    ${nextClosesSql}
  FROM (${unitsFor({ ...needs, reactions: false })}) AS u
  LEFT JOIN (${offeredSql}) AS o ON o.visitor = u.visitor
  LEFT JOIN (${calledSql}) AS c ON c.visitor = u.visitor
  WHERE u.arm != 'control'
  GROUP BY arm
  HAVING offered + called > 0
  ORDER BY arm`;
}

export const byCallSql = byCallFor(everything);

/** For one period, so far. */
export async function periodCalls(facts: ReportFacts, ask: UnitsQuestion): Promise<CampaignCalls> {
  const { account, period, now } = ask;
  const params = await unitsParams(facts, ask);
  const sql = byCallFor(await unitsNeeds(facts, ask, params));
  const on = [...unitsGrounds(ask), grounds.reactions];
  const rows = await facts.query<Row>(account, sql, params, { on, until: nextClosing });
  const items = rows.map(({ arm, offered, called, accepted, connected, minutes }) => ({
    ...{ arm, offered, called, accepted, connected, minutes },
  }));
  return { period, asOf: now, items };
}
