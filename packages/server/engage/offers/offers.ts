// Delivers a decision's content to the browser and keeps it until the browser answers. A live chat
// offer holds an agent's place for a while; accepting checks again (converse does that).
import { decisionLimits } from '@opportune/protocol/limits.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { Agents } from '../seams.ts';
import { linkFor } from '../owner/visitor-entry.ts';
import type { VisitorEntry } from '../owner/visitor-entry.ts';

/** Offers kept for a browser that reconnects; beyond, the oldest is forgotten. */
const offersKept = 8;

export function deliver(
  entry: VisitorEntry,
  content: EngagementContent,
  agents: Agents,
  now: number,
): void {
  const held = content.action === 'chat' ? holdPlace(entry, content, agents, now) : content;
  entry.offered.set(held.decision, held);
  if (entry.offered.size > offersKept) {
    const oldest = entry.offered.keys().next();
    if (!oldest.done) entry.offered.delete(oldest.value);
  }
  linkFor(entry, held)?.send({ type: 'engage', engagement: held });
}

function holdPlace(
  entry: VisitorEntry,
  content: EngagementContent,
  agents: Agents,
  now: number,
): EngagementContent {
  const until = now + decisionLimits.offerHoldMs;
  const held = agents.hold(entry.account, content.skill, content.decision, until);
  return { ...content, heldUntil: held ? until : null };
}

/** The browser answered for a decision: it need not be sent again. */
export function settle(entry: VisitorEntry, event: AcceptedEvent): void {
  if (event.decision !== undefined) entry.offered.delete(event.decision);
}
