// What becomes of a conversation once its call is over: whoever waited to speak and hung up while nobody
// had accepted has abandoned it, and everybody else goes on in writing. A telephone cannot write: its
// conversation is over with the call, unless the server restarted.
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';

const givenUp: readonly SpokenEnd[] = ['cancelled', 'lost'];

export function settleQueue(
  { desks }: Pick<CallParts, 'desks'>,
  { account, conversation: id, isQueued, acceptedAt, caller, isLeftByAgent }: Running,
  end: SpokenEnd,
): void {
  const desk = desks.open(account);
  const isByTelephone = isQueued && caller !== null && end !== 'restarted';
  if (isByTelephone && acceptedAt !== null) {
    const by = isLeftByAgent ? 'agent' : 'visitor';
    return void desk?.apply({ type: 'conversation.end', id, by });
  }
  if (isQueued && acceptedAt === null && (isByTelephone || givenUp.includes(end))) {
    const done = desk?.apply({ type: 'conversation.abandon', id });
    if (done?.refused === null) return;
    // An agent accepted it a moment ago, or puts it back: it is still there.
  }
  // Also if an agent was quicker than the page, and proposed the call.
  desk?.apply({ type: 'conversation.write', id });
}
