// Takes one visitor's raw events to the owner: reads, dates, rates, verifies and admits them, and
// notes them in the debugger. Socket, long poll and HTTP batch share it, so all answer alike. A
// fault in one event refuses only that event. Large batches are taken in parts, so that other
// accounts get turns in between.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskEvent } from '@opportune/core/masking/ways-in.ts';
import { eventName, type Trust } from '@opportune/protocol/behaviour/event.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import {
  type AccountId,
  EventId,
  isIdShaped,
  type SiteId,
  type VisitorId,
} from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import type { AdmittedEvent, Payer, SentFrom } from '../../engage/intake.ts';
import { readClientEvent, type ReadEvent, type Writable } from './admit.ts';
import type { Debugger, Note, Seen } from './debugger.ts';
import { attributeProblem } from './attribute-notes.ts';
import { ageProblem, eventTime } from './event-time.ts';
import { isObject } from '../reading/json.ts';
import { decisionOf } from './standard-events.ts';
import type { CollectDependencies } from '../seams.ts';
import type { Networks } from '../networks.ts';
import type { Sender } from '../sender.ts';

export type Refused = Problem & { readonly id: EventId | null };

export interface Collector extends CollectDependencies {
  readonly debugger: Debugger;
  readonly networks: Networks;
}

export interface RawBatch {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /** Null for trusted senders, history, or an already known visitor. */
  readonly from: SentFrom | null;
  readonly fresh: boolean;
  readonly trust: Trust;
  readonly sender: Sender;
  readonly sentAt: number | undefined;
  readonly events: readonly unknown[];
  /** The bytes of all events as received. For several batches at once, at least their sum. */
  readonly sizeBytes: number;
  /** The bytes of each event as received, if known. */
  readonly sizes?: readonly number[] | null;
  /** Pays for the visitor's place in memory. */
  readonly payer: Payer;
  /** If the events came in another form: the form received and its sender, in the same order. */
  readonly origins?: readonly Origin[];
  /** History with its own times. It is never late and triggers nothing. */
  readonly imported?: boolean;
  /** True if the rate was already charged for all events. */
  readonly rated?: boolean;
  /** Called with the admitted events before the owner sees them. */
  readonly onAdmitted?: (events: readonly AdmittedEvent[]) => void;
}

/** An event before it was translated. Both forms are masked. */
export interface Origin {
  readonly received: unknown;
  readonly sender: Sender;
}

type Unread = { readonly ok: false; readonly id: EventId | null; readonly problem: Problem };

interface Admitted {
  readonly event: AdmittedEvent;
  /** The token of a signed identify, not yet verified. */
  readonly token: string | undefined;
  readonly note: Note;
}

/** The outcome of a batch: the refused events, and when the rest is durable. */
export interface Collected {
  readonly refused: readonly Refused[];
  /** Never rejects. */
  readonly stored: Promise<void>;
}

/** Events per part: about 4 ms of work. */
export const eventsAtOnce = 50;

/**
 * Resolves once every event is applied, except the ones it lists as refused. Never rejects: events
 * that could not be taken are listed too. A caller that waits for `stored` keeps no events in
 * memory.
 */
export async function collectBatch(use: Collector, batch: RawBatch): Promise<Collected> {
  const mask = use.masks.known(batch.account) ?? (await readMask(use, batch));
  if (mask === null) return notTaken(batch);
  const rate = rateOf(use, batch);
  if (batch.events.length <= eventsAtOnce) return collectPart(use, mask, batch, rate);
  const parts: Promise<Collected>[] = [];
  for (let from = 0; from < batch.events.length; from += eventsAtOnce) {
    await use.turns.rest(batch.account);
    // Not awaited. The account's next events are still applied after these.
    const allowed = Math.max(0, rate.allowed - from);
    parts.push(collectPart(use, mask, partOf(batch, from), { ...rate, allowed }));
  }
  const collected = await Promise.all(parts);
  return {
    refused: collected.flatMap(({ refused }) => refused),
    stored: Promise.all(collected.map(({ stored }) => stored)).then(() => {}),
  };
}

/** Some of the events, in order. */
function partOf(batch: RawBatch, from: number): RawBatch {
  const until = from + eventsAtOnce;
  const { events, sizes, origins } = batch;
  return {
    ...batch,
    events: events.slice(from, until),
    ...(sizes == null ? {} : { sizes: sizes.slice(from, until) }),
    ...(origins === undefined ? {} : { origins: origins.slice(from, until) }),
    // After the first part the visitor is known.
    fresh: batch.fresh && from === 0,
  };
}

