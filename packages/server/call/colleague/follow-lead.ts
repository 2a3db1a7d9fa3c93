// The conversation goes to whoever leads its call, once they are connected: after a consultation that
// was handed over, and after its agent left the call to a colleague or is gone.
import type { Running } from '../running.ts';
import type { CallParts } from '../seams.ts';

/**
 * Whether another agent leads the call than before. A conversation that somebody else has by now stays
 * theirs. One that cannot be given now is given when this is asked again.
 */
export function followLead({ desks }: Pick<CallParts, 'desks'>, running: Running): boolean {
  const { account, conversation: id, call, leader } = running;
  const leg = call.owner === null ? undefined : call.legs.get(call.owner);
  if (leg?.party.type !== 'agent' || leg.state !== 'connected') return false;
  const { user } = leg.party;
  running.leader = user;
  const desk = desks.open(account);
  const agent = desk?.desk.conversations.get(id)?.agent;
  if (agent === user) running.holder = user;
  else if (agent === null || agent === running.holder) {
    const from = running.holder ?? user;
    const done = desk?.apply({ type: 'conversation.hand-over', id, from, to: user });
    if (done?.refused === null) running.holder = user;
  }
  return leader !== null && leader !== user;
}
