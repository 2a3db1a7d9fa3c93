// The life of a delivery: queued, sent, delivered, read; failed with a reason; uncertain if a
// request left and its arrival is unknown. Reports only add up, so their order and repetition make
// no difference: receipts may come before the answer to the send. An uncertain delivery is sent
// again only if the channel deduplicates by key. Otherwise an echo, a receipt or a person settles
// it.
import type {
  DeliveryReason,
  DeliveryState,
  DeliveryWait,
} from '@opportune/protocol/channel/delivery.ts';

/** A part that the provider accepted, and the reports on it. */
export interface SentPart {
  readonly externalId: string;
  /** Its previous ids. */
  readonly formerly?: readonly string[];
  readonly told: Told;
}
/** In ascending order of precedence: what arrived has not failed. */
export type Told = 'sent' | 'failed' | 'delivered' | 'read';

interface Why {
  readonly reason: DeliveryReason;
  readonly detail: string;
}

export interface DeliveryLife {
  /** How often a person had it sent again. Reports on an earlier round are over. */
  readonly round: number;
  /** Requests of this round. */
  readonly attempts: number;
  /** How many ids the provider gives: one for each part, or one for all. */
  readonly ids: number;
  /** When the newest request left, or was about to. Null: none did. */
  readonly begunAt: number | null;
  /** Its answer is not known yet. */
  readonly isUnderWay: boolean;
  readonly parts: readonly SentPart[];
  /** Reports on parts before it was known that they belong to this delivery. */
  readonly early: readonly SentPart[];
  /** The provider accepted all of it. */
  readonly isWhole: boolean;
  /** The report on the whole. */
  readonly told: Told | null;
  readonly deliveredUntil: number;
  readonly readUntil: number;
  readonly failed: Why | null;
  readonly uncertain: string | null;
  /** A request of this round was never answered, and a later one may be. */
  readonly isDoubtful: boolean;
  /** Why the previous attempt failed, if it is retried. */
  readonly waits: Why | null;
  /** What it waits for. Null: nothing, or for some seconds only. */
  readonly held: DeliveryWait | null;
}

export type DeliveryInput =
  /** A request is about to leave. */
  | { readonly type: 'begun'; readonly ids: number }
  /** The sender died without an answer. */
  | { readonly type: 'lost'; readonly isIdempotent: boolean }
  /** The provider accepted parts. `isAll`: with them all of it. */
  | { readonly type: 'taken'; readonly externalIds: readonly string[]; readonly isAll: boolean }
  /** Nothing more left. It is retried. */
  | { readonly type: 'postponed'; readonly why: Why | null }
  /** It does not leave before then. */
  | ({ readonly type: 'held' } & DeliveryWait)
  | { readonly type: 'unanswered'; readonly detail: string; readonly isIdempotent: boolean }
  | ({ readonly type: 'refused' } & Why)
  /** It was retried until the deadline. */
  | { readonly type: 'given-up'; readonly detail: string }
  /**
   * `externalId`: of the part that it is about, null for all. An echo is a receipt that says sent.
   */
  | ({ readonly type: 'receipt'; readonly externalId: string | null } & (
      | { readonly state: 'sent' | 'delivered' | 'read' }
      | ({ readonly state: 'failed' } & Why)
    ))
  | {
      readonly type: 'watermark';
      readonly state: 'delivered' | 'read';
      readonly until: number;
    }
  | { readonly type: 'renamed'; readonly externalId: string; readonly to: string }
  /** A person sends it again. Nothing changes unless it failed or is uncertain. */
  | { readonly type: 'sent-again' };

export const newDelivery: DeliveryLife = {
  ...{ round: 0, attempts: 0, ids: 1, begunAt: null, isUnderWay: false },
  ...{ parts: [], early: [], isWhole: false, told: null, deliveredUntil: 0, readUntil: 0 },
  ...{ failed: null, uncertain: null, isDoubtful: false, waits: null, held: null },
};