async function collectPart(
  use: Collector,
  mask: Mask,
  batch: RawBatch,
  rate: Rate,
): Promise<Collected> {
  const refused: Refused[] = [];
  const admitted = admitSafely(use, mask, batch, { refused, ...rate });
  if (admitted === null) return notTaken(batch);
  if (admitted.length === 0) return { refused, stored: Promise.resolve() };
  const applied = await apply(use, batch, admitted);
  return { refused: [...refused, ...applied.refused], stored: applied.stored };
}

/** Null if the mask cannot be read. Events are never taken unmasked. */
async function readMask({ masks, log }: Collector, { account }: RawBatch) {
  return masks.of(account).catch((error: unknown) => {
    log.error('collect.mask_not_read', { account, error: String(error) });
    return null;
  });
}

/** Null if admission itself failed, which is a bug. */
function admitSafely(
  use: Collector,
  mask: Mask,
  batch: RawBatch,
  within: Within,
): readonly Admitted[] | null {
  try {
    return admitAll(use, mask, batch, within);
  } catch (error) {
    use.log.error('collect.not_admitted', { account: batch.account, error: String(error) });
    return null;
  }
}

function notTaken({ events }: RawBatch): Collected {
  const failed = problem('server.failed');
  const refused = events.map((raw) => ({ ...failed, id: idOf(raw) }));
  return { refused, stored: Promise.resolve() };
}

interface Rate {
  /** The number of events within the visitor's rate. */
  readonly allowed: number;
  /** When the others would be within the rate, in milliseconds. */
  readonly retryAfterMs: number;
}

function rateOf(use: Collector, batch: RawBatch): Rate {
  const { account, visitor, trust, rated, events } = batch;
  const amount = events.length;
  if (trust === 'server' || rated === true) return { allowed: amount, retryAfterMs: 0 };
  const of = { budget: 'events.visitor', payer: `${account} ${visitor}` } as const;
  const allowed = use.budgets.chargeUpTo({ ...of, amount });
  const beyond = amount - allowed;
  // The budget is used up, so this charges nothing and only computes the wait.
  const retryAfterMs = beyond === 0 ? 0 : use.budgets.charge([{ ...of, amount: beyond }]);
  return { allowed, retryAfterMs };
}

interface Within extends Rate {
  /** Refused events are added here. */
  readonly refused: Refused[];
}

function admitAll(
  use: Collector,
  mask: Mask,
  batch: RawBatch,
  { refused, allowed, retryAfterMs }: Within,
): readonly Admitted[] {
  const now = use.clock.now();
  const admitted: Admitted[] = [];
  for (let index = 0; index < batch.events.length; index++) {
    const sizeBytes = batch.sizes?.[index] ?? batch.sizeBytes;
    if (batch.sizes?.[index] !== undefined && sizeBytes > hopelessBytes) {
      refused.push(farTooLarge(use, batch, batch.events[index], now));
      continue;
    }
    const measure = sizeBytes > intakeLimits.eventSizeBytes;
    const origin = batch.origins?.[index];
    const given = batch.events[index];
    const raw = origin === undefined ? maskEvent(mask, given) : given;
    const seen = seenOf(batch, origin === undefined ? raw : origin.received, now);
    const read = index < allowed ? readClientEvent(raw, measure) : overRate(raw, retryAfterMs);
    const one = read.ok ? admitOne(batch, read.event, origin?.sender ?? batch.sender, now) : read;
    if (one.ok) {
      admitted.push({
        event: one.event,
        token: read.ok ? read.event.token : undefined,
        note: use.debugger.accepted(seen),
      });
    } else {
      use.debugger.refused(seen, one.problem);
      refused.push({ ...one.problem, id: one.id });
    }
  }
  return admitted;
}

/** Spaces and escapes make a text longer than the event, but not by this much. */
const hopelessBytes = 2 * intakeLimits.eventSizeBytes;

/** Not masked or shown, which would cost more than sending it did. */
function farTooLarge(use: Collector, batch: RawBatch, raw: unknown, now: number): Refused {
  const id = idOf(raw);
  const tooLarge = problem('event.too_large');
  use.debugger.refused(seenOf(batch, { id }, now), tooLarge);
  return { ...tooLarge, id };
}

function seenOf({ account, site, trust, visitor }: RawBatch, raw: unknown, at: number): Seen {
  return { account, site, trust, visitor, raw, at };
}

function overRate(raw: unknown, retryAfterMs: number): Unread {
  return { ok: false, id: idOf(raw), problem: problem('rate.visitor', { retryAfterMs }) };
}

function idOf(raw: unknown): EventId | null {
  return isObject(raw) && isIdShaped(raw['id']) ? EventId.parse(raw['id']) : null;
}

function admitOne(
  batch: RawBatch,
  event: ReadEvent,
  sender: Sender,
  now: number,
): { ok: true; event: AdmittedEvent } | Unread {
  const at = eventTime(event.at, batch.sentAt, now);
  const tooOld = ageProblem(at, now, batch.imported === true);
  if (tooOld !== null) return { ok: false, id: event.id, problem: tooOld };
  return { ok: true, event: admittedEvent(batch, event, sender, { at, receivedAt: now }) };
}

