// How each kind of input is masked: an event of a page, a call of the Segment spec, a frame or body
// of a conversation. Ids are kept: two with the same last digits would otherwise become one.
import { cardsOnly, compileMask, maskNumber, type Mask } from './mask.ts';
import { maskJson, type MaskingOf, mayHold } from './mask-json.ts';

/** Provides an account's mask. */
export interface Masks {
  /** Null until it was read once. */
  known(account: string): Mask | null;
  of(account: string): Promise<Mask>;
}

/** The mask of an account. Rejects if it cannot be read. */
export async function maskOf(masks: Masks, account: string): Promise<Mask> {
  return masks.known(account) ?? masks.of(account);
}

const cards = compileMask(cardsOnly);

/** Whether a number may be kept as one. A number of a card may not. */
export function mayKeepNumber(value: number): boolean {
  return maskNumber(value, cards.numbers) === value;
}

/** Cards alone, if no account is known. */
export const cardMasks: Masks = { known: () => cards, of: async () => cards };

/** Of the outermost object. */
const eventIds = new Set(['id', 'kind', 'at', 'pageView', 'userId', 'token']);
const segmentIds = new Set([
  ...['messageId', 'anonymousId', 'userId', 'previousId', 'groupId', 'type', 'writeKey'],
  ...['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt'],
]);
/** At any depth: the ids of orders, articles, leads and decisions. */
const thingIds = new Set([
  ...['order_id', 'product_id', 'sku', 'lead_id', 'service_id', 'decision'],
  ...['groupId', 'previousId', 'identityToken'],
]);

/** A raw event, before anything reads it. */
export function maskEvent(mask: Mask, raw: unknown): unknown {
  return mayHold(raw, mask.mayChange, eventIds)
    ? maskJson(raw, keeping(mask.event, eventIds))
    : raw;
}

/** A raw call of the Segment spec. */
export function maskSegmentCall(mask: Mask, raw: unknown): unknown {
  return maskJson(raw, keeping(mask.event, segmentIds));
}

/** The first frame of a browser, whose account is not known yet. */
export function maskHello(raw: unknown): unknown {
  return maskJson(raw, keeping(cards.event, helloIds));
}
const helloIds = new Set(['type', 'key', 'visitor', 'token', 'pageView', 'trial']);

function keeping(text: Mask['event'], outer: ReadonlySet<string>): MaskingOf {
  return (key, depth) => ((depth === 1 && outer.has(key)) || thingIds.has(key) ? null : text);
}

/** Identifiers and protocol words in a frame or body of a conversation. */
const frameIds = new Set([
  ...['request', 'conversation', 'message', 'ask', 'need', 'answer', 'decision'],
  ...['call', 'carrier', 'sdp', 'watching'],
  ...['site', 'skill', 'user', 'visitor', 'to', 'state', 'status', 'after', 'through'],
]);
const protocolWords = new Set(['type', 'id', 'kind', 'shape', 'url', 'lines', 'choice', 'to']);

/** A frame or body of a conversation, before it is read. */
export function maskSaid(mask: Mask, raw: unknown): unknown {
  return maskJson(raw, saying(mask.text));
}

type Filled = Readonly<Record<string, string | boolean>>;

/**
 * The values of a filled form: its keys are the form's names of fields, not words of the protocol.
 */
export function maskFilled(mask: Mask, values: Filled): Record<string, string | boolean> {
  const said = sayingOf(mask.text);
  const masked = (value: string | boolean) => (typeof value === 'string' ? said(value) : value);
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, masked(value)]));
}

/** Own patterns must not change what is not text, but no card is left there either. */
function saying(text: Mask['text']): MaskingOf {
  const said = sayingOf(text);
  return (key, depth) =>
    (depth === 1 && frameIds.has(key)) || protocolWords.has(key) ? cards.text : said;
}

function sayingOf(text: Mask['text']): Mask['text'] {
  return (given) => (uuid.test(given) ? given : text(given));
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