/** `now` is when a request leaves; nothing else depends on it. */
export function stepDelivery(life: DeliveryLife, input: DeliveryInput, now: number): DeliveryLife {
  switch (input.type) {
    case 'begun':
      return {
        ...life,
        ...{ attempts: life.attempts + 1, ids: input.ids, begunAt: now, isUnderWay: true },
        held: null,
      };
    case 'lost':
      return life.isUnderWay ? unanswered(life, '', input.isIdempotent) : life;
    case 'taken':
      return taken(life, input);
    case 'postponed':
      return { ...life, isUnderWay: false, waits: input.why };
    case 'held':
      return { ...life, held: { for: input.for, until: input.until } };
    case 'unanswered':
      return unanswered(life, input.detail, input.isIdempotent);
    case 'refused':
      return { ...life, isUnderWay: false, failed: life.failed ?? whyOf(input) };
    case 'given-up':
      return life.isDoubtful
        ? unanswered(life, input.detail, false)
        : { ...life, isUnderWay: false, failed: { reason: 'unreachable', detail: input.detail } };
    case 'receipt':
      return received(life, input);
    case 'watermark':
      return input.state === 'read'
        ? { ...life, readUntil: Math.max(life.readUntil, input.until) }
        : { ...life, deliveredUntil: Math.max(life.deliveredUntil, input.until) };
    case 'renamed':
      return renamed(life, input);
    case 'sent-again':
      return maySendAgain(life) ? nextRound(life) : life;
  }
}

export interface Shown {
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
  readonly detail: string | null;
  readonly waits: DeliveryWait | null;
}

/** The state that people see. */
export function shownDelivery(life: DeliveryLife): Shown {
  const { failed, uncertain, waits, parts } = life;
  const reached = reachedBy(life);
  const isLost = life.told === 'failed' || parts.some(({ told }) => told === 'failed');
  if (!isLost && (reached === 'delivered' || reached === 'read')) return shown(reached);
  if (failed !== null) return shown('failed', failed);
  if (reached === 'sent') return shown('sent');
  if (uncertain !== null) return { ...shown('uncertain'), detail: uncertain };
  return { ...shown('queued', waits), waits: life.held };
}

/** Whether it has to be sent, as far as is known. */
export function isToSend(life: DeliveryLife): boolean {
  return shownDelivery(life).state === 'queued';
}

export function maySendAgain(life: DeliveryLife): boolean {
  const { state } = shownDelivery(life);
  return state === 'failed' || state === 'uncertain';
}

function shown(state: DeliveryState, why: Why | null = null): Shown {
  return { state, reason: why?.reason ?? null, detail: why?.detail ?? null, waits: null };
}

/** How far it came, failures aside. Null: nothing shows that it left. */
function reachedBy(life: DeliveryLife): Exclude<Told, 'failed'> | null {
  const { told, begunAt, deliveredUntil, readUntil } = life;
  const reached = greater(ofParts(life), told);
  if (reached === null) return null;
  // A mark adds to what is known to have left. It says nothing of what is not known to have left.
  const marked = markedAs(begunAt ?? Infinity, { deliveredUntil, readUntil });
  const most = greater(reached, marked);
  return most === 'failed' || most === null ? 'sent' : most;
}

/** As far as the part that is furthest behind. Null: not all parts are known to have left. */
function ofParts(life: DeliveryLife): Told | null {
  const { parts, early, isWhole, ids, round, attempts } = life;
  const left = isWhole ? parts : [...parts, ...early];
  // After several requests two ids may belong to one part.
  const isCounted = ids === 1 || (round === 0 && attempts === 1);
  if (!isWhole && (!isCounted || left.length < ids)) return null;
  return left.reduce<Told>(
    (least, part) => lesser(least, part.told),
    left.length > 0 ? 'read' : 'sent',
  );
}

function markedAs(
  begunAt: number,
  { deliveredUntil, readUntil }: Pick<DeliveryLife, 'deliveredUntil' | 'readUntil'>,
): Told | null {
  if (begunAt <= readUntil) return 'read';
  return begunAt <= deliveredUntil ? 'delivered' : null;
}

const order: readonly Told[] = ['sent', 'failed', 'delivered', 'read'];

function greater(one: Told | null, other: Told | null): Told | null {
  if (one === null || other === null) return one ?? other;
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}

