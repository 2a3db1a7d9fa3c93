// The signals of a visit: words searched, sections seen and errors met. Those of the current visit
// come from the profile. Those of a past visit are folded again from its events.
import { applyEvent } from '@opportune/core/behaviour/apply/apply-event.ts';
import { textOf } from '@opportune/core/behaviour/facts/kept-text.ts';
import { newProfile, type Profile } from '@opportune/core/behaviour/profile.ts';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { VisitSignals } from '@opportune/protocol/bus/card.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';

export function shownBy(profile: Profile, sections: Configuration['sections']): VisitSignals {
  const names = new Map<string, string>(sections.map(({ id, name }) => [id, name]));
  const seen = profile.visit?.sections.map((section) => names.get(section) ?? section) ?? [];
  return {
    searched: searchedIn(profile),
    sections: seen.toReversed(),
    errors: profile.visit?.errorsMet.toReversed() ?? [],
  };
}

/** Whether the profile's current visit is the one in which a conversation began. */
export function wasInVisit({ visit }: Pick<Profile, 'visit'>, startedAt: number): boolean {
  return visit !== null && visit.startedAt <= startedAt;
}

/** The signals of the visit that all these events belong to. Null without events. */
export function shownAmong(
  events: readonly StoredEvent[],
  sections: Configuration['sections'],
): VisitSignals | null {
  const [first] = events;
  if (first === undefined) return null;
  const profile = newProfile(first.account, first.site, first.visitor);
  for (const event of events) applyEvent(profile, event);
  return shownBy(profile, sections);
}

/**
 * The profile's list of searches spans all visits. The newest events tell which belong to this one.
 */
function searchedIn({ recent, visits }: Profile): readonly string[] {
  const searched = new Set<string>();
  for (let at = recent.newest; at >= 0; at = recent.before(at)) {
    if (recent.name(at) !== eventName.productsSearched || recent.visit(at) !== visits) continue;
    const query = textOf(recent.subject(at)?.['query'])?.trim().toLowerCase();
    if (query) searched.add(query);
  }
  return [...searched];
}
