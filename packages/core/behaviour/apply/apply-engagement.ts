// What became of engagements and conversations: counts, the latest outcome, and the conversation
// now open.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import type { Engagements, Profile, Visit } from '../profile.ts';

const outcomes: ReadonlyMap<string, NonNullable<Engagements['outcome']>> = new Map([
  [eventName.engagementShown, 'shown'],
  [eventName.engagementClicked, 'clicked'],
  [eventName.engagementDismissed, 'dismissed'],
  [eventName.engagementMissed, 'missed'],
  [eventName.engagementMuted, 'muted'],
]);

export function applyEngagement(profile: Profile, event: AcceptedEvent, visit: Visit | null): void {
  const { engagements } = profile;
  const outcome = outcomes.get(event.name);
  if (outcome === undefined) return applyConversation(profile, event, visit);
  if (outcome === 'muted') engagements.muted = true;
  else engagements[outcome]++;
  engagements.outcome = outcome;
  engagements.lastAt = event.receivedAt;
}

function applyConversation(profile: Profile, event: AcceptedEvent, visit: Visit | null): void {
  const { engagements } = profile;
  const named = ConversationId.safeParse(event.properties['conversation']).data ?? null;
  switch (event.name) {
    case eventName.conversationAnswered:
      engagements.answered++;
      return;
    case eventName.conversationEnded:
      // If an older conversation is closed, the open one stays.
      if (named === null || engagements.conversation === unnamed) engagements.conversation = null;
      else if (engagements.conversation === named) engagements.conversation = null;
      return;
    case eventName.conversationReopened:
      engagements.conversation = named ?? unnamed;
      return;
    case eventName.conversationStarted:
      engagements.conversations++;
      if (visit !== null) visit.conversations++;
      // A conversation left as a message waits for an e-mail: it is not a talk that an offer would
      // interrupt.
      if (event.properties['status'] !== 'message') engagements.conversation = named ?? unnamed;
  }
}

/** Stands for a conversation whose report does not name it. */
const unnamed = ConversationId.parse('unnamed');
