// The Segment-compatible intake: every call, its one-letter form, and batches, so that Segment's own
// SDKs are clients unchanged. A write key gives page trust, a secret key server trust. Answers are
// all or nothing where a retry can help, since those SDKs retry whole requests. History has a path of
// its own, which no SDK knows.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskSegmentCall } from '@opportune/core/masking/ways-in.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import type { SentFrom } from '../../engage/intake.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { answerJson, answerProblem } from '../answer.ts';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { visitorFromAnonymousId, visitorFromUserId } from './derived-ids.ts';
import { consentProblem, settingsOf } from '../greeting/consent.ts';
import { collectBatch, type Refused } from '../events/event-batch.ts';
import {
  type Call,
  type HttpIntake,
  type KeyedCall,
  serveBodies,
  serveKeyed,
  type WayIn,
} from '../http-call.ts';
import { isObject } from '../reading/json.ts';
import { serveRudderSettings } from './rudder-settings.ts';
import type { KeyGrant } from '../seams.ts';
import {
  isKind,
  readSegmentCall,
  type SegmentCall,
  segmentPath,
  sentAtOf,
  sharedContext,
  type SharedContext,
} from './segment-call.ts';
import { segmentSender } from './segment-sender.ts';
import type { Sender } from '../sender.ts';
import { serveSegmentSettings } from './segment-settings.ts';

const routes = {
  track: ['track', 't'],
  page: ['page', 'p'],
  screen: ['screen', 's'],
  identify: ['identify', 'i'],
  group: ['group', 'g'],
  alias: ['alias', 'a'],
  // `import` is where the Ruby, Java, Android and .NET libraries send what happens now.
  batch: ['batch', 'b', 'import'],
  // History with its own times, by a business's server: updates facts and reports, fires nothing.
  history: ['history'],
} as const;
/** Of one call with its context. Admission measures what is left of it as an event. */
const largestCallBytes = 2 * intakeLimits.eventSizeBytes;
/** Visitors of one request that are handled at the same time. */
const visitorsAtOnce = 32;
/** How many orders by customer id are remembered with the visitor they went to. */
const credited = 10_000;

interface Placed {
  readonly index: number;
  readonly received: unknown;
  readonly call: SegmentCall;
  readonly visitor: VisitorId;
}
type Unplaced = Refused & { readonly index: number };

/** When a request was sent, by its own clock, where from, and whether it brings history. */
interface Sent {
  readonly sentAt: unknown;
  readonly imported: boolean;
  /** Where it came from, worked out once for all visitors of it. */
  readonly from: SentFrom | null;
  /** Bytes as they came, at the most, of the event that a call becomes. */
  readonly sizeOf: (placed: Placed) => number;
}

interface Segment extends HttpIntake {
  /** A retry of an event goes to the visitor that the first attempt went to. */
  readonly credits: BoundedMap<string, VisitorId>;
}

/** Serves `/v1/track` and so on. */
export function serveSegment(collector: HttpIntake): void {
  const use: Segment = { ...collector, credits: new BoundedMap(credited) };
  for (const [kind, names] of Object.entries(routes)) {
    for (const name of names)
      serveKeyed(use, wayIn(`/v1/${name}`), (call) => handle(use, call, kind));
  }
  // RudderStack's browser library, where it is told to use `sendBeacon`.
  serveKeyed(use, wayIn('/beacon/v1/batch'), (call) => handle(use, call, 'batch'));
  // The SDK's own metrics: taken, not kept.
  serveBodies(use, '/v1/m', async ({ response }) => answerJson(response, 200, { success: true }));
  serveSegmentSettings(use);
  serveRudderSettings(use);
}

function wayIn(path: string): WayIn {
  return { path, key: ['writeKey'], list: ['batch'], page: false };
}

