// Campaigns that want the same visitors as one campaign's period, by what was decided. A visitor whose
// zone the other held until they left has no decision; so those that may be kept out altogether are
// named by what runs: the same zone and a site in common, and not one visitor in both.
import { CampaignId } from '@opportune/protocol/ids.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits.ts';
import type { CompetingCampaign, UnmetCampaign } from '@opportune/protocol/rest/report.ts';
import type { ReportFacts } from './shared-queries.ts';

export interface CompetingQuestion {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly period: number;
  readonly from: number;
  readonly until: number | null;
  readonly now: number;
}

/** A zone is taken for ten minutes at most. */
const zoneS = 600;
export const mostShown = 10;
/** As many campaigns as an account may hold. */
const mostFound = accountLimits.campaigns;

/** Whether a decision takes its zone: of an optimising campaign those at its own moment do. */
const takesSql = `(policy = '' OR NOT (JSONExtractBool(policy, 'again')
        OR (JSONHas(policy, 'isRule') AND NOT JSONExtractBool(policy, 'isRule'))))`;

/**
 * Other campaigns by how many of the period's visitors were eligible in them too, in the time of the
 * period; and in whose zone whom kept waiting. Parameters: campaign, period, from, until (seconds).
 */
export const competingSql = `
  SELECT campaign, toFloat64(uniqExact(visitor)) AS visitors,
    toFloat64(uniqExactIf(visitor, same_zone AND after_s >= 0 AND after_s < ${zoneS})) AS behind,
    toFloat64(uniqExactIf(visitor, same_zone AND after_s < 0 AND after_s > -${zoneS})) AS ahead,
    toFloat64(max(eligible)) AS eligible
  FROM (
    SELECT o.campaign AS campaign, o.visitor AS visitor, own.eligible AS eligible,
      own.visit = o.visit AND own.zone = o.zone AND own.takes AND o.takes AS same_zone,
      date_diff('millisecond', o.at, own.at) / 1000 AS after_s
    FROM (
      SELECT visitor, campaign, visit, zone, at, ${takesSql} AS takes FROM $decisions
      WHERE campaign != {campaign:String}
        AND at >= fromUnixTimestamp64Milli(toInt64({from:Float64} * 1000))
        AND at <= fromUnixTimestamp64Milli(toInt64({until:Float64} * 1000))
    ) AS o
    INNER JOIN (
      SELECT visitor, visit, zone, at, ${takesSql} AS takes, uniqExact(visitor) OVER () AS eligible
      FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32}
    ) AS own ON own.visitor = o.visitor
  )
  GROUP BY campaign
  ORDER BY visitors DESC, campaign
  LIMIT ${mostFound}`;

interface Row {
  readonly campaign: string;
  readonly visitors: number;
  readonly behind: number;
  readonly ahead: number;
  readonly eligible: number;
}

/** All that share visitors with it, those that share most first. */
export async function competingCampaigns(
  facts: ReportFacts,
  ask: CompetingQuestion,
): Promise<readonly Omit<CompetingCampaign, 'name'>[]> {
  const rows = await facts.query<Row>(ask.account, competingSql, {
    campaign: ask.campaign,
    period: ask.period,
    from: ask.from / 1000,
    until: (ask.until ?? ask.now) / 1000,
  });
  return rows.map(({ campaign, visitors, behind, ahead, eligible }) => ({
    campaign: CampaignId.parse(campaign),
    visitors,
    share: visitors / eligible,
    behind,
    ahead,
  }));
}

/**
 * Campaigns that run beside this one in its zone, on a site in common, and met none of its visitors:
 * one of the two may keep the other out of the zone altogether, or they want different people.
 */
export function unmetCampaigns(
  campaign: CampaignId,
  running: readonly LiveCampaign[],
  met: ReadonlySet<CampaignId>,
): readonly UnmetCampaign[] {
  const own = running.find(({ id }) => id === campaign)?.document;
  if (own === undefined) return [];
  return running
    .filter(({ id, document }) => id !== campaign && !met.has(id) && sharesPlace(own, document))
    .map(({ id, document }) => {
      const ahead = Math.sign(document.priority - own.priority);
      return { campaign: id, name: document.name, order: orders[ahead + 1] ?? 'same' };
    });
}

const orders = ['after', 'same', 'before'] as const;
type Document = LiveCampaign['document'];

/** No sites named: all of them. */
function sharesPlace(one: Document, other: Document): boolean {
  if (one.engagement.zone !== other.engagement.zone) return false;
  if (one.sites.length === 0 || other.sites.length === 0) return true;
  return one.sites.some((site) => other.sites.includes(site));
}
