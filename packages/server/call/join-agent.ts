// The agent who accepted a conversation whose visitor waits to speak is in its call at once: they have
// said yes already, so it does not ring a second time.
import type { UserId } from '@opportune/protocol/ids.ts';
import { LegId } from '@opportune/protocol/ids.ts';
import type { Calls } from './calls.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';
import { stopWatching } from './watch.ts';

export function joinAgent(
  { ids, desks }: Pick<CallParts, 'ids' | 'desks'>,
  calls: Calls,
  running: Running,
  user: UserId,
): void {
  stopWatching(calls, running.account, user);
  // They came to have the conversation in another way, and speak with somebody else.
  const isElsewhere = calls.ofAgent(running.account, user) !== undefined;
  const agent = desks.open(running.account)?.desk.agents.get(user);
  // A program goes on in writing.
  if (isElsewhere || agent?.profile.kind === 'program') return calls.end(running, 'unanswered');
  const leg = LegId.parse(ids.next());
  calls.step(running, { type: 'leg.join', leg, party: { type: 'agent', user } });
}