async function handle(use: Segment, call: KeyedCall, kind: string): Promise<void> {
  const { body, response, grant } = call;
  if (!isObject(body)) return answerProblem(response, problem('request.malformed'));
  const calls = holdsMany(kind) ? body['batch'] : [body];
  if (!Array.isArray(calls))
    return answerProblem(response, problem('request.malformed', { path: 'batch' }));
  const unwanted = await unwantedOf(use, call, kind, calls.length);
  if (unwanted !== null) return answerProblem(response, unwanted);
  const mask = await use.masks.of(grant.account);
  const shared = holdsMany(kind) ? sharedBy(mask, body) : undefined;
  const { owned, unplaced } = await placeCalls(use, call, kind, { calls, mask, shared });
  const refused = await collectPlaced(use, grant, call, owned, {
    sentAt: sentAtOf(body),
    imported: kind === 'history',
    from: grant.trust === 'server' ? null : use.networks.of(call.address),
    sizeOf: sizesOf(call),
  });
  answer(
    call,
    kind,
    [...unplaced, ...refused].sort((a, b) => a.index - b.index),
  );
}

/** Why none of so many calls is taken. */
async function unwantedOf(
  use: Segment,
  { grant, request }: KeyedCall,
  kind: string,
  count: number,
): Promise<Problem | null> {
  if (count > intakeLimits.batchEvents) return problem('batch.too_long', { path: 'batch' });
  if (kind === 'history' && grant.trust !== 'server') return problem('key.trust_too_low');
  // A page loads this library after consent; the browser's own signals are honoured here.
  return grant.trust === 'page'
    ? consentProblem((await settingsOf(use, grant)).site, request, true)
    : null;
}

interface Received {
  readonly calls: readonly unknown[];
  readonly mask: Mask;
  readonly shared: ReturnType<typeof sharedBy> | undefined;
}

/** Says of each call whose it is, or why nobody's. */
async function placeCalls(
  use: Segment,
  call: KeyedCall,
  kind: string,
  { calls, mask, shared }: Received,
): Promise<{ readonly owned: readonly Placed[]; readonly unplaced: readonly Unplaced[] }> {
  const { grant } = call;
  const owned: Placed[] = [];
  const unplaced: Unplaced[] = [];
  for (const [index, given] of calls.entries()) {
    await use.turns.rest(grant.account);
    // What is far too large is neither masked nor shown.
    if ((call.sizes?.[index] ?? call.sizeBytes / calls.length) > largestCallBytes) {
      unplaced.push({ ...problem('event.too_large'), id: null, index });
      noteUnplaced(use, grant, null, { ...problem('event.too_large'), id: null });
      continue;
    }
    const received = maskSegmentCall(mask, given);
    const read = readCall(use, { received, kind, index, shared, masked: mask.event });
    // Only a server's word is looked up: of a page nothing is waited for.
    const isLookedUp = grant.trust !== 'page' && 'call' in read;
    const one = isLookedUp ? await place(use, grant, read, kind) : placeAsSaid(read);
    if ('visitor' in one) owned.push(one);
    else {
      unplaced.push(one);
      noteUnplaced(use, grant, received, one);
    }
  }
  return { owned, unplaced };
}

/** What a batch says once for all its calls, as the Java library does; a call's own words go first. */
function sharedBy(mask: Mask, body: Record<string, unknown>): SharedContext {
  const masked = maskSegmentCall(mask, { context: body['context'] });
  const said = isObject(masked) ? masked['context'] : undefined;
  return sharedContext(said, mask.event);
}

interface Given {
  readonly received: unknown;
  /** Of the path. */
  readonly kind: string;
  readonly index: number;
  readonly shared: SharedContext | undefined;
  /** Masks a text that is made of others. */
  readonly masked: Mask['event'];
}

type Unowned = Omit<Placed, 'visitor'>;

function readCall(
  use: Segment,
  { received, kind, index, shared, masked }: Given,
): Unowned | Unplaced {
  if (!isObject(received))
    return { ...problem('event.invalid', { detail: 'A call is a JSON object.' }), id: null, index };
  const type = holdsMany(kind) ? received['type'] : kind;
  if (!isKind(type)) return { ...problem('event.invalid', { path: 'type' }), id: null, index };
  const newId = () => use.ids.next();
  return { index, received, call: readSegmentCall(received, type, { newId, masked, shared }) };
}

