// Approvals: an account may require that a second person publishes each draft. One person asks, and
// another publishes exactly that draft, or declines it. Programs neither ask nor approve.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { CampaignId, type AccountId } from '@opportune/protocol/ids.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import {
  Approval,
  type Campaign,
  type CampaignApprovals,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { act } from '../acts.ts';
import { mustReadCampaign } from '../campaign-rows.ts';
import { readAtRevision } from '../campaigns.ts';
import { refuseIncomplete } from '../validate.ts';
import { requiresApproval } from './permit.ts';

export interface Approvals {
  /**
   * Asks for approval of the present draft, instead of an earlier request of their own. Throws
   * `request.conflict` for another revision, `campaign.state`, or the reasons why it cannot go live.
   */
  ask(
    account: AccountId,
    by: User,
    id: string,
    wanted: { readonly revision: number; readonly note: string },
  ): Promise<Campaign>;
  /**
   * Takes one's own request back, or puts it away once it was declined. Throws `campaign.state` if there
   * is none, it is another's, or a publication waits.
   */
  withdraw(account: AccountId, by: User, id: string): Promise<Campaign>;
  /** Throws `campaign.state` if none waits, it is their own, or a publication waits. */
  decline(account: AccountId, by: User, id: string, note: string): Promise<Campaign>;
  /** What waits or was declined, the oldest first. Nothing while no approval is required. */
  list(account: AccountId): Promise<CampaignApprovals>;
}

export interface ApprovalsParts {
  readonly records: Records;
  readonly clock: Clock;
}

export function createApprovals({ records, clock }: ApprovalsParts): Approvals {
  return {
    ask: (account, { id: user, name: by }, id, { revision, note }) =>
      records.withAccount(account, async (sql) => {
        const campaign = await readAtRevision(sql, id, revision);
        const acted = act(campaign, 'publish');
        if (acted.type === 'refused') throw refuse(acted.code, { detail: acted.detail });
        refuseUnsettled(campaign);
        const { approval } = campaign;
        if (approval?.declined === null && approval.user !== user)
          throw refuse('campaign.state', { detail: 'Somebody else asks for approval already.' });
        await refuseIncomplete(sql, campaign.draft);
        return write(sql, campaign, { by, user, at: clock.now(), note, declined: null });
      }),
    withdraw: (account, { id: user }, id) =>
      records.withAccount(account, async (sql) => {
        const { of, approval } = await asked(sql, id);
        if (approval.user !== user)
          throw refuse('campaign.state', { detail: 'This is another’s request. Decline it.' });
        return write(sql, of, null);
      }),
    decline: (account, { id: user, name: by }, id, note) =>
      records.withAccount(account, async (sql) => {
        const { of, approval } = await asked(sql, id);
        if (approval.declined !== null) throw nobodyAsks();
        if (approval.user === user)
          throw refuse('campaign.state', { detail: 'This is your own request. Take it back.' });
        return write(sql, of, { ...approval, declined: { by, at: clock.now(), note } });
      }),
    list: (account) => records.withAccount(account, listed),
  };
}

/** Locks the campaign. Throws `campaign.state` if there is no request, or it is about to go live. */
async function asked(sql: Sql, id: string): Promise<{ of: Campaign; approval: Approval }> {
  const of = await mustReadCampaign(sql, id, 'FOR UPDATE');
  const { approval } = of;
  if (approval === null) throw nobodyAsks();
  refuseUnsettled(of);
  return { of, approval };
}

const nobodyAsks = () => refuse('campaign.state', { detail: 'Nobody is asking for approval.' });

/** What was approved goes live in some seconds, whatever is said of the draft meanwhile. */
function refuseUnsettled({ publishing }: Campaign): void {
  if (publishing !== null)
    throw refuse('campaign.state', { detail: 'A publication is waiting. First undo it.' });
}

async function write(sql: Sql, of: Campaign, approval: Approval | null): Promise<Campaign> {
  const value = approval === null ? null : JSON.stringify(approval);
  await sql.run('UPDATE campaigns SET approval = $2 WHERE id = $1', [of.id, value]);
  return { ...of, approval };
}

async function listed(sql: Sql): Promise<CampaignApprovals> {
  if (!(await requiresApproval(sql))) return { items: [] };
  const rows = await sql.rows<{ id: string; name: string; approval: unknown }>(
    `SELECT id, draft->>'name' AS name, approval FROM campaigns
     WHERE approval IS NOT NULL AND state <> 'archived' ORDER BY (approval->>'at')::bigint, id`,
  );
  const items = rows.map(({ id, name, approval }) => ({
    ...{ ...Approval.parse(approval), campaign: CampaignId.parse(id), name },
  }));
  return { items };
}
