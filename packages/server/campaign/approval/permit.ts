// Whether somebody may publish a campaign, asked in the transaction that has locked it: what a request
// said before may not hold any more.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Principal } from '../../http/access/principal.ts';
import { refuse } from '../../http/problem/refusal.ts';

/** Throws `campaign.approval_required` if the campaign, as it is now, may not be published. */
export type Permit = (sql: Sql, campaign: Campaign) => Promise<void>;

/** What the product publishes itself, such as the campaign of a demo shop. */
export const withoutApproval: Permit = async () => undefined;

/**
 * If the account requires approval: somebody else who may publish has asked for it, and the caller is a
 * person, not a program.
 */
export function permitOf({ user, scopes }: Pick<Principal, 'user' | 'scopes'>): Permit {
  return async (sql, { approval }) => {
    if (!(await requiresApproval(sql))) return;
    const isAsked = approval !== null && approval.declined === null && approval.user !== user.id;
    if (!isAsked || scopes !== null || !(await mayPublish(sql, approval.user)))
      throw refuse('campaign.approval_required');
  };
}

export async function requiresApproval(sql: Sql): Promise<boolean> {
  const row = await sql.row("SELECT 1 FROM accounts WHERE settings->'approvals' = 'true'");
  return row !== undefined;
}

/** Who asked may have been disabled since, or be an agent now. */
async function mayPublish(sql: Sql, user: UserId): Promise<boolean> {
  const row = await sql.row(
    "SELECT 1 FROM users WHERE id = $1 AND NOT disabled AND role IN ('administrator', 'manager')",
    [user],
  );
  return row !== undefined;
}
