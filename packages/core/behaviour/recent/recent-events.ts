// The newest live events, as far back as conditions look: at most 200, and at most 8,192 characters
// of names and properties. The oldest are evicted and counted. A large event keeps only its plain
// fields.
import type { AcceptedEvent, Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { RecentEvent } from './event-block.ts';
import { none, type Profile } from '../profile.ts';
import { readablePath } from '../facts/readable-path.ts';
import { unlisted } from './seen-patterns.ts';

export const recentLimits = {
  /** Characters of names and subjects, all events together. */
  totalSize: 8192,
  /** Characters of one subject. Beyond it, only the plain fields that fit are kept. */
  subjectSize: 512,
  /** Characters kept of one text in a subject. */
  textLength: 256,
} as const;

/**
 * How far back conditions look: the number of events, and the total characters of names and
 * subjects.
 */
export interface RecentBounds {
  readonly events: number;
  readonly size: number;
}

export const recentBounds: RecentBounds = {
  events: profileLimits.recentEvents,
  size: recentLimits.totalSize,
};

/**
 * An evicted event: by the number stored with it, or the event itself if no list has that number.
 */
export interface DroppedEvent {
  readonly fits: number;
  readonly event: RecentEvent | null;
}

/** Adds an event. Passes evicted events to `dropped`. */
export function addRecent(
  profile: Profile,
  event: AcceptedEvent,
  dropped: DroppedEvent[],
  bounds: RecentBounds,
): RecentEvent {
  const { recent } = profile;
  const added = recentOf(event, profile.visits);
  recent.add(added);
  while (recent.length > bounds.events || recent.size > bounds.size) {
    dropped.push(oldestOf(profile));
    recent.drop();
    profile.dropped++;
  }
  return added;
}

function oldestOf({ recent, seen }: Profile): DroppedEvent {
  const fits = seen === null ? unlisted : recent.fits(recent.oldest);
  return { fits, event: fits === unlisted ? recent.at(recent.oldest) : null };
}

/** An event as conditions and goals read it. */
export function recentOf(event: AcceptedEvent, visit: number): RecentEvent {
  const { subject, size } = subjectOf(event);
  return {
    name: event.name,
    receivedAt: event.receivedAt,
    visit,
    subject,
    size: size + event.name.length,
  };
}

/** The properties. For page calls: the page's own fields, overridden by the properties. */
function subjectOf(event: AcceptedEvent): { subject: JsonObject | null; size: number } {
  const whole = event.kind === 'page' ? pageSubject(event) : event.properties;
  const size = sizeOf(whole, recentLimits.subjectSize);
  if (size === 0) return { subject: null, size };
  if (size <= recentLimits.subjectSize) return { subject: whole, size };
  return reduced(whole);
}

function pageSubject({ page, sections = none, properties }: AcceptedEvent): JsonObject {
  const { path = '', title = '', search = '', url = '' } = page ?? {};
  const short = url.length <= recentLimits.textLength ? url : '';
  const fields = { path, section: sections, title, search, url: short };
  for (const _key in properties) return filledUp(properties, fields);
  return fields;
}

/**
 * Copies first, then adds what is missing: merging two objects key by key costs several times as
 * much.
 */
function filledUp(
  properties: JsonObject,
  { path, section, title, search, url }: PageFields,
): JsonObject {
  const subject: Record<string, Json> = { ...properties };
  const own = subject['path'];
  if (own === undefined) subject['path'] = path;
  else if (typeof own === 'string') subject['path'] = readablePath(own);
  if (subject['section'] === undefined) subject['section'] = section;
  if (subject['title'] === undefined) subject['title'] = title;
  if (subject['search'] === undefined) subject['search'] = search;
  if (subject['url'] === undefined) subject['url'] = url;
  return subject;
}

type PageFields = { readonly [name in 'path' | 'section' | 'title' | 'search' | 'url']: Json };

/** Characters of keys and values. Stops counting beyond `most`. */
function sizeOf(value: Json, most: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 4;
  if (Array.isArray(value)) return sizeOfList(value, most);
  let size = 0;
  // `for…in` allocates no list of entries on the path of every event.
  for (const key in value) {
    const part = (value as JsonObject)[key];
    size +=
      key.length +
      (typeof part === 'string'
        ? part.length
        : typeof part === 'object'
          ? sizeOf(part, most - size)
          : 4);
    if (size > most) return size;
  }
  return size;
}

function sizeOfList(list: readonly Json[], most: number): number {
  let size = 0;
  for (const item of list) {
    size += 1 + sizeOf(item, most - size);
    if (size > most) return size;
  }
  return size;
}

function reduced(whole: JsonObject): { subject: JsonObject; size: number } {
  const subject: Record<string, Json> = {};
  let size = 0;
  for (const [key, value] of Object.entries(whole)) {
    const plain = plainOf(value);
    if (plain === undefined) continue;
    const more = key.length + sizeOf(plain, recentLimits.subjectSize);
    if (size + more > recentLimits.subjectSize) continue;
    subject[key] = plain;
    size += more;
  }
  return { subject, size };
}

function plainOf(value: Json): Json | undefined {
  if (typeof value === 'string') return value.slice(0, recentLimits.textLength);
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value
      : undefined;
  }
  return value;
}
