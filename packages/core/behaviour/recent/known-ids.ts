// Remembers which client ids a visitor has sent, for seven days and up to 2,000. Each takes eight
// bytes, or twelve in a ring, so that lookup needs no scan. It keeps fingerprints, not ids: two
// different ids collide with a chance of 1 in 2^53 a pair. If the bound evicted an id within the
// seven days, it reports that: then only the log knows.
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { fingerprint } from '../../world/fingerprint.ts';
import { FingerprintRing } from './fingerprint-ring.ts';

const hourMs = 3600_000;
/** Up to this many, scanning a list is as fast as a lookup in a ring. */
const mostListed = 128;

export interface KnownIds {
  /** Fingerprints, oldest first. In a ring once there are many. */
  prints: number[] | FingerprintRing;
  /** Pairs: an hour, and how many of `prints` came in it, in the order of `prints`. */
  hours: number[];
  /** Until then an unknown id may still have been sent within seven days. */
  unsureUntil: number;
}

export function newKnownIds(): KnownIds {
  return { prints: [], hours: [], unsureUntil: 0 };
}

/** Records an id at an instant. Evicts the oldest beyond the bound. */
export function noteId(known: KnownIds, id: string, now: number): 'new' | 'repeat' {
  const print = fingerprint(id);
  forget(known, now);
  if (has(known, print)) return 'repeat';
  remember(known, print, now);
  return 'new';
}

/** True if only the log can tell whether the id was sent within seven days. */
export function isUnsure(known: KnownIds, id: string, now: number): boolean {
  return now < known.unsureUntil && !has(known, fingerprint(id));
}

/** Remembers again an id that the log has. */
export function recallId(known: KnownIds, id: string, now: number): void {
  const print = fingerprint(id);
  if (!has(known, print)) remember(known, print, now);
}

function has({ prints }: KnownIds, print: number): boolean {
  return Array.isArray(prints) ? prints.includes(print) : prints.has(print);
}

function remember(known: KnownIds, print: number, now: number): void {
  if (known.prints.length >= profileLimits.dedupeIds) {
    known.unsureUntil = ((known.hours[0] ?? 0) + 1) * hourMs + profileLimits.dedupeMs;
    dropOldest(known, 1);
  }
  add(known, print);
  count(known, Math.floor(now / hourMs));
}

function add(known: KnownIds, print: number): void {
  const { prints } = known;
  if (Array.isArray(prints)) {
    prints.push(print);
    if (prints.length > mostListed) known.prints = ringOf(prints, 2 * mostListed);
    return;
  }
  const roomy = prints.length < prints.places ? prints : ringOf(prints.toJSON(), 2 * prints.places);
  roomy.add(print);
  known.prints = roomy;
}

function ringOf(prints: readonly number[], places: number): FingerprintRing {
  const ring = new FingerprintRing(places);
  for (const print of prints) ring.add(print);
  return ring;
}

function forget(known: KnownIds, now: number): void {
  const oldest = Math.floor((now - profileLimits.dedupeMs) / hourMs);
  while ((known.hours[0] ?? Infinity) < oldest) dropOldest(known, known.hours[1] ?? 0);
}

function dropOldest(known: KnownIds, many: number): void {
  drop(known, many);
  const left = (known.hours[1] ?? 0) - many;
  if (left > 0) known.hours[1] = left;
  else known.hours.splice(0, 2);
}

function drop(known: KnownIds, many: number): void {
  const { prints } = known;
  if (Array.isArray(prints)) prints.splice(0, many);
  else {
    prints.drop(many);
    // Back to a list at half the size that made a ring, so that small changes do not switch it back
    // and forth.
    if (prints.length <= mostListed / 2) known.prints = [...prints.toJSON()];
  }
}

function count(known: KnownIds, hour: number): void {
  const { hours } = known;
  const last = hours.length - 2;
  if (last >= 0 && (hours[last] ?? -1) >= hour) hours[last + 1] = (hours[last + 1] ?? 0) + 1;
  // Once an hour: `concat` allocates only the room it needs, unlike `push`.
  else known.hours = hours.concat(hour, 1);
}
