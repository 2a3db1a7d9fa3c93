// What becomes of a conversation once its call is over: whoever waited to speak and hung up while nobody
// had accepted has abandoned it, and everybody else goes on in writing.
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';

const givenUp: readonly SpokenEnd[] = ['cancelled', 'lost'];

export function settleQueue(
  { desks }: Pick<CallParts, 'desks'>,
  { account, conversation, isQueued, acceptedAt }: Running,
  end: SpokenEnd,
): void {
  const isAbandoned = isQueued && acceptedAt === null && givenUp.includes(end);
  const desk = desks.open(account);
  if (isAbandoned) {
    const done = desk?.apply({ type: 'conversation.abandon', id: conversation });
    if (done?.refused === null) return;
    // An agent accepted it a moment ago, or puts it back: it is still there.
  }
  // Also if an agent was quicker than the page, and proposed the call.
  desk?.apply({ type: 'conversation.write', id: conversation });
}
