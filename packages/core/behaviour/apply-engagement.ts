// What became of engagements and conversations, as counts and as the conversation now open.
import { eventName, type AcceptedEvent } from '@opportune/protocol/event.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import type { Profile } from './profile.ts';

export function applyEngagement(profile: Profile, event: AcceptedEvent): void {
  const { engagements, visit } = profile;
  switch (event.name) {
    case eventName.engagementShown:
      engagements.shown++;
      return;
    case eventName.engagementClicked:
      engagements.clicked++;
      return;
    case eventName.engagementDismissed:
      engagements.dismissed++;
      return;
    case eventName.engagementMuted:
      engagements.muted = true;
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
