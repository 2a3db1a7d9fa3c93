// Campaigns that compete with a campaign's period for the same visitors, by recorded decisions. A
// visitor whose zone another campaign held until they left has no decision. Campaigns that may be
// kept out altogether are therefore named by configuration: the same zone, a common site, and not
// one visitor in both.
import { CampaignId } from '@opportune/protocol/ids.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { CompetingCampaign, UnmetCampaign } from '@opportune/protocol/rest/report/report.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';

/** Another campaign, with its periods that ran at the same time. */
export interface CampaignBeside {
  readonly campaign: CampaignId;
  readonly name: string;
  readonly periods: readonly number[];
}

export interface CompetingQuestion {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly period: number;
  readonly beside: readonly CampaignBeside[];
}

/** A zone is held for ten minutes at most, in seconds. */
const zoneS = 600;

/** Whether a decision holds its zone. In an optimising campaign, those at its own moment do. */
const takesSql = `(policy = '' OR NOT (JSONExtractBool(policy, 'again')
        OR (JSONHas(policy, 'isRule') AND NOT JSONExtractBool(policy, 'isRule'))))`;

/**
 * Other campaigns, by how many of the period's visitors were also eligible in them, in a period
 * that ran at the same time, and which of the two held the zone while the other waited. Both of a
 * pair of periods run the same query, so that each names the other. Parameters: campaign, period,
 * beside (`campaign period`).
 */
export const competingSql = `
  SELECT campaign, toFloat64(uniqExact(visitor)) AS visitors,
    toFloat64(uniqExactIf(visitor, same_zone AND place > 0 AND apart_s < ${zoneS})) AS behind,
    toFloat64(uniqExactIf(visitor, same_zone AND place < 0 AND apart_s < ${zoneS})) AS ahead,
    toFloat64(max(eligible)) AS eligible
  FROM (
    SELECT o.campaign AS campaign, o.visitor AS visitor, own.eligible AS eligible,
      own.visit = o.visit AND own.zone = o.zone AND own.takes AND o.takes AS same_zone,
      multiIf((own.at, own.ordinal) > (o.at, o.ordinal), 1, -1) AS place,
      abs(date_diff('millisecond', o.at, own.at)) / 1000 AS apart_s
    FROM (
      SELECT visitor, campaign, visit, zone, at, ordinal, ${takesSql} AS takes FROM $decisions
      WHERE concat(campaign, ' ', toString(period)) IN {beside:Array(String)}
    ) AS o
    INNER JOIN (
      SELECT visitor, visit, zone, at, ordinal, ${takesSql} AS takes, uniqExact(visitor) OVER () AS eligible
      FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32}
    ) AS own ON own.visitor = o.visitor
  )
  GROUP BY campaign
  ORDER BY visitors DESC, campaign`;

interface Row {
  readonly campaign: string;
  readonly visitors: number;
  readonly behind: number;
  readonly ahead: number;
  readonly eligible: number;
}

/**
 * All campaigns that share visitors with it, most shared first. A shorter list could name only one
 * of a pair.
 */
export async function competingCampaigns(
  facts: ReportFacts,
  { account, campaign, period, beside }: CompetingQuestion,
): Promise<readonly CompetingCampaign[]> {
  if (beside.length === 0) return [];
  const names = new Map(beside.map((other) => [other.campaign, other.name]));
  const rows = await facts.query<Row>(account, competingSql, {
    campaign,
    period,
    beside: beside.flatMap((other) => other.periods.map((each) => `${other.campaign} ${each}`)),
  });
  return rows.map(({ campaign: id, visitors, behind, ahead, eligible }) => {
    const other = CampaignId.parse(id);
    const name = names.get(other) ?? other;
    return { campaign: other, name, visitors, share: visitors / eligible, behind, ahead };
  });
}

/**
 * Campaigns that run at the same time in its zone, on a common site, and met none of its visitors.
 * One of the two may keep the other out of the zone altogether, or they want different people.
 */
export function unmetCampaigns(
  campaign: CampaignId,
  live: readonly LiveCampaign[],
  { met, now }: { readonly met: ReadonlySet<CampaignId>; readonly now: number },
): readonly UnmetCampaign[] {
  const running = live.filter(({ document: { schedule } }) => isWithinDates(schedule, now));
  const own = running.find(({ id }) => id === campaign)?.document;
  if (own === undefined) return [];
  return running
    .filter(({ id, document }) => id !== campaign && !met.has(id) && sharesPlace(own, document))
    .map(({ id, document }) => {
      const ahead = Math.sign(document.priority - own.priority);
      return { campaign: id, name: document.name, order: orders[ahead + 1] ?? 'same' };
    });
}

/** Hours and days of the week do not count as a pause, because it resumes by itself. */
function isWithinDates({ from, until }: Document['schedule'], now: number): boolean {
  return (from === null || now >= from) && (until === null || now < until);
}

const orders = ['after', 'same', 'before'] as const;
type Document = LiveCampaign['document'];

/** No named site means all sites. */
function sharesPlace(one: Document, other: Document): boolean {
  if (one.engagement.zone !== other.engagement.zone) return false;
  if (one.sites.length === 0 || other.sites.length === 0) return true;
  return one.sites.some((site) => other.sites.includes(site));
}
