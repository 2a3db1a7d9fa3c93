// What becomes of a conversation whose visitor waited to speak, once its call is over: whoever hung up
// while nobody had accepted has abandoned it, and everybody else goes on in writing. A telephone cannot
// write: its conversation is over with the call, unless the server restarted.
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';

const givenUp: readonly SpokenEnd[] = ['cancelled', 'lost'];

export function settleQueue(
  { desks }: Pick<CallParts, 'desks'>,
  running: Running,
  end: SpokenEnd,
): void {
  const { account, conversation: id, isQueued, acceptedAt } = running;
  if (!isQueued) return;
  const desk = desks.open(account);
  const isByTelephone = running.caller !== null && end !== 'restarted';
  if (isByTelephone && acceptedAt !== null)
    return void desk?.apply({ type: 'conversation.end', id, by: 'visitor' });
  if (acceptedAt === null && (isByTelephone || givenUp.includes(end))) {
    const done = desk?.apply({ type: 'conversation.abandon', id });
    if (done?.refused === null) return;
    // An agent accepted it a moment ago, or puts it back: it is still there.
  }
  desk?.apply({ type: 'conversation.write', id });
}
