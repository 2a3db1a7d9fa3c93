// What a visit shows of what its visitor wants: the words searched, the sections seen and the errors met.
// Of the visit under way it stands in the profile; one that is over is folded again from its events.
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

/** Whether the visit of a profile is the one that a conversation begun at an instant was in. */
export function wasInVisit({ visit }: Pick<Profile, 'visit'>, startedAt: number): boolean {
  return visit !== null && visit.startedAt <= startedAt;
}

/** The same of the one visit that all these events are of; null where there are none. */
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

/** The profile's list of searches is of all visits: those of this one are among its newest events. */
function searchedIn({ recent, visits }: Profile): readonly string[] {
  const searched = new Set<string>();
  for (let at = recent.newest; at >= 0; at = recent.before(at)) {
    if (recent.name(at) !== eventName.productsSearched || recent.visit(at) !== visits) continue;
    const query = textOf(recent.subject(at)?.['query'])?.trim().toLowerCase();
    if (query) searched.add(query);
  }
  return [...searched];
}