/** Whose event it is by the word of a page, which reaches no customer's browser. */
function placeAsSaid(unowned: Unowned | Unplaced): Placed | Unplaced {
  if (!('call' in unowned)) return unowned;
  const { anonymousId, userId, previousId } = unowned.call;
  if (anonymousId !== null) return placed(unowned, visitorFromAnonymousId(anonymousId));
  const customer = userId ?? previousId;
  return placed(unowned, customer === null ? null : visitorFromUserId(customer));
}

/** It has its visitor, or nobody knows whose it is. */
function placed({ index, received, call }: Unowned, visitor: VisitorId | null): Placed | Unplaced {
  if (visitor === null)
    return { ...problem('event.id_missing', { path: 'anonymousId' }), id: null, index };
  return { index, received, call, visitor };
}

/** Whose event it is by a server's word, which reaches a browser verified as that customer. */
async function place(
  use: Segment,
  grant: KeyGrant,
  unowned: Unowned,
  kind: string,
): Promise<Placed | Unplaced> {
  const { call } = unowned;
  const visitor = await visitorOf(use, grant, call);
  if (visitor === null) return placed(unowned, null);
  // Before the next call of the batch is placed: it may name only the customer.
  const now = use.clock.now();
  const at = kind === 'history' ? toldAt(call, now) : now;
  if (at !== null) await learn(use, grant, call, { visitor, at });
  return placed(unowned, visitor);
}

async function visitorOf(
  use: Segment,
  grant: KeyGrant,
  call: SegmentCall,
): Promise<VisitorId | null> {
  if (call.anonymousId !== null) return visitorFromAnonymousId(call.anonymousId);
  const userId = call.userId ?? call.previousId;
  if (userId === null) return null;
  if (!isCustomerId(userId)) return visitorFromUserId(userId);
  const credit = `${grant.account} ${userId} ${String(call.event['id'])}`;
  const known = use.credits.get(credit);
  if (known !== undefined) return known;
  const visitor =
    (await use.identity.visitorOf(grant.account, userId)) ?? visitorFromUserId(userId);
  use.credits.set(credit, visitor);
  return visitor;
}

function noteUnplaced(
  use: Segment,
  { account, site, trust }: KeyGrant,
  raw: unknown,
  refused: Refused,
): void {
  use.debugger.refused({ account, site, trust, raw, visitor: null, at: use.clock.now() }, refused);
}

/** Each visitor's calls in their order; several visitors beside each other, up to a bound. */
async function collectPlaced(
  use: Segment,
  grant: KeyGrant,
  call: Call,
  placed: readonly Placed[],
  sent: Sent,
): Promise<readonly Unplaced[]> {
  const groups = [...Map.groupBy(placed, ({ visitor }) => visitor).values()];
  if (grant.trust === 'page') takeRates(use, grant, groups);
  const senders = sendersOf(use, grant, call);
  const refused: Unplaced[] = [];
  for (let from = 0; from < groups.length; from += visitorsAtOnce) {
    const some: Promise<readonly Unplaced[]>[] = [];
    for (const group of groups.slice(from, from + visitorsAtOnce)) {
      await use.turns.rest(grant.account);
      some.push(collectGroup(use, grant, call, group, { ...sent, senders }));
    }
    for (const each of await Promise.all(some)) refused.push(...each);
  }
  return refused;
}

/** Throws `rate.visitor` before anything is stored. */
function takeRates(
  use: Segment,
  { account }: KeyGrant,
  groups: readonly (readonly Placed[])[],
): void {
  for (const group of groups) {
    const payer = `${account} ${group[0]?.visitor}`;
    const retryAfterMs = use.budgets.charge([
      { budget: 'events.visitor', payer, amount: group.length },
    ]);
    if (retryAfterMs > 0) throw refuse('rate.visitor', { retryAfterMs });
  }
}

type Senders = (context: SegmentCall['context']) => Sender;

/** Calls that say nothing of their own have one context, and one sender. */
function sendersOf(use: Segment, { trust }: KeyGrant, call: Call): Senders {
  let last: { readonly context: SegmentCall['context']; readonly sender: Sender } | null = null;
  return (context) => {
    if (last?.context !== context)
      last = { context, sender: segmentSender(use, call, context, trust === 'server') };
    return last.sender;
  };
}

