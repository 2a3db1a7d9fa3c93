// A visitor in words: the name, the source, the device and the place. The live list, its panel and
// the inbox use them.
import type { Device, Place } from '@opportune/protocol/behaviour/event.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { countryName } from '../words/country.ts';
import { within } from '../words/language.ts';
import { lookUp, t } from '../words/words.ts';

/** The claimed or verified name, or the end of the id if there is none. */
export function visitorName(visitor: {
  readonly name: string | null;
  readonly visitor: string;
}): string {
  return visitor.name ?? t('visitors.visitor.unnamed', { end: visitor.visitor.slice(-4) });
}

const engines: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)google\./, 'Google'],
  [/(^|\.)bing\.com$/, 'Bing'],
  [/duckduckgo\.com$/, 'DuckDuckGo'],
  [/instagram\.com$/, 'Instagram'],
  [/facebook\.com$/, 'Facebook'],
  [/pinterest\./, 'Pinterest'],
  [/youtube\.com$/, 'YouTube'],
  [/linkedin\.com$/, 'LinkedIn'],
  [/(^|\.)t\.co$/, 'X'],
];

/** For example "Google · paid", "newsletter.example" or "Direct". */
export function sourceWords(row: Pick<VisitorRow, 'referrer' | 'sourceChannel'>): string {
  const host = hostOf(row.referrer);
  const channel = lookUp(`visitors.channel.${row.sourceChannel}`) ?? t('visitors.channel.direct');
  if (host === null) return channel;
  const name = engines.find(([pattern]) => pattern.test(host))?.[1] ?? host;
  return row.sourceChannel === 'direct' ||
    row.sourceChannel === 'referral' ||
    row.sourceChannel === 'search' ||
    row.sourceChannel === 'social'
    ? name
    : t('visitors.source.through', { name, channel: within(channel) });
}

function hostOf(referrer: string): string | null {
  // Most visitors have no referrer, and a thrown exception costs more than all other words of a
  // row.
  if (referrer === '') return null;
  try {
    return new URL(referrer).hostname.replace(/^www\./, '');
  } catch {
    return null;
  }
}

/** For example "Safari on Mac", or "Phone" if only the type is known. */
export function deviceWords(device: Device): string {
  const type = lookUp(`visitors.device.${device.type}`) ?? t('visitors.device.unknown');
  if (device.browser === '') return type;
  return device.os === ''
    ? device.browser
    : t('visitors.device.on', { browser: device.browser, os: device.os });
}

/** For example "Utrecht, Netherlands", or "not configured" without a geographic database. */
export function placeWords(place: Place | null): string {
  if (place === null) return t('visitors.place.notConfigured');
  if (place.country === null) return t('visitors.place.unknown');
  const country = countryName(place.country);
  return place.city === null || place.city === ''
    ? country
    : t('visitors.place.in', { city: place.city, country });
}

/**
 * The country alone, for a narrow column. Null without a geographic database; the list says so
 * once.
 */
export function countryWords(place: Place | null): string | null {
  if (place === null) return null;
  return place.country === null ? t('visitors.place.unknown') : countryName(place.country);
}

export function pageWords(page: { readonly title: string; readonly path: string }): string {
  return page.title === '' ? page.path : page.title;
}
