// Estimates the memory of one visitor's state. It uses the lengths of what may grow, takes well
// under a microsecond and errs on the high side: a text counts two bytes a character. It never
// walks recent events, which report their own size.
import type { FingerprintRing } from '../../behaviour/recent/fingerprint-ring.ts';
import type { Page } from '@opportune/protocol/behaviour/event.ts';
import type { PageView, Profile, Scalar, Source, Visit } from '../../behaviour/profile.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { VisitorState } from './state.ts';

/** An empty state with its parts. Measured, as are the constants below. */
const emptyBytes = 1900;
const textBytes = 24;
const visitBytes = 560;
const pageViewBytes = 300;
const sourceBytes = 120;
const decisionBytes = 400;
const attributeBytes = 120;
const personBytes = 200;
const deviceBytes = 160;
/** Overhead of a byte view and its buffer. */
const blockBytes = 250;
const ringPlaceBytes = 18;

/** Approximate bytes, on the heap and outside it. */
export function stateBytes(state: VisitorState): number {
  const { recent, visit, seen, decisions, credited, timers, scores, firstSource } = state;
  let bytes = emptyBytes + blockBytes + recent.blockBytes + profileBytes(state);
  if (visit !== null) bytes += bytesOfVisit(visit);
  if (seen !== null) bytes += 80 + seen.any.sizeBytes + seen.brought.sizeBytes;
  if (firstSource !== null) bytes += sourceBytes;
  for (const set of [state.held, state.spentOnPage, state.spentInVisit, state.spentBeyond])
    bytes += ofSet(set);
  bytes += ofSet(state.enrolled);
  // Each forgotten decision leaves a count of its campaign.
  const counted = Math.min(state.decisionCount, 2 * decisions.length);
  return (
    bytes + counted * decisionBytes + 8 * (credited.length + timers.pairs.length) + mapBytes(scores)
  );
}

function profileBytes(profile: Profile): number {
  const { known, pages, cart, orders, interest, services, person, attributes } = profile;
  let bytes = idsBytes(known.prints) + 8 * known.hours.length;
  for (const page of pages) bytes += bytesOfPage(page);
  bytes += ofTexts(cart.products) + ofTexts(interest.products) + ofTexts(interest.categories);
  bytes += ofTexts(interest.searches) + ofTexts(services.topics) + 16 * orders.ids.length;
  if (person !== null) bytes += personBytes + traits(person.claims) + traits(person.facts);
  if (profile.device !== null || profile.place !== null) bytes += deviceBytes;
  if (attributes === null) return bytes;
  for (const [name, { value }] of attributes)
    bytes += attributeBytes + ofText(name) + ofValue(value);
  return bytes;
}

function bytesOfVisit(visit: Visit): number {
  const { paths, sections, errorsMet, formsStarted, formsLeft, formsSubmitted, marks } = visit;
  let bytes = visitBytes + ofTexts(paths) + ofTexts(sections) + ofTexts(errorsMet) + ofTexts(marks);
  bytes += ofTexts(formsStarted) + ofTexts(formsLeft) + ofTexts(formsSubmitted);
  for (const { section } of visit.stays) bytes += 48 + ofText(section);
  for (const { reasons } of visit.intent ?? []) bytes += 120 + 80 * reasons.length;
  return visit.source === null ? bytes : bytes + bytesOfSource(visit.source);
}

function bytesOfSource({ referrer, utmSource, utmMedium, ...utm }: Source): number {
  const texts = [referrer, utmSource, utmMedium, utm.utmCampaign, utm.utmTerm, utm.utmContent];
  let bytes = sourceBytes;
  for (const text of texts) if (text !== null) bytes += ofText(text);
  return bytes;
}

function bytesOfPage({ page, sections }: PageView): number {
  const { url, path, search, title, referrer }: Page = page;
  const lengths = url.length + path.length + search.length + title.length + referrer.length;
  return pageViewBytes + 5 * textBytes + 2 * lengths + ofTexts(sections);
}

function idsBytes(prints: readonly number[] | FingerprintRing): number {
  return 'places' in prints ? 400 + prints.places * ringPlaceBytes : 8 * prints.length;
}

function traits(of: Readonly<Record<string, Scalar>>): number {
  let bytes = 0;
  for (const name in of) bytes += attributeBytes + ofText(name) + ofValue(of[name]);
  return bytes;
}

function mapBytes(map: ReadonlyMap<string, boolean> | null): number {
  return map === null ? 0 : 200 + 120 * map.size;
}

function ofSet(set: RankSet | null): number {
  return set === null ? 0 : set.sizeBytes;
}

function ofValue(value: Scalar | undefined): number {
  return typeof value === 'string' ? ofText(value) : 16;
}

function ofTexts(texts: readonly string[]): number {
  let bytes = 0;
  for (let at = 0; at < texts.length; at++) bytes += 8 + ofText(texts[at] ?? '');
  return bytes;
}

function ofText(text: string): number {
  return textBytes + 2 * text.length;
}
