// Over which channels the visitors of a period talked, and how many of them converted. It proves nothing:
// visitors choose their channel. The effect compares arms, whatever their channels.
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import type { CampaignChannels, ChannelFigures } from '@opportune/protocol/rest/report/channels.ts';
import { grounds } from '../queries/fact-versions.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { type ClosingRow, nextClosing } from './result-rows.ts';
import { everything, nextClosesSql, type ResultsNeeds, unitsFor } from './results-sql.ts';
import { unitsGrounds, unitsNeeds } from './units-needs.ts';
import { unitsParams, type UnitsQuestion } from './units-params.ts';

interface Row extends ClosingRow, Omit<ChannelFigures, 'channel'> {
  readonly channel: string;
}

/** Each visitor once a channel, by conversations that began from an engagement of the period. */
const talkedSql = `
  SELECT DISTINCT visitor,
    if(JSONExtractString(properties, 'channel') = '', '${webChannel}', JSONExtractString(properties, 'channel')) AS channel
  FROM $events
  WHERE name IN ('Conversation Started', 'Conversation Reopened') AND trust = 'server'
    AND decision IN (SELECT id FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})`;

/** Parameters: those of the units. */
function byChannelFor(needs: ResultsNeeds): string {
  return `
  SELECT t.channel AS channel, u.arm AS arm, toFloat64(count()) AS talked,
    toFloat64(countIf(u.converted)) AS converted, toFloat64(sum(u.value)) AS value,
    ${nextClosesSql}
  FROM (${unitsFor({ ...needs, reactions: false })}) AS u
  INNER JOIN (${talkedSql}) AS t ON t.visitor = u.visitor
  WHERE u.arm != 'control'
  GROUP BY channel, arm
  ORDER BY talked DESC, channel, arm`;
}

export const byChannelSql = byChannelFor(everything);

/** For one period, so far. */
export async function periodChannels(
  facts: ReportFacts,
  ask: UnitsQuestion,
): Promise<CampaignChannels> {
  const { account, period, currency, goal, now } = ask;
  const params = await unitsParams(facts, ask);
  const sql = byChannelFor(await unitsNeeds(facts, ask, params));
  const on = [...unitsGrounds(ask), grounds.reactions];
  const rows = await facts.query<Row>(account, sql, params, { on, until: nextClosing });
  const items = rows.map(({ channel, arm, talked, converted, value }) => ({
    ...{ channel: ChannelId.parse(channel), arm, talked, converted, value },
  }));
  return { period, asOf: now, currency, hasValue: goal.value.type !== 'none', items };
}
