// The conversation goes to whoever leads its call, once they are connected: after a consultation that
// was handed over, and after its agent left the call to a colleague.
import type { Running } from '../running.ts';
import type { CallParts } from '../seams.ts';

/**
 * Whether another agent leads the call than before. A conversation that somebody else has by now stays
 * theirs.
 */
export function followLead({ desks }: Pick<CallParts, 'desks'>, running: Running): boolean {
  const { account, conversation: id, call, leader } = running;
  const leg = call.owner === null ? undefined : call.legs.get(call.owner);
  if (leg?.party.type !== 'agent' || leg.state !== 'connected') return false;
  const { user } = leg.party;
  if (user === leader) return false;
  running.leader = user;
  if (leader === null) return false;
  desks.open(account)?.apply({ type: 'conversation.hand-over', id, from: leader, to: user });
  return true;
}
