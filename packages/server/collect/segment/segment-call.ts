// Translates one call of the Segment spec into one raw client event, field by field. It cuts texts
// that browsers make long by themselves (addresses, titles). It refuses nothing; admission does. It
// ignores integrations, library versions and metadata.
import { isDay } from '@opportune/core/world/instant.ts';
import type { Mask } from '@opportune/core/masking/mask.ts';
import { EventKind, eventName } from '@opportune/protocol/behaviour/event.ts';
import { isObject } from '../reading/json.ts';
import { eventIdFrom } from './derived-ids.ts';
import { inOurWords } from './segment-names.ts';

export interface SegmentCall {
  /** A ClientEvent in progress. Admission checks it. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  /** The previous id of an alias call. */
  readonly previousId: string | null;
  readonly context: Readonly<Record<string, unknown>>;
}

type EventMask = Pick<Mask, 'event' | 'composed'>;

/** The inputs for reading a call. */
export interface Reading {
  /** The id for a call without id and time. */
  readonly newId: () => string;
  /** Masks what is composed or cut. The texts of the call itself are masked already. */
  readonly mask: EventMask;
  /** The batch's context, for what the call's own context lacks. */
  readonly shared?: SharedContext | undefined;
}

const cuts = { url: 2048, path: 1024, search: 1024, title: 512, referrer: 2048 } as const;
const pageFields = ['url', 'path', 'search', 'title', 'referrer'] as const;
const kindNames: Readonly<Record<string, string>> = {
  page: eventName.page,
  screen: eventName.screen,
  identify: eventName.identify,
  group: eventName.group,
  alias: eventName.alias,
};

/** Translates a masked call. `kind` comes from the path, or in a batch from the call's `type`. */
export function readSegmentCall(
  raw: Record<string, unknown>,
  kind: string,
  { newId, mask, shared = nothingShared }: Reading,
): SegmentCall {
  const context = contextOf(raw['context'], shared);
  const userId = idText(raw['userId']);
  const tracked = kind === 'track' ? inOurWords(raw['event'], properties(raw, kind)) : null;
  return {
    kind,
    anonymousId: idText(raw['anonymousId']),
    userId,
    previousId: idText(raw['previousId']),
    context,
    event: present({
      id: eventIdFrom(messageId(raw, kind, newId)),
      kind,
      name: tracked === null ? kindNames[kind] : tracked.name,
      at: instant(whenOf(raw)),
      properties: tracked === null ? properties(raw, kind) : tracked.properties,
      page: page(raw, context, { kind, shared, mask }),
      userId,
      token: context['identityToken'],
    }),
  };
}

/** The context fields that are read. */
const contextFields = [
  ...['campaign', 'device', 'identityToken', 'ip', 'library', 'locale', 'os', 'page', 'screen'],
  ...['timezone', 'traits', 'userAgent'],
] as const;

/** What a batch declares for all its calls, read once. */
export interface SharedContext {
  readonly context: Readonly<Record<string, unknown>>;
  /** The page of a call that names none itself. */
  readonly page: Page | undefined;
  readonly campaign: string;
}

/** Reads what a batch declares for all its calls. It must be masked already. */
export function sharedContext(said: unknown, mask: EventMask): SharedContext {
  const context = contextOf(said, nothingShared);
  const campaign = campaignQuery(context['campaign'], mask);
  const page = pageOf({ inCall: {}, inContext: own(context['page']), campaign, mask });
  return { context, page, campaign };
}

const nothingShared: SharedContext = { context: {}, page: undefined, campaign: '' };

/**
 * Merged field by field. Copying the batch's context into each call would cost its size times the
 * number of calls.
 */
function contextOf(
  said: unknown,
  { context: shared }: SharedContext,
): Readonly<Record<string, unknown>> {
  if (!isObject(said)) return shared;
  const context: Record<string, unknown> = {};
  for (const field of contextFields) {
    const value = Object.hasOwn(said, field) ? said[field] : shared[field];
    if (value !== undefined && value !== null) context[field] = value;
  }
  return context;
}

