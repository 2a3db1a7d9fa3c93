// Lets an agent reopen a conversation: its owner from wrap-up, or anyone with room after its end,
// for as long as the account allows. A message that was left by telephone is taken in the same way. A visitor has one open conversation per site, so none is
// reopened while another is open. After its end, contacting a present visitor who is in control
// must be confirmed, because it blurs the proof, and is noted. Returns the code of a refusal, or
// null.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { isBlurred } from '@opportune/core/decision/view/blurred-by.ts';
import { hasRoom } from '@opportune/core/conversation/routing/routing.ts';
import { type DeskInput, goingOn } from '@opportune/core/conversation/desk.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import type { Principal } from '../http/access/principal.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { proactiveNote } from './agent-start.ts';
import { mayAgentReopen } from '@opportune/core/conversation/reopening.ts';
import type { Along } from '../desk/writes/desk-writes.ts';
import type { AgentParts } from './seams.ts';

type Frame = Extract<ConsoleFrame, { type: 'conversation.reopen' }>;
type Reopen = Extract<DeskInput, { type: 'conversation.reopen' }>;

/** `apply` steps the desk and resolves when that is stored. */
export async function reopenProactively(
  use: AgentParts,
  desk: AccountDesk,
  principal: Principal,
  { conversation: id, confirmed = false }: Frame,
  apply: (input: Reopen, along?: Along) => Promise<ErrorCode | null>,
): Promise<ErrorCode | null> {
  const { account, user } = principal;
  const read = async () => desk.record(id) ?? (await use.store.load(account, id));
  const known = await read();
  if (known === null) return 'request.not_found';
  // Runs in its address's write queue. A chat that the visitor begins meanwhile prevents this, or
  // waits and joins it.
  return desk.writes.ofAddress(known, async () => {
    const record = (await read()) ?? known;
    const conversation = goingOn(desk.desk, id);
    if (conversation === undefined) {
      const refused = await refusal(use, account, record);
      if (refused !== null) return refused;
    } else if (conversation.agent !== user.id) return 'conversation.not_yours';
    const open = desk.openOf(record);
    if (open !== undefined && open.id !== id) return 'visitor.in_conversation';
    const { skill, weight } = conversation ?? record;
    const input = { type: 'conversation.reopen', id, skill, weight, user: user.id } as const;
    if (conversation !== undefined) return apply(input);
    const agent = desk.desk.agents.get(user.id);
    // Checks permanent obstacles first, so that nobody confirms in vain.
    if (agent === undefined || !hasRoom(agent, weight)) return 'agent.no_room';
    // For an absent visitor this is unknown, and the reopening proceeds.
    const { here } = await use.cards.of(account, record.visitor, { here: true });
    const blurred = here !== null && isBlurred(here) ? here : null;
    if (blurred !== null && !confirmed) return 'visitor.in_control';
    const messages = blurred === null ? [] : [proactiveNote(desk, principal, 'taken-up', blurred)];
    return apply(input, { messages, reopenedBy: 'agent' });
  });
}

/** For a conversation that no desk holds. */
async function refusal(
  use: AgentParts,
  account: Principal['account'],
  record: Conversation,
): Promise<ErrorCode | null> {
  // Whoever left one in the chat window is answered by e-mail.
  if (record.status === 'message' && record.visitor !== null) return 'request.conflict';
  if (await use.store.isBlocked(account, record)) return 'visitor.blocked';
  const rules = await use.reopening(account);
  if (!mayAgentReopen(rules, record, use.clock.now())) return 'conversation.closed';
  if (await use.isMerged(account, record.id)) return 'conversation.merged';
  return null;
}
