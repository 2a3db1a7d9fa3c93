// A call follows its conversation: it ends with it, and its owner comes to own the call. While nobody
// owns the conversation, the call goes on with who is in it.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, LegId, type UserId } from '@opportune/protocol/ids.ts';
import { type Calls, legOfAgent, legOfUser } from './calls.ts';
import { followLead } from './colleague/follow-lead.ts';
import { joinAgent } from './join-agent.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';
import { stopWatching } from './watch.ts';

type Use = Pick<CallParts, 'bus' | 'ids' | 'desks'>;

/** Of all calls of an account. Returns how to stop. */
export function followConversations(use: Use, calls: Calls, account: AccountId): () => void {
  return subscribe(use.bus, publicationsOf(account), (publication) => {
    if (publication.type === 'presence') return came(use, calls, account, publication.agent.user);
    if (publication.type !== 'written') return;
    const running = calls.inConversation(publication.record.id);
    if (running?.account === account) moved(use, calls, running, publication.record);
  });
}

/** Who leads a call and lost its conversation because their console was gone has it again. */
function came(use: Use, calls: Calls, account: AccountId, user: UserId): void {
  const running = calls.ofAgent(account, user);
  if (running?.leader === user) followLead(use, running);
}

function moved(use: Use, calls: Calls, running: Running, { id, status }: Conversation): void {
  if (status !== 'active' && status !== 'waiting') return calls.end(running, 'conversation-ended');
  followLead(use, running);
  // Not as it was written: it may have been handed over since.
  const agent = use.desks.open(running.account)?.desk.conversations.get(id)?.agent ?? null;
  if (agent === null || agent === formerHolder(running)) return;
  const isIn = legOfAgent(running, agent) !== undefined;
  if (isIn && running.call.aside?.isCold !== true) return;
  if (!isIn && takesOver(calls, running, agent)) return;
  if (running.call.owner === null) joinAgent(use, calls, running, agent);
  else ask(use, calls, running, agent);
}

/** Who had it and left the call to a colleague who cannot be given it yet. */
function formerHolder(running: Running): UserId | null {
  const { holder } = running;
  return holder !== null && legOfAgent(running, holder) === undefined ? holder : null;
}

/** A supervisor who hears the call has it at once. Others who supervise one are asked as anybody. */
function takesOver(calls: Calls, running: Running, user: UserId): boolean {
  const leg = legOfUser(running, user);
  if (leg !== undefined && calls.step(running, { type: 'leg.takeOver', leg: leg.id }) === null)
    return true;
  stopWatching(calls, running.account, user);
  return false;
}

/** They come to lead the call. Nobody else is asked any more. */
function ask(use: Use, calls: Calls, running: Running, user: UserId): void {
  const leg = LegId.parse(use.ids.next());
  if (calls.step(running, { type: 'call.transfer', leg, user }) !== null) return;
  if (use.desks.open(running.account)?.desk.agents.get(user)?.goneAt === null)
    calls.step(running, { type: 'leg.rang', leg });
}
