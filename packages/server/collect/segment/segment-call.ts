// One call of the Segment spec as one raw client event, field by field. It translates and cuts what
// browsers make long by themselves (addresses, titles); it refuses nothing, since admission does.
// Integrations, library versions and metadata are ignored.
import { isDay } from '@opportune/core/world/instant.ts';
import { EventKind, eventName } from '@opportune/protocol/behaviour/event.ts';
import { isObject } from '../reading/json.ts';
import { eventIdFrom } from './derived-ids.ts';
import { inOurWords } from './segment-names.ts';

export interface SegmentCall {
  /** A ClientEvent as far as it goes; admission checks it. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  /** Of an alias. */
  readonly previousId: string | null;
  readonly context: Readonly<Record<string, unknown>>;
}

type MaskText = (text: string) => string;

/** What a call is read with. */
export interface Reading {
  /** Names a call that has no id and no time. */
  readonly newId: () => string;
  /** Masks a text that is made of others, or cut: those of a call are masked. */
  readonly masked: MaskText;
  /** The context of the batch, for what the call's own lacks. */
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

/** Translates a call that is masked. `kind` comes from the path, or for a batch from the call's `type`. */
export function readSegmentCall(
  raw: Record<string, unknown>,
  kind: string,
  { newId, masked, shared = nothingShared }: Reading,
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
      page: page(raw, context, { kind, shared, masked }),
      userId,
      token: context['identityToken'],
    }),
  };
}

/** What is read of a context. */
const contextFields = [
  ...['campaign', 'device', 'identityToken', 'ip', 'library', 'locale', 'os', 'page', 'screen'],
  ...['timezone', 'traits', 'userAgent'],
] as const;

/** What a batch says once for all its calls, read once. */
export interface SharedContext {
  readonly context: Readonly<Record<string, unknown>>;
  /** The page of a call that says nothing of its own. */
  readonly page: Page | undefined;
  readonly campaign: string;
}

/** Reads what a batch says for all, which is masked. */
export function sharedContext(said: unknown, masked: MaskText): SharedContext {
  const context = contextOf(said, nothingShared);
  const campaign = campaignQuery(context['campaign']);
  const page = pageOf({ inCall: {}, inContext: own(context['page']), campaign, masked });
  return { context, page, campaign };
}

const nothingShared: SharedContext = { context: {}, page: undefined, campaign: '' };

/** Field by field: to copy what a batch says for each of its calls would cost its size times their number. */
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
/** A time of the day without a zone. */
const zoneless = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/**
 * ms of an ISO 8601 text or a number; anything else as it is, for admission to refuse, a day that there is
 * not too: `Date.parse` takes 30 February for 2 March. Without a zone a time is of UTC, as a date is,
 * wherever the server stands.
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

/** Where admission says `at`, the sender wrote `timestamp`. */
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

/** `timestamp` is what the caller says; RudderStack's libraries add when they were called, under the other name. */
function whenOf(raw: Record<string, unknown>): unknown {
  return raw['timestamp'] ?? raw['originalTimestamp'];
}

/**
 * When a request was sent, by the clock of its calls. A call that says when it was received passed a
 * server before, which has corrected its `timestamp`: to correct it again would double the difference.
 */
export function sentAtOf(body: Record<string, unknown>): unknown {
  const { sentAt, receivedAt } = body;
  if (receivedAt !== undefined) return undefined;
  // Older Java libraries write `Nov 18, 2021, 2:45:07 PM`, in a zone that they do not name.
  return typeof sentAt === 'string' && !startsWithDay.test(sentAt) ? undefined : instant(sentAt);
}

/** A call without an id gets one from its content where it says when it was, else a new one. */
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
      // RudderStack's libraries for browsers and apps have them in the context alone.
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

/** What the call says beside them; what is no object stays, to be refused. */
function withOwn(said: unknown, beside: Readonly<Record<string, unknown>>): unknown {
  return isObject(said ?? {}) ? { ...own(said), ...present(beside) } : said;
}

export type Page = Readonly<Record<keyof typeof cuts, string>>;

/** A page call says its page in its properties, every call in its context. */
function page(
  raw: Record<string, unknown>,
  context: Readonly<Record<string, unknown>>,
  { kind, shared, masked }: { kind: string; shared: SharedContext; masked: MaskText },
): Page | undefined {
  const inCall = kind === 'page' ? own(raw['properties']) : {};
  const isShared =
    context['page'] === shared.context['page'] &&
    context['campaign'] === shared.context['campaign'];
  if (isShared && !pageFields.some((field) => Object.hasOwn(inCall, field))) return shared.page;
  const campaign =
    context['campaign'] === shared.context['campaign']
      ? shared.campaign
      : campaignQuery(context['campaign']);
  return pageOf({ inCall, inContext: own(context['page']), campaign, masked });
}

interface Parts {
  readonly inCall: Record<string, unknown>;
  readonly inContext: Record<string, unknown>;
  readonly campaign: string;
  readonly masked: MaskText;
}

function pageOf({ inCall, inContext, campaign, masked }: Parts): Page | undefined {
  const said = (field: keyof typeof cuts): unknown =>
    Object.hasOwn(inCall, field) ? inCall[field] : inContext[field];
  if (typeof said('url') !== 'string' && typeof said('path') !== 'string') return undefined;
  const text = (field: keyof typeof cuts): string => {
    const value = said(field);
    return typeof value === 'string' ? value.slice(0, cuts[field]).toWellFormed() : '';
  };
  const url = text('url');
  const [path, search] = [text('path'), text('search')];
  // Servers often say the address and nothing else.
  const address = path === '' || search === '' ? URL.parse(url) : null;
  const once = (field: keyof typeof cuts, value: string): string =>
    value === said(field) ? value : masked(value);
  return {
    url: once('url', url),
    path: once('path', path || (address?.pathname ?? '').slice(0, cuts.path)),
    search: once(
      'search',
      withCampaign(search || (address?.search ?? '').slice(0, cuts.search), campaign),
    ),
    title: once('title', text('title')),
    referrer: once('referrer', text('referrer')),
  };
}

/** What the library says of the marketing source, where the address does not say it itself. */
function withCampaign(search: string, campaign: string): string {
  if (campaign === '' || /[?&]utm_/.test(search)) return search;
  const whole = `${search === '' ? '?' : `${search}&`}${campaign}`;
  return whole.length > cuts.search ? search : whole;
}

/** What a library says of the marketing source, as parameters of an address. */
function campaignQuery(campaign: unknown): string {
  if (!isObject(campaign)) return '';
  const fields = campaignFields.flatMap(([theirs, ours]) => {
    const value = campaign[theirs];
    return typeof value === 'string' && value !== ''
      ? [`${ours}=${encodeURIComponent(value.slice(0, 200).toWellFormed())}`]
      : [];
  });
  return fields.join('&');
}

const campaignFields = [
  ['source', 'utm_source'],
  ['medium', 'utm_medium'],
  ['name', 'utm_campaign'],
  ['term', 'utm_term'],
  ['content', 'utm_content'],
] as const;

/** An id may come as a number; null and empty mean none. */
function idText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A copy that cannot be given another prototype: `__proto__` stays an own key and is refused later. */
function own(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** Without what is null or undefined. What it is given is made here, and no key of it is the sender's. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  const there: Record<string, unknown> = {};
  for (const field in fields) {
    const value = fields[field];
    if (value !== undefined && value !== null) there[field] = value;
  }
  return there;
}