async function collectGroup(
  use: Segment,
  grant: KeyGrant,
  call: Call,
  group: readonly Placed[],
  { sentAt, imported, from, sizeOf, senders }: Sent & { readonly senders: Senders },
): Promise<readonly Unplaced[]> {
  const { account, site, trust } = grant;
  const visitor = group[0]?.visitor;
  if (visitor === undefined) return [];
  const origins = group.map(({ received, call: { context } }) => ({
    received,
    sender: senders(context),
  }));
  const sender = origins[0]?.sender;
  if (sender === undefined) return [];
  const sent = typeof sentAt === 'number' ? sentAt : undefined;
  const { refused, stored } = await collectBatch(use, {
    account,
    site,
    visitor,
    payer: trust === 'server' ? null : call.payer,
    // Nobody vouches for the past: it reaches no goal.
    trust: imported ? 'page' : trust,
    imported,
    sender,
    from,
    origins,
    fresh: false,
    rated: true,
    sentAt: sent,
    sizeBytes: Math.max(...group.map(sizeOf)),
    events: group.map(({ call: { event } }) => ({ at: sent ?? use.clock.now(), ...event })),
  });
  await stored;
  return refused.map((each) => inSegmentWords(each, group));
}

/** A page that is named by its address alone gets a path and a query from there. */
const addedBytes = 4096;

/** A call's own bytes and, since it may have a part in each, those that are of no call. */
function sizesOf({ sizes, sizeBytes }: KeyedCall): Sent['sizeOf'] {
  if (sizes === null) return () => sizeBytes;
  const beside = sizeBytes - sizes.reduce((sum, size) => sum + size, 0);
  return ({ index }) => (sizes[index] ?? sizeBytes) + beside + addedBytes;
}

/** History says it of its own time; null where it has none, for which it is refused. */
function toldAt({ event }: SegmentCall, now: number): number | null {
  const at = event['at'] ?? now;
  return typeof at === 'number' && at > 0 ? Math.min(at, now) : null;
}

/** What a server says of its customers, and when it was so. */
async function learn(
  use: Segment,
  { account, site }: KeyGrant,
  call: SegmentCall,
  { visitor, at }: { readonly visitor: VisitorId; readonly at: number },
): Promise<void> {
  const { kind, userId, anonymousId, previousId } = call;
  if (userId === null || !isCustomerId(userId)) return;
  if (kind === 'identify' && anonymousId !== null)
    await use.identity.verify({ account, site, visitor, userId, at });
  if (kind === 'alias' && previousId !== null && isCustomerId(previousId))
    await use.identity.alias(account, previousId, userId, at);
}

/** What the store of records can hold; anything else is refused at admission. */
function isCustomerId(text: string): boolean {
  return text.length <= 256 && !text.includes('\0');
}

function inSegmentWords(refused: Refused, group: readonly Placed[]): Unplaced {
  const found = group.find(({ call }) => call.event['id'] === refused.id) ?? group[0];
  const index = found?.index ?? 0;
  if (refused.path === undefined) return { ...refused, index };
  return { ...refused, path: segmentPath(refused.path, found?.call.kind ?? ''), index };
}

function holdsMany(kind: string): boolean {
  return kind === 'batch' || kind === 'history';
}

/** A single call that is refused is refused as a request; of a batch, what was refused is listed. */
function answer({ response }: Call, kind: string, refused: readonly Unplaced[]): void {
  const again = refused.find(({ retry }) => retry) ?? (holdsMany(kind) ? undefined : refused[0]);
  if (again !== undefined) return answerProblem(response, bare(again));
  if (refused.length === 0) return answerJson(response, 200, { success: true });
  const listed = refused.map(({ index, ...each }) => ({
    ...each,
    path: ['batch', index, ...(each.path ? [each.path] : [])].join('.'),
  }));
  answerJson(response, 200, { success: true, refused: listed });
}

function bare({ index: _, id: __, ...problem }: Unplaced): Problem {
  return problem;
}
