// The Segment-compatible intake: every call, its one-letter form, and batches, so that Segment's
// own SDKs work unchanged. A write key gives page trust, a secret key server trust. If a retry can
// help, a request fails as a whole, because those SDKs retry whole requests. History has a path of
// its own, which no SDK uses.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskSegmentCall } from '@opportune/core/masking/ways-in.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
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
  // The Ruby, Java, Android and .NET libraries send current events to `import`.
  batch: ['batch', 'b', 'import'],
  // History with its own times, from a business's server. It updates facts and reports and triggers
  // nothing.
  history: ['history'],
} as const;
/** The bytes of one call with its context. Admission measures the resulting event. */
const largestCallBytes = 2 * intakeLimits.eventSizeBytes;
/** Visitors of one request that are handled in parallel. */
const visitorsAtOnce = 32;
/** How many orders by customer id are remembered, with the visitor they were credited to. */
const credited = tableLimits.credits;

interface Placed {
  readonly index: number;
  readonly received: unknown;
  readonly call: SegmentCall;
  readonly visitor: VisitorId;
}
type Unplaced = Refused & { readonly index: number };

/** When and from where a request was sent, and whether it contains history. */
interface Sent {
  readonly sentAt: unknown;
  readonly imported: boolean;
  /** Computed once for all visitors of the request. */
  readonly from: SentFrom | null;
  /** An upper bound of the bytes as received of the event that a call becomes. */
  readonly sizeOf: (placed: Placed) => number;
}

interface Segment extends HttpIntake {
  /** Credits a retry of an event to the same visitor as the first attempt. */
  readonly credits: BoundedMap<string, VisitorId>;
}

/** Serves `/v1/track` and so on. */
export function serveSegment(collector: HttpIntake): void {
  const credits = new BoundedMap<string, VisitorId>(credited);
  const use: Segment = { ...collector, credits };
  for (const [kind, names] of Object.entries(routes)) {
    for (const name of names)
      serveKeyed(use, wayIn(`/v1/${name}`), (call) => handle(use, call, kind));
  }
  // RudderStack's browser library, if configured to use `sendBeacon`.
  serveKeyed(use, wayIn('/beacon/v1/batch'), (call) => handle(use, call, 'batch'));
  // The SDK's own metrics, accepted and discarded.
  serveBodies(use, '/v1/m', async ({ response }) => answerJson(response, 200, { success: true }));
  serveSegmentSettings(use);
  serveRudderSettings(use);
}

function wayIn(path: string): WayIn {
  return { path, key: 'writeKey', list: 'batch', page: false };
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

/** The reason why none of these calls is accepted. */
async function unwantedOf(
  use: Segment,
  { grant, request }: KeyedCall,
  kind: string,
  count: number,
): Promise<Problem | null> {
  if (count > intakeLimits.batchEvents) return problem('batch.too_long', { path: 'batch' });
  if (kind === 'history' && grant.trust !== 'server') return problem('key.trust_too_low');
  // A page loads this library only after consent. The browser's own signals are honoured here.
  return grant.trust === 'page'
    ? consentProblem((await settingsOf(use, grant)).site, request, true)
    : null;
}

interface Received {
  readonly calls: readonly unknown[];
  readonly mask: Mask;
  readonly shared: ReturnType<typeof sharedBy> | undefined;
}

/** Finds the visitor of each call, or the reason why it has none. */
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
    // A call that is far too large is neither masked nor shown.
    if ((call.sizes?.[index] ?? call.sizeBytes / calls.length) > largestCallBytes) {
      unplaced.push({ ...problem('event.too_large'), id: null, index });
      noteUnplaced(use, grant, null, { ...problem('event.too_large'), id: null });
      continue;
    }
    const received = maskSegmentCall(mask, given);
    const read = readCall(use, { received, kind, index, shared, mask });
    // Only servers' calls need a lookup. Calls of a page wait for nothing.
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

/**
 * What a batch declares once for all its calls, as the Java library does. A call's own values take
 * precedence.
 */
function sharedBy(mask: Mask, body: Record<string, unknown>): SharedContext {
  const masked = maskSegmentCall(mask, { context: body['context'] });
  const said = isObject(masked) ? masked['context'] : undefined;
  return sharedContext(said, mask);
}

interface Given {
  readonly received: unknown;
  /** The kind in the path. */
  readonly kind: string;
  readonly index: number;
  readonly shared: SharedContext | undefined;
  readonly mask: Mask;
}

type Unowned = Omit<Placed, 'visitor'>;

function readCall(
  use: Segment,
  { received, kind, index, shared, mask }: Given,
): Unowned | Unplaced {
  if (!isObject(received))
    return { ...problem('event.invalid', { detail: 'A call is a JSON object.' }), id: null, index };
  const type = holdsMany(kind) ? received['type'] : kind;
  if (!isKind(type)) return { ...problem('event.invalid', { path: 'type' }), id: null, index };
  const newId = () => use.ids.next();
  return { index, received, call: readSegmentCall(received, type, { newId, mask, shared }) };
}

/** Places an event by a page's claim. A page cannot reach a customer's browser this way. */
function placeAsSaid(unowned: Unowned | Unplaced): Placed | Unplaced {
  if (!('call' in unowned)) return unowned;
  const { anonymousId, userId, previousId } = unowned.call;
  if (anonymousId !== null) return placed(unowned, visitorFromAnonymousId(anonymousId));
  const customer = userId ?? previousId;
  return placed(unowned, customer === null ? null : visitorFromUserId(customer));
}

/** Places an event whose visitor is known, or refuses it. */
function placed({ index, received, call }: Unowned, visitor: VisitorId | null): Placed | Unplaced {
  if (visitor === null)
    return { ...problem('event.id_missing', { path: 'anonymousId' }), id: null, index };
  return { index, received, call, visitor };
}

/** Places an event by a server's claim, which can reach a browser verified as that customer. */
async function place(
  use: Segment,
  grant: KeyGrant,
  unowned: Unowned,
  kind: string,
): Promise<Placed | Unplaced> {
  const { call } = unowned;
  const visitor = await visitorOf(use, grant, call);
  if (visitor === null) return placed(unowned, null);
  // Done before the next call is placed, because that one may name only the customer.
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
  const credit = digest(`${grant.account} ${userId} ${String(call.event['id'])}`);
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

/** Collects each visitor's calls in order, and several visitors in parallel, up to a bound. */
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

/** Calls without a context of their own share one context and one sender. */
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
    // History is unverified, so it reaches no goal.
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

/** A page named only by its address gets a path and a query from it. */
const addedBytes = 4096;

/**
 * A call's own bytes, plus the bytes shared by all calls, because each may contain a part of them.
 */
function sizesOf({ sizes, sizeBytes }: KeyedCall): Sent['sizeOf'] {
  if (sizes === null) return () => sizeBytes;
  const beside = sizeBytes - sizes.reduce((sum, size) => sum + size, 0);
  return ({ index }) => (sizes[index] ?? sizeBytes) + beside + addedBytes;
}

/** History names its own time. Null if it does not, for which it is refused. */
function toldAt({ event }: SegmentCall, now: number): number | null {
  const at = event['at'] ?? now;
  return typeof at === 'number' && at > 0 ? Math.min(at, now) : null;
}

/** Learns what a server states about its customers, and as of when. */
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

/** Whether the records store can hold the text. Admission refuses any other. */
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

/** A refused single call fails the request. For a batch, the response lists the refused calls. */
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
