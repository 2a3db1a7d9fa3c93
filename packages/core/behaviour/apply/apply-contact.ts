// Leads that the visitor left and the topics they wanted help with, as reported by the page or the
// business. Each report counts once, by its event.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { boundedAdd } from './bounded-list.ts';
import { phraseOf } from '../facts/kept-text.ts';
import type { Profile } from '../profile.ts';

export function applyContact(profile: Profile, event: AcceptedEvent): void {
  const { leads, services } = profile;
  switch (event.name) {
    case eventName.leadSubmitted:
      leads.count++;
      leads.lastAt = Math.max(leads.lastAt ?? 0, event.at);
      return;
    case eventName.serviceResolved:
      services.resolved++;
      return;
    case eventName.serviceRequested: {
      services.requested++;
      const topic = phraseOf(event.properties['topic']);
      if (topic !== null)
        services.topics = boundedAdd(profile, services.topics, topic, profileLimits.topics);
    }
  }
}
