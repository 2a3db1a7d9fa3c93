// Delivers a decision's content to the browser and keeps it until the browser answers. A live chat
// offer asks the desk for an agent's place and goes out with the answer: in the same turn where the desk
// is in this process. Accepting checks again (the desk does that).
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import { decisionLimits } from '@opportune/protocol/limits.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { linkFor } from '../owner/visitor-entry.ts';
import type { VisitorEntry } from '../owner/visitor-entry.ts';

/** Offers kept for a browser that reconnects; beyond, the oldest is forgotten. */
const offersKept = 8;

export function deliver(
  entry: VisitorEntry,
  content: EngagementContent,
  agents: Pick<AgentsRoom, 'hold'>,
  now: number,
): void {
  keep(entry, content);
  if (content.action !== 'chat') return send(entry, content);
  const { decision, skill } = content;
  const untilMs = now + decisionLimits.offerHoldMs;
  agents.hold({ account: entry.account, skill, decision, untilMs }, (held) => {
    // It was withdrawn while the desk was asked; the place is free again when its time is over.
    if (entry.offered.get(decision) !== content) return;
    const offer = { ...content, heldUntil: held ? untilMs : null };
    entry.offered.set(decision, offer);
    send(entry, offer);
  });
}

function keep({ offered }: VisitorEntry, content: EngagementContent): void {
  offered.set(content.decision, content);
  if (offered.size <= offersKept) return;
  const oldest = offered.keys().next();
  if (!oldest.done) offered.delete(oldest.value);
}

function send(entry: VisitorEntry, engagement: EngagementContent): void {
  linkFor(entry, engagement)?.send({ type: 'engage', engagement });
}

/** The browser answered for a decision: it need not be sent again. */
export function settle(entry: VisitorEntry, event: AcceptedEvent): void {
  if (event.decision !== undefined) entry.offered.delete(event.decision);
}
