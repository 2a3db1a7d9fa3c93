// Delivers a decision's content to the browser and keeps it until the browser answers. A live chat
// offer first asks the desk for an agent's place and is sent with the answer, in the same turn if
// the desk is in this process. The desk checks again when the offer is accepted.
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { linkFor } from '../owner/visitor-entry.ts';
import type { VisitorEntry } from '../owner/visitor-entry.ts';

/** Offers kept for a browser that reconnects. Evicts the oldest beyond. */
const offersKept = 8;

export function deliver(
  entry: VisitorEntry,
  content: EngagementContent,
  agents: Pick<AgentsRoom, 'hold'>,
  now: number,
): void {
  keep(entry, content);
  if (content.action !== 'chat') return send(entry, content);
  const { decision, skill, creative } = content;
  const untilMs = now + decisionLimits.offerHoldMs;
  const { account } = entry;
  const site = entry.state?.site ?? entry.site;
  agents.hold({ account, site, skill, decision, untilMs }, ({ held, faces }) => {
    // Withdrawn while the desk was asked. The place becomes free when its reservation ends.
    if (entry.offered.get(decision) !== content) return;
    const offer = {
      ...content,
      heldUntil: held ? untilMs : null,
      ...(creative.faces === true && faces.length > 0 && { faces }),
    };
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

/** The browser responded to a decision, so it is not sent again. */
export function settle(entry: VisitorEntry, event: AcceptedEvent): void {
  if (event.decision !== undefined) entry.offered.delete(event.decision);
}
