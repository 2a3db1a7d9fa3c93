// What became of engagements and conversations, as counts, the latest outcome, and the conversation
// now open.
import { eventName, type AcceptedEvent } from '@opportune/protocol/event.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import type { Engagements, Profile } from './profile.ts';

const outcomes: ReadonlyMap<string, NonNullable<Engagements['outcome']>> = new Map([
  [eventName.engagementShown, 'shown'],
  [eventName.engagementClicked, 'clicked'],
  [eventName.engagementDismissed, 'dismissed'],
  [eventName.engagementMissed, 'missed'],
  [eventName.engagementMuted, 'muted'],
]);

export function applyEngagement(profile: Profile, event: AcceptedEvent): void {
  const { engagements } = profile;
  const outcome = outcomes.get(event.name);
  if (outcome === undefined) return applyConversation(profile, event);
  if (outcome === 'muted') engagements.muted = true;
  else engagements[outcome]++;
  engagements.outcome = outcome;
  engagements.lastAt = event.receivedAt;
}

function applyConversation(profile: Profile, event: AcceptedEvent): void {
  const { engagements, visit } = profile;
  switch (event.name) {
    case eventName.conversationAnswered:
      engagements.answered++;
      return;
    case eventName.conversationEnded:
      engagements.conversation = null;
      return;
    case eventName.conversationStarted:
      engagements.conversations++;
      if (visit !== null) visit.conversations++;
      engagements.conversation =
        ConversationId.safeParse(event.properties['conversation']).data ?? unnamed;
  }
}

/** A conversation whose report does not name it is a conversation all the same. */
const unnamed = ConversationId.parse('unnamed');
