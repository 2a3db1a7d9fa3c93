// Which sections a page belongs to: those it names itself and those whose patterns match its path.
// `*` stands for any text within a segment, `**` for any text. A pattern with `?` also matches the
// query.
import type { Section } from '@opportune/protocol/campaign/campaign.ts';
import type { AcceptedEvent, Page } from '@opportune/protocol/behaviour/event.ts';
import type { SiteId } from '@opportune/protocol/ids.ts';
import { readablePath } from '../behaviour/facts/readable-path.ts';

export interface SectionMatcher {
  readonly site: SiteId;
  readonly name: string;
  matches(page: Page): boolean;
}

const mostSections = 10;
const none: readonly string[] = [];

export function compileSection({ site, name, patterns }: Section): SectionMatcher {
  const tests = patterns.map(compilePattern);
  return { site, name, matches: (page) => tests.some((test) => test(page)) };
}

function compilePattern(written: string): (page: Page) => boolean {
  const pattern = readablePath(written);
  const parts = pattern.split(/(\*\*|\*)/).filter((part) => part !== '');
  const fits = fitterOf(parts);
  const withQuery = pattern.includes('?');
  return ({ path, search }) => fits(readablePath(withQuery ? path + search : path));
}

/** Most patterns are a path, or one with a star at its end: these need no walk. */
function fitterOf(parts: readonly string[]): (text: string) => boolean {
  const [head = '', tail] = parts;
  if (head.startsWith('*') || parts.length > 2) return (text) => walks(parts, text);
  switch (tail) {
    case undefined:
      return (text) => text === head;
    case '**':
      return (text) => text.startsWith(head);
    default:
      return (text) => text.startsWith(head) && !text.includes('/', head.length);
  }
}

/**
 * Walks the parts once, keeping every position the text may have been read to. The time is at most
 * parts × characters for any pattern, where backtracking would be exponential.
 */
function walks(parts: readonly string[], text: string): boolean {
  let places: readonly number[] = [0];
  for (const part of parts) {
    places =
      part === '*' || part === '**'
        ? spread(places, text, part === '**')
        : advance(places, text, part);
    if (places.length === 0) return false;
  }
  return places[places.length - 1] === text.length;
}

function advance(places: readonly number[], text: string, part: string): number[] {
  return places.filter((place) => text.startsWith(part, place)).map((place) => place + part.length);
}

/** All positions reached by skipping any characters, or any but a slash; ascending. */
function spread(places: readonly number[], text: string, across: boolean): number[] {
  const reached: number[] = [];
  let next = 0;
  let passing = false;
  for (let at = 0; at <= text.length; at++) {
    if (places[next] === at) {
      passing = true;
      next++;
    }
    if (passing) reached.push(at);
    if (!across && text[at] === '/') passing = false;
  }
  return reached;
}

/**
 * All sections of an event's page, at most ten: those it names and those found. The same list if
 * none are added.
 */
export function sectionsOf(
  { page, sections = none, site }: AcceptedEvent,
  matchers: readonly SectionMatcher[],
): readonly string[] {
  if (page === undefined) return sections;
  let found = sections;
  for (const { site: own, name, matches } of matchers) {
    if (own === site && found.length < mostSections && !found.includes(name) && matches(page))
      // Spreading reserves room for sixteen more; most pages have one section.
      found = found.length === 0 ? [name] : [...found, name];
  }
  return found;
}
