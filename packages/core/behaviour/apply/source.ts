// How a visit came about, from the landing page's address and referrer: UTM fields and a channel.
// It knows the common search engines, networks and mail programs, and guesses nothing else.
import type { JsonObject, Page } from '@opportune/protocol/behaviour/event.ts';
import type { FirstSource, Profile, Source } from '../profile.ts';
import { cutText, ownText } from '../../world/own-text.ts';

const search =
  /(^|\.)(google|bing|duckduckgo|yahoo|yandex|baidu|ecosia|qwant|startpage|seznam|naver|brave)\./;
const social =
  /(^|\.)(facebook|instagram|twitter|x|t|linkedin|lnkd|pinterest|reddit|youtube|tiktok|whatsapp|threads|mastodon|bsky)\.(com|co|in|net|social|app)$/;
const mail = /^(mail|webmail|outlook|mail\.google|com\.google\.android\.gm)\b/;
const textLength = 200;

/** The source according to a landing page's address. */
export function sourceOf(page: Page): Source {
  const query = parseQuery(page.search);
  const medium = query.get('utm_medium') ?? null;
  return {
    referrer: cutText(page.referrer, textLength),
    channel: channelOf(page, query, medium),
    utmSource: query.get('utm_source') ?? null,
    utmMedium: medium,
    utmCampaign: query.get('utm_campaign') ?? null,
    utmTerm: query.get('utm_term') ?? null,
    utmContent: query.get('utm_content') ?? null,
  };
}

/** The source that a report names. Fields it does not name are unknown. */
export function sourceIn(properties: JsonObject): Source {
  const text = (name: string): string => {
    const value = properties[name];
    return typeof value === 'string' ? value : '';
  };
  const search = reportedFields
    .map(([name, field]) => [field, text(name)])
    .filter(([, value]) => value !== '')
    .map(([field = '', value = '']) => `${field}=${encodeURIComponent(value.toWellFormed())}`);
  return sourceOf({
    url: '',
    path: '',
    title: '',
    search: search.join('&'),
    referrer: text('referrer'),
  });
}

/** Sources with nothing but a channel share one object. Most visits have one of these. */
const plain: Readonly<Record<Source['channel'], FirstSource>> = {
  direct: only('direct'),
  search: only('search'),
  social: only('social'),
  email: only('email'),
  paid: only('paid'),
  referral: only('referral'),
  campaign: only('campaign'),
};

function only(channel: Source['channel']): FirstSource {
  return { channel, referrer: null, utmSource: null, utmMedium: null, utmCampaign: null };
}

/** How the visitor first came: the source of the first visit that had one, in its final form. */
export function firstSourceOf({ firstSource, visit }: Profile): FirstSource | null {
  if (firstSource !== null) return firstSource;
  return visit === null || visit.source === null ? null : firstOf(visit.source);
}

function firstOf({ channel, referrer, utmSource, utmMedium, utmCampaign }: Source): FirstSource {
  const host = ownText(hostOf(referrer));
  if (host === '' && utmSource === null && utmMedium === null && utmCampaign === null)
    return plain[channel];
  return { channel, referrer: host || null, utmSource, utmMedium, utmCampaign };
}

const reportedFields = [
  ['source', 'utm_source'],
  ['medium', 'utm_medium'],
  ['campaign', 'utm_campaign'],
  ['term', 'utm_term'],
  ['content', 'utm_content'],
] as const;

function channelOf(
  page: Page,
  query: ReadonlyMap<string, string>,
  medium: string | null,
): Source['channel'] {
  const referrer = hostOf(page.referrer);
  if (medium !== null) return channelOfMedium(medium.toLowerCase());
  if (query.has('gclid') || query.has('msclkid') || query.has('fbclid')) return 'paid';
  if (query.has('utm_source') || query.has('utm_campaign')) return 'campaign';
  if (referrer === '' || referrer === hostOf(page.url)) return 'direct';
  if (mail.test(referrer)) return 'email';
  if (search.test(referrer)) return 'search';
  return social.test(referrer) ? 'social' : 'referral';
}

function channelOfMedium(medium: string): Source['channel'] {
  if (/^(cpc|ppc|cpm|cpv|display|banner|paid.*|retargeting)$/.test(medium)) return 'paid';
  if (/^(e-?mail|newsletter)$/.test(medium)) return 'email';
  if (medium.startsWith('social')) return 'social';
  if (medium === 'organic') return 'search';
  return medium === 'referral' ? 'referral' : 'campaign';
}

/** The lower-case host of an address, or empty. */
export function hostOf(address: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(address)?.[1]?.toLowerCase() ?? '';
}

function parseQuery(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of text.replace(/^\?/, '').split('&')) {
    const [name = '', value = ''] = splitOnce(part);
    if (name !== '' && !fields.has(name))
      fields.set(name, ownText(decoded(value).slice(0, textLength)));
  }
  return fields;
}

function splitOnce(part: string): readonly string[] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