const startsWithDay = /^\d{4}-\d{2}-\d{2}/;
/** A date and time without a zone. */
const zoneless = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/**
 * The milliseconds of an ISO 8601 text or a number. Returns anything else unchanged, so that
 * admission refuses it. That includes dates that do not exist: `Date.parse` reads 30 February as 2
 * March. A time without a zone is UTC, like a date, wherever the server is.
 */
export function instant(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const at = Date.parse(zoneless.test(value) ? `${value.replace(' ', 'T')}Z` : value);
  const day = startsWithDay.exec(value)?.[0];
  return Number.isNaN(at) || (day !== undefined && !isDay(day)) ? value : at;
}

const kinds = new Set<unknown>(EventKind.options);

export function isKind(value: unknown): value is EventKind {
  return kinds.has(value);
}

/** Where admission reports `at`, the sender wrote `timestamp`. */
export function segmentPath(path: string, kind: string): string {
  const [head = '', ...rest] = path.split('.');
  const named = {
    at: 'timestamp',
    id: 'messageId',
    kind: 'type',
    name: 'event',
    page: 'context.page',
    token: 'context.identityToken',
  }[head];
  const traits =
    head === 'properties' && (kind === 'identify' || kind === 'group') ? 'traits' : undefined;
  return [named ?? traits ?? head, ...rest].join('.');
}

/**
 * `timestamp` is the caller's. RudderStack's libraries add the time of the call under the other
 * name.
 */
function whenOf(raw: Record<string, unknown>): unknown {
  return raw['timestamp'] ?? raw['originalTimestamp'];
}

/**
 * When a request was sent, by the clock of its calls. A call with a receipt time has passed another
 * server, which has corrected its `timestamp`. Correcting it again would double the difference.
 */
export function sentAtOf(body: Record<string, unknown>): unknown {
  const { sentAt, receivedAt } = body;
  if (receivedAt !== undefined) return undefined;
  // Older Java libraries write `Nov 18, 2021, 2:45:07 PM`, in an unknown zone.
  return typeof sentAt === 'string' && !startsWithDay.test(sentAt) ? undefined : instant(sentAt);
}

/** A call without an id gets one from its content if it has a time, else a new one. */
function messageId(raw: Record<string, unknown>, kind: string, newId: () => string): string {
  const given = raw['messageId'];
  if (typeof given === 'string' && given !== '') return given;
  const when = whenOf(raw);
  if (when === undefined) return newId();
  return `content ${JSON.stringify([kind, raw['event'], raw['anonymousId'], raw['userId'], when, raw['properties'], raw['traits']])}`;
}

function properties(raw: Record<string, unknown>, kind: string): unknown {
  switch (kind) {
    case 'identify':
      // RudderStack's libraries for browsers and apps send traits only in the context.
      return raw['traits'] ?? own(raw['context'])['traits'] ?? {};
    case 'group':
      return withOwn(raw['traits'], { groupId: raw['groupId'] });
    case 'alias':
      return present({ previousId: raw['previousId'] });
    case 'page':
    case 'screen':
      return withOwn(raw['properties'], { name: raw['name'], category: raw['category'] });
    default:
      return raw['properties'] ?? {};
  }
}

/**
 * Adds the call's own values. A value that is not an object is kept, so that admission refuses it.
 */
function withOwn(said: unknown, beside: Readonly<Record<string, unknown>>): unknown {
  return isObject(said ?? {}) ? { ...own(said), ...present(beside) } : said;
}

export type Page = Readonly<Record<keyof typeof cuts, string>>;