function lesser(one: Told, other: Told): Told {
  return order.indexOf(one) <= order.indexOf(other) ? one : other;
}

function whyOf({ reason, detail }: Why): Why {
  return { reason, detail };
}

function taken(
  life: DeliveryLife,
  { externalIds, isAll }: Extract<DeliveryInput, { type: 'taken' }>,
): DeliveryLife {
  const fresh = [...new Set(externalIds)].filter(
    (id) => !life.parts.some((part) => isOf(part, id)),
  );
  const earlyOf = (id: string) => life.early.find((part) => isOf(part, id));
  const parts = [
    ...life.parts,
    ...fresh.map((id) => earlyOf(id) ?? ({ externalId: id, told: 'sent' } as const)),
  ];
  const early = life.early.filter((part) => !fresh.some((id) => isOf(part, id)));
  if (!isAll) return { ...life, parts, early };
  return { ...life, parts, early, isWhole: true, isUnderWay: false, uncertain: null, waits: null };
}

function unanswered(life: DeliveryLife, detail: string, isIdempotent: boolean): DeliveryLife {
  const uncertain = isIdempotent ? life.uncertain : detail;
  return { ...life, isUnderWay: false, isDoubtful: true, uncertain };
}

function received(
  life: DeliveryLife,
  input: Extract<DeliveryInput, { type: 'receipt' }>,
): DeliveryLife {
  const failed = input.state === 'failed' ? (life.failed ?? whyOf(input)) : life.failed;
  const { externalId, state } = input;
  if (externalId === null) return { ...life, failed, told: greater(life.told, state) };
  if (life.parts.some((part) => isOf(part, externalId)))
    return { ...life, failed, parts: toldOf(life.parts, externalId, state) };
  const isNew = !life.early.some((part) => isOf(part, externalId));
  const early = isNew ? [...life.early, { externalId, told: state }] : life.early;
  return { ...life, failed, early: toldOf(early.slice(-mostEarly), externalId, state) };
}

/** More than a message has parts. */
const mostEarly = 100;

function toldOf(parts: readonly SentPart[], externalId: string, told: Told): readonly SentPart[] {
  return parts.map((part) =>
    isOf(part, externalId) ? { ...part, told: greater(part.told, told) ?? told } : part,
  );
}

function isOf({ externalId, formerly }: SentPart, id: string): boolean {
  return externalId === id || formerly?.includes(id) === true;
}

function renamed(
  life: DeliveryLife,
  { externalId, to }: Extract<DeliveryInput, { type: 'renamed' }>,
): DeliveryLife {
  const isSame = ({ externalId: id }: SentPart): boolean => id === externalId || id === to;
  const other = (part: SentPart): SentPart =>
    isSame(part)
      ? { ...part, externalId: to, formerly: [...(part.formerly ?? []), externalId] }
      : part;
  // It exists, because it was given another name.
  const isNew = ![...life.parts, ...life.early].some(isSame);
  const unknown: SentPart = { externalId, told: 'sent' };
  const named = [...life.early, ...(isNew ? [unknown] : [])].map(other);
  // Earlier reports under the new id belong to the same part.
  const toldEarly = (part: SentPart): Told =>
    named
      .filter((each) => each.externalId === part.externalId)
      .reduce<Told>((told, each) => greater(told, each.told) ?? told, part.told);
  const parts = life.parts.map(other).map((part) => ({ ...part, told: toldEarly(part) }));
  const early = named.filter(
    (part, at) =>
      !parts.some((each) => each.externalId === part.externalId) &&
      named.findIndex((each) => each.externalId === part.externalId) === at,
  );
  return { ...life, parts, early: early.map((part) => ({ ...part, told: toldEarly(part) })) };
}

/** Continues after the accepted parts, unless one of them failed: then all are sent anew. */
function nextRound(life: DeliveryLife): DeliveryLife {
  const isAnew = life.isWhole || life.parts.some(({ told }) => told === 'failed');
  return { ...newDelivery, round: life.round + 1, ids: life.ids, parts: isAnew ? [] : life.parts };
}