function admittedEvent(
  batch: RawBatch,
  event: ReadEvent,
  { device, place, bot }: Sender,
  { at, receivedAt }: { at: number; receivedAt: number },
): AdmittedEvent {
  const { id, kind, name, properties, pageView, page, opened, sections, userId } = event;
  const admitted: Writable<AdmittedEvent> = {
    account: batch.account,
    site: batch.site,
    visitor: batch.visitor,
    id,
    kind,
    name,
    trust: batch.trust,
    at,
    receivedAt,
    properties,
    device,
    bot,
    imported: batch.imported === true,
  };
  if (pageView !== undefined) admitted.pageView = pageView;
  if (page !== undefined) admitted.page = page;
  if (opened !== undefined) admitted.opened = opened;
  if (sections !== undefined) admitted.sections = sections;
  if (userId !== undefined) admitted.userId = userId;
  if (place !== null) admitted.place = place;
  const decision = decisionOf(name, properties);
  if (decision !== undefined) admitted.decision = decision;
  return admitted;
}

/** An identify with a valid token has signed trust. The visitor is that customer from then on. */
function verifyIdentities(
  use: Collector,
  admitted: readonly Admitted[],
): Promise<readonly Admitted[]> {
  return Promise.all(
    admitted.map(async (each) => {
      const { event, token } = each;
      if (event.kind !== 'identify' || event.userId === undefined || token === undefined)
        return each;
      const { account, site, visitor, userId, receivedAt } = { ...event, userId: event.userId };
      const fault = await use.identity.tokenFault({
        account,
        site,
        token,
        userId,
        now: receivedAt,
      });
      if (fault !== null) {
        const detail = `The customer token is not valid (${fault}). The identify call counts as a claim.`;
        each.note.told(problem('event.token_invalid', { path: 'token', detail }));
        return each;
      }
      await use.identity.verify({ account, site, visitor, userId, at: receivedAt });
      return { ...each, event: { ...event, trust: 'signed' } };
    }),
  );
}

async function apply(
  use: Collector,
  batch: RawBatch,
  admitted: readonly Admitted[],
): Promise<Collected> {
  const { account, site, visitor, fresh, from, payer } = batch;
  try {
    const signed = admitted.some(({ token }) => token !== undefined);
    const ready = signed ? await verifyIdentities(use, admitted) : admitted;
    const events = ready.map(({ event }) => event);
    batch.onAdmitted?.(events);
    const { told, stored } = await use.intake.accept({
      account,
      site,
      visitor,
      from,
      fresh,
      payer,
      events,
    });
    noteTold(ready, told);
    // The events are already taken, whatever the notes say.
    await noteAttributes(use, account, ready).catch((error: unknown) =>
      use.log.warn('collect.attributes_not_noted', { account, error: String(error) }),
    );
    return { refused: [], stored };
  } catch (error) {
    const failed = problemOf(error);
    if (failed.code === 'server.failed')
      use.log.error('collect.not_stored', { account, error: String(error) });
    for (const { note } of admitted) note.refused(failed);
    const refused = admitted.map(({ event }) => ({ ...failed, id: event.id }));
    return { refused, stored: Promise.resolve() };
  }
}

const isBot = problem('event.bot');

function noteTold(
  admitted: readonly Admitted[],
  told: readonly { id: EventId; problem: Problem }[],
): void {
  for (const { event, note } of admitted) if (event.bot) note.told(isBot);
  if (told.length === 0) return;
  const notes = new Map(admitted.map(({ event, note }) => [event.id, note]));
  for (const { id, problem: what } of told) notes.get(id)?.told(what);
}

/** Only if attributes arrived, because nothing else here reads the configuration. */
async function noteAttributes(
  use: Collector,
  account: AccountId,
  admitted: readonly Admitted[],
): Promise<void> {
  const set = admitted.filter(({ event }) => event.name === eventName.attributesSet);
  if (set.length === 0) return;
  const { attributes = [] } = await use.configuration.current(account);
  for (const { event, note } of set) {
    const what = attributeProblem(event.name, event.properties, attributes);
    if (what !== null) note.told(what);
  }
}

/** The problem that an error carries, that of an engine's code, or an internal error. */
export function problemOf(error: unknown): Problem {
  if (typeof error !== 'object' || error === null) return problem('server.failed');
  if ('problem' in error) {
    const carried = error.problem;
    if (typeof carried === 'object' && carried !== null && 'code' in carried && 'retry' in carried)
      return carried as Problem;
  }
  return 'code' in error && error.code === 'engine.unavailable'
    ? problem('engine.unavailable')
    : problem('server.failed');
}
