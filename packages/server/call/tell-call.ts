// Tells the visitor's log that a call is over, for results and their timeline. Never what was said.
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import { type Running, spokeSeconds } from './running.ts';
import type { CallParts } from './seams.ts';

export function tellCall(
  { tellVisitor, clock }: Pick<CallParts, 'tellVisitor' | 'clock'>,
  { account, conversation, about, call, isQueued, acceptedAt }: Running,
  reason: SpokenEnd,
): void {
  const { site, visitor, origin } = about;
  if (site === null || visitor === null) return;
  const { decision = null, campaign = null } = origin ?? {};
  const spokeS = spokeSeconds(call, clock.now());
  const of = { conversation, decision, campaign, queued: isQueued, accepted: acceptedAt !== null };
  const properties = { ...of, reason, spokeS };
  tellVisitor({ account, site, visitor, name: eventName.callEnded, properties });
}
