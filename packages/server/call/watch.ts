// Supervisors: managers who listen to a call, whisper to its agent or speak to both. They take the call
// over by taking its conversation over (follow-conversation.ts).
import type { Leg } from '@opportune/core/call/call.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { WatchFrame } from '@opportune/protocol/conversation/spoken.ts';
import { type AccountId, LegId, type UserId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';
import { type Calls, legOfUser } from './calls.ts';
import { hasVoice } from './is-full.ts';
import type { CallParts } from './seams.ts';

export interface ManagerOf {
  readonly account: AccountId;
  readonly user: UserId;
  readonly isManager: boolean;
}

/** Null, or why they may not. Again: they take part in another way. */
export function watch(
  { ids }: Pick<CallParts, 'ids'>,
  calls: Calls,
  { account, user, isManager }: ManagerOf,
  { conversation, watching }: z.infer<typeof WatchFrame>,
): ErrorCode | null {
  if (!isManager) return 'auth.forbidden';
  const running = calls.inConversation(conversation);
  if (running?.account !== account) return 'request.not_found';
  const own = legOfUser(running, user);
  if (watching !== 'listen' && !isHeard(own) && !hasVoice(running)) return 'call.voices';
  if (own !== undefined) return calls.step(running, { type: 'leg.watch', leg: own.id, watching });
  // They have one microphone.
  if (calls.ofUser(account, user) !== undefined) return 'agent.no_room';
  if (running.call.connectedAt === null) return 'request.conflict';
  const leg = LegId.parse(ids.next());
  const party = { type: 'supervisor', user, watching } as const;
  return calls.step(running, { type: 'leg.join', leg, party });
}

function isHeard(leg: Leg | undefined): boolean {
  return leg?.party.type === 'supervisor' && leg.party.watching !== 'listen';
}

/** Who is asked to another call no longer supervises one. */
export function stopWatching(calls: Calls, account: AccountId, user: UserId): void {
  const running = calls.ofUser(account, user);
  const leg = running && legOfUser(running, user);
  if (running !== undefined && leg?.party.type === 'supervisor')
    calls.step(running, { type: 'leg.leave', leg: leg.id });
}
