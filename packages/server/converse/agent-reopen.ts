// How an agent takes up a conversation again: from wrap-up its owner, from its end whoever has room, as
// long as the account allows. A visitor has one conversation at a time on a site: while another goes on,
// none is taken up. Answers the code of a refusal, or null.
import type { DeskInput } from '@opportune/core/conversation/desk.ts';
import type { ConversationRecord } from '@opportune/core/ports/conversation-store.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Principal } from '../http/principal.ts';
import type { AccountDesk } from './account-desk.ts';
import { mayAgentReopen } from './archive/reopening.ts';
import type { ConverseDependencies } from './seams.ts';
import { openOf } from './visitor-start.ts';

export type Reopen = Extract<DeskInput, { type: 'talk.reopen' }>;

/** `apply` steps the desk and resolves when that is stored. */
export async function reopenByHand(
  use: ConverseDependencies,
  desk: AccountDesk,
  { account, user }: Principal,
  id: ConversationId,
  apply: (input: Reopen) => Promise<ErrorCode | null>,
): Promise<ErrorCode | null> {
  const read = async () => desk.record(id) ?? (await use.store.load(account, id));
  const known = await read();
  if (known === null) return 'request.not_found';
  // In the visitor's lane: what they begin meanwhile stands in the way, or waits and is joined to this.
  return desk.writes.lanes.run(`visitor ${known.visitor}`, async () => {
    const record = (await read()) ?? known;
    const talk = desk.desk.talks.get(id);
    if (talk === undefined) {
      const refused = await refusal(use, account, record);
      if (refused !== null) return refused;
    } else if (talk.agent !== user.id) return 'conversation.not_yours';
    const open = openOf(desk, record);
    if (open !== undefined && open.id !== id) return 'visitor.in_conversation';
    const { skill, weight } = talk ?? record;
    return apply({ type: 'talk.reopen', id, skill, weight, user: user.id });
  });
}

/** Of one that no desk holds. */
async function refusal(
  use: ConverseDependencies,
  account: Principal['account'],
  record: ConversationRecord,
): Promise<ErrorCode | null> {
  if (record.status === 'message') return 'request.conflict';
  const rules = await use.reopening?.(account);
  if (rules !== undefined && !mayAgentReopen(rules, record, use.clock.now()))
    return 'conversation.closed';
  if ((await use.isMerged?.(account, record.id)) === true) return 'conversation.merged';
  return null;
}
