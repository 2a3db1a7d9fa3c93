// How long after its end a conversation may be taken up again. Who may do so otherwise (the room of an
// agent, a blocked visitor) is decided where it is done.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';

const hourMs = 3_600_000;
/** As it is until an account says otherwise. */
const unsaid: Reopening = { agentH: null, visitorH: 0 };

export interface ReopeningRules {
  of(account: AccountId): Promise<Reopening>;
  change(account: AccountId, rules: Reopening): Promise<Reopening>;
}

export function createReopening(records: Records): ReopeningRules {
  return {
    of: (account) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row<{ agent_h: number | null; visitor_h: number }>(
          'SELECT agent_h, visitor_h FROM reopening',
        );
        if (row === undefined) return unsaid;
        return Reopening.parse({ agentH: row.agent_h, visitorH: row.visitor_h });
      }),
    change: (account, rules) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          `INSERT INTO reopening (account, agent_h, visitor_h) VALUES ($1, $2, $3)
           ON CONFLICT (account) DO UPDATE SET
             agent_h = excluded.agent_h, visitor_h = excluded.visitor_h`,
          [account, rules.agentH, rules.visitorH],
        );
        return rules;
      }),
  };
}

/** Whether an agent may take up a conversation that is over. */
export function mayAgentReopen(
  { agentH }: Reopening,
  { endedAt }: Pick<Conversation, 'endedAt'>,
  now: number,
): boolean {
  return agentH === null || endedAt === null || now - endedAt <= agentH * hourMs;
}

/**
 * The visitor's last conversation on the site, where it is over and their next words belong to it; null
 * where they begin a new one.
 */
export async function toGoOn(
  store: ConversationStore,
  { visitorH }: Reopening,
  of: { readonly account: AccountId; readonly visitor: VisitorId; readonly site: SiteId },
  now: number,
): Promise<Conversation | null> {
  if (visitorH === 0) return null;
  const latest = await store.list(of.account, { visitor: of.visitor, before: null, limit: 1 });
  const last = latest[0];
  if (last === undefined || last.site !== of.site) return null;
  const inTime = last.endedAt !== null && now - last.endedAt <= visitorH * hourMs;
  return last.status === 'ended' && inTime ? last : null;
}