/** A page call names its page in its properties, every call in its context. */
function page(
  raw: Record<string, unknown>,
  context: Readonly<Record<string, unknown>>,
  { kind, shared, mask }: { kind: string; shared: SharedContext; mask: EventMask },
): Page | undefined {
  const inCall = kind === 'page' ? own(raw['properties']) : {};
  const isShared =
    context['page'] === shared.context['page'] &&
    context['campaign'] === shared.context['campaign'];
  if (isShared && !pageFields.some((field) => Object.hasOwn(inCall, field))) return shared.page;
  const campaign =
    context['campaign'] === shared.context['campaign']
      ? shared.campaign
      : campaignQuery(context['campaign'], mask);
  return pageOf({ inCall, inContext: own(context['page']), campaign, mask });
}

interface Parts {
  readonly inCall: Record<string, unknown>;
  readonly inContext: Record<string, unknown>;
  readonly campaign: string;
  readonly mask: EventMask;
}

function pageOf({ inCall, inContext, campaign, mask }: Parts): Page | undefined {
  const said = (field: keyof typeof cuts): unknown =>
    Object.hasOwn(inCall, field) ? inCall[field] : inContext[field];
  if (typeof said('url') !== 'string' && typeof said('path') !== 'string') return undefined;
  const text = (field: keyof typeof cuts): string => {
    const value = said(field);
    return typeof value === 'string' ? value.slice(0, cuts[field]).toWellFormed() : '';
  };
  const url = text('url');
  const [path, search] = [text('path'), text('search')];
  // Servers often send only the address.
  const address = path === '' || search === '' ? URL.parse(url) : null;
  const once = (field: keyof typeof cuts, value: string): string =>
    value === said(field) ? value : mask.event(value);
  return {
    url: once('url', url),
    path: once('path', path || (address?.pathname ?? '').slice(0, cuts.path)),
    search: withCampaign(
      once('search', search || (address?.search ?? '').slice(0, cuts.search)),
      campaign,
    ),
    title: once('title', text('title')),
    referrer: once('referrer', text('referrer')),
  };
}

/** Adds the library's marketing source, unless the address contains one. */
function withCampaign(search: string, campaign: string): string {
  if (campaign === '' || /[?&]utm_/.test(search)) return search;
  const whole = `${search === '' ? '?' : `${search}&`}${campaign}`;
  return whole.length > cuts.search ? search : whole;
}

const campaignLength = 200;
/** What begins the same numbers once it is encoded. `•` stands for masked digits. */
const encodedAlike = /^[ -$&-~\u2022]*$/;

/** A library's marketing source as URL parameters, masked as a whole address would be. */
function campaignQuery(campaign: unknown, mask: EventMask): string {
  if (!isObject(campaign)) return '';
  const fields = campaignFields.flatMap(([theirs, ours]) => {
    const value = campaign[theirs];
    return typeof value === 'string' && value !== '' ? [parameterOf(ours, value, mask)] : [];
  });
  return fields.length === 0 ? '' : mask.composed(fields.join('&'));
}

/** The value is masked already. It is masked again only if cutting or encoding may matter. */
function parameterOf(name: string, value: string, mask: EventMask): string {
  const cut = value.slice(0, campaignLength).toWellFormed();
  const field = `${name}=${encodeURIComponent(cut)}`;
  return cut === value && encodedAlike.test(value) ? field : mask.event(`?${field}`).slice(1);
}

const campaignFields = [
  ['source', 'utm_source'],
  ['medium', 'utm_medium'],
  ['name', 'utm_campaign'],
  ['term', 'utm_term'],
  ['content', 'utm_content'],
] as const;

/** An id may be a number. Null and empty mean none. */
function idText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A copy whose prototype cannot be replaced. `__proto__` stays an own key and is refused later. */
function own(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** Removes null and undefined. Its input is built here, so no key is the sender's. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  const there: Record<string, unknown> = {};
  for (const field in fields) {
    const value = fields[field];
    if (value !== undefined && value !== null) there[field] = value;
  }
  return there;
}
