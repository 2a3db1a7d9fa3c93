// A call follows its conversation: it ends with it, and its owner comes to own the call. While nobody
// owns the conversation, the call goes on with who is in it.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, LegId, type UserId } from '@opportune/protocol/ids.ts';
import { type Calls, legOfAgent, legOfUser } from './calls.ts';
import { joinAgent } from './join-agent.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';
import { stopWatching } from './watch.ts';

type Use = Pick<CallParts, 'bus' | 'ids' | 'desks'>;

/** Of all calls of an account. Returns how to stop. */
export function followConversations(use: Use, calls: Calls, account: AccountId): () => void {
  return subscribe(use.bus, publicationsOf(account), (publication) => {
    if (publication.type !== 'written') return;
    const running = calls.inConversation(publication.record.id);
    if (running?.account === account) moved(use, calls, running, publication.record);
  });
}

function moved(
  use: Use,
  calls: Calls,
  running: Running,
  { id, status, agent }: Conversation,
): void {
  if (status !== 'active' && status !== 'waiting') return calls.end(running, 'conversation-ended');
  if (agent === null || legOfAgent(running, agent.user) !== undefined) return;
  // What is told late: they have handed it over since.
  const owner = use.desks.open(running.account)?.desk.conversations.get(id)?.agent;
  if (owner !== agent.user) return;
  if (takesOver(calls, running, agent.user)) return;
  if (running.call.owner === null) joinAgent(use, calls, running, agent.user);
  else invite(use, calls, running, agent.user);
}

/** A supervisor who hears the call has it at once. Others who supervise one are asked as anybody. */
function takesOver(calls: Calls, running: Running, user: UserId): boolean {
  const leg = legOfUser(running, user);
  if (leg !== undefined && calls.step(running, { type: 'leg.takeOver', leg: leg.id }) === null)
    return true;
  stopWatching(calls, running.account, user);
  return false;
}

/**
 * The new owner is invited, and nobody else any more, and the former one leaves once they are connected. A former owner who is
 * not connected leaves at once.
 */
function invite(use: Use, calls: Calls, running: Running, user: UserId): void {
  const { call } = running;
  const leg = LegId.parse(use.ids.next());
  const by = call.owner;
  if (by === null) return;
  // Whoever is asked already no longer has the conversation, and a colleague is consulted no more.
  if (call.aside !== null) calls.step(running, { type: 'leg.remove', by, leg: call.aside.with });
  const handsOn = { type: 'call.transfer', by, leg, user } as const;
  if (calls.step(running, handsOn) !== null) {
    const party = { type: 'agent', user } as const;
    calls.step(running, { type: 'leg.invite', leg, party, by: null });
    calls.step(running, { type: 'leg.leave', leg: by });
  }
  if (use.desks.open(running.account)?.desk.agents.get(user)?.goneAt === null)
    calls.step(running, { type: 'leg.rang', leg });
}
