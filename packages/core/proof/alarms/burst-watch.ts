/*
 * Marks new visitors who came in a burst: far more than usual from one sender within minutes, or
 * within a day. It reads arrivals alone, before anybody has an arm or is eligible, so its marks are
 * the same in all arms. It keeps opaque keys of senders in memory for at most a day and never
 * returns them.
 */
import { burstLimits } from '@opportune/protocol/limits/intake.ts';

/**
 * What the visitors of a burst have in common. `address`: its prefix. `client`: prefix and browser.
 * `network`: its number and the browser.
 */
export type BurstKind = 'client' | 'address' | 'network';

/** A visitor who was never seen before. */
export interface Arrival {
  readonly account: string;
  readonly visitor: string;
  /** A keyed hash of the address's prefix. */
  readonly prefix: string;
  readonly network: number;
  /** Browser, system and device according to the request. */
  readonly client: string;
  readonly at: number;
}

/** Visitor and burst. All visitors of a burst have the same one. */
export interface BurstMark {
  readonly visitor: string;
  readonly burst: string;
  readonly kind: BurstKind;
  readonly client: string;
  /** When the visitor came. */
  readonly at: number;
}

/** The length of a slot in which arrivals are counted. The last two slots are "within minutes". */
export const slotMs = 5 * 60_000;
const daySlots = (24 * 3_600_000) / slotMs;
/**
 * The usual rate is the mean of a day, or of the time the sender is known, but of at least an hour.
 */
const leastSlots = 3_600_000 / slotMs;
const timesUsual = 5;
/** What goes on for longer than this is usual and not a burst. */
const burstSlots = (3 * 3_600_000) / slotMs;
/**
 * Fewer visitors are not a burst: an office that opens, a class, a mobile network's few addresses.
 */
const least: Readonly<Record<BurstKind, number>> = { client: 20, address: 50, network: 50 };
/** Less than this fraction of all arrivals of the account at that time is not a burst either. */
const leastShare = 0.02;
/** The fraction of a full table that is kept when the oldest entries are evicted. */
const keptPart = 0.95;
/**
 * For slower floods: this many of one address and browser in a day, and this fraction of all
 * arrivals.
 */
const daily = { least: 150, share: 0.05 };

export class BurstWatch {
  readonly #senders = new Map<string, Sender>();
  readonly #accounts = new Map<string, Slots>();
  #bursts = 0;
  #waiting = 0;
  #slots = 0;

  /** The number of remembered senders. */
  get size(): number {
    return this.#senders.size;
  }

  /** The visitors to mark after this arrival: this one, and earlier ones of the same burst. */
  arrive(arrival: Arrival): readonly BurstMark[] {
    const everybody = this.#everybody(arrival.account);
    everybody.add(arrival.at);
    const { visitor, client, at } = arrival;
    const newcomer: Newcomer = { visitor, client, at, isMarked: false };
    const marks: BurstMark[] = [];
    for (const [kind, key] of keysOf(arrival))
      marks.push(...this.#noted(this.#sender(key), kind, newcomer, everybody));
    return marks;
  }

  /** Forgets arrivals older than a day. Call it from time to time. */
  forget(now: number): void {
    for (const [key, sender] of this.#senders) {
      sender.slots.prune(now);
      if (sender.slots.day === 0) this.#drop(key, sender);
      else this.#measure(sender);
    }
    for (const [account, slots] of this.#accounts) {
      slots.prune(now);
      if (slots.day === 0) this.#accounts.delete(account);
    }
  }

  #noted(
    sender: Sender,
    kind: BurstKind,
    newcomer: Newcomer,
    everybody: Slots,
  ): readonly BurstMark[] {
    const { at } = newcomer;
    sender.slots.add(at);
    sender.waiting.push(newcomer);
    this.#waiting++;
    while (sender.waiting.length > burstLimits.visitorsOfSender || this.#isOld(sender, at))
      this.#shift(sender);
    if (!isBurst(kind, sender, everybody)) {
      sender.burst = null;
      this.#measure(sender);
      this.#bound();
      return [];
    }
    sender.burst ??= `${at.toString(36)}-${++this.#bursts}`;
    this.#waiting -= sender.waiting.length;
    const marks = marksOf(sender, sender.burst, kind);
    this.#measure(sender);
    this.#bound();
    return marks;
  }

  #isOld({ waiting }: Sender, now: number): boolean {
    const first = waiting[0];
    return first !== undefined && first.at <= now - burstLimits.keptMs;
  }

  #shift({ waiting }: Sender): void {
    if (waiting.shift() !== undefined) this.#waiting--;
  }

  /** The sender that came last moves to the end, so the first is the one to evict. */
  #sender(key: string): Sender {
    const sender = this.#senders.get(key) ?? {
      slots: new Slots(),
      marked: null,
      waiting: [],
      burst: null,
      measured: 0,
    };
    this.#senders.delete(key);
    this.#senders.set(key, sender);
    return sender;
  }

  /** Evicts several at once: finding the oldest of a full table costs more than evicting it. */
  #bound(): void {
    if (this.#fits(1)) return;
    for (const [key, sender] of this.#senders) {
      if (this.#fits(keptPart)) return;
      this.#drop(key, sender);
    }
  }

  #fits(part: number): boolean {
    const { senders, visitors, slots } = burstLimits;
    return (
      this.#senders.size <= part * senders &&
      this.#waiting <= part * visitors &&
      this.#slots <= part * slots
    );
  }

  #measure(sender: Sender): void {
    const slots = sender.slots.size + (sender.marked?.size ?? 0);
    this.#slots += slots - sender.measured;
    sender.measured = slots;
  }

  #drop(key: string, { waiting, measured }: Sender): void {
    this.#waiting -= waiting.length;
    this.#slots -= measured;
    this.#senders.delete(key);
  }

  #everybody(account: string): Slots {
    const known = this.#accounts.get(account) ?? new Slots();
    this.#accounts.set(account, known);
    return known;
  }
}

/** Shared by three senders: a visitor marked for one of them is not marked for another. */
interface Newcomer {
  readonly visitor: string;
  readonly client: string;
  readonly at: number;
  isMarked: boolean;
}

interface Sender {
  readonly slots: Slots;
  /** Those of them that were marked. Null for none. */
  marked: Slots | null;
  /** Not marked; oldest first. */
  readonly waiting: Newcomer[];
  burst: string | null;
  /** Its slots as last counted. */
  measured: number;
}

function keysOf({ account, prefix, network, client }: Arrival): readonly [BurstKind, string][] {
  return [
    ['client', `${account} ${prefix} ${client}`],
    ['address', `${account} ${prefix}`],
    ['network', `${account} ${network} ${client}`],
  ];
}

function isBurst(kind: BurstKind, { slots, marked }: Sender, everybody: Slots): boolean {
  const isSudden =
    slots.span >= least[kind] &&
    slots.span >= leastShare * everybody.span &&
    slots.span >= timesUsual * usualOf(slots, marked);
  const isMuch =
    kind === 'client' && slots.day >= daily.least && slots.day >= daily.share * everybody.day;
  return isSudden || isMuch;
}

/** Empties the list of waiting visitors. */
function marksOf(sender: Sender, burst: string, kind: BurstKind): BurstMark[] {
  const marked = (sender.marked ??= new Slots());
  const found = sender.waiting.splice(0);
  for (const { at } of found) marked.add(at);
  const fresh = found.filter(({ isMarked }) => !isMarked);
  for (const each of fresh) each.isMarked = true;
  return fresh.map(({ visitor, client, at }) => ({ visitor, client, at, burst, kind }));
}

/** The usual number in two slots, from the mean of earlier slots. */
function usualOf(slots: Slots, marked: Slots | null): number {
  const before = slots.newest - 2;
  const unusual = marked?.between(slots.newest - burstSlots, before) ?? 0;
  const ordinary = slots.day - slots.span - unusual;
  const known = slots.newest - slots.first - 1;
  return (2 * ordinary) / Math.min(daySlots, Math.max(leastSlots, known));
}

/** Arrivals by slot, over a day. */
class Slots {
  /** Slot and count alternate, oldest first: most senders have one of each. */
  readonly #held: number[] = [];
  first = Infinity;
  day = 0;

  add(at: number): void {
    const slot = Math.floor(at / slotMs);
    this.prune(at);
    this.first = Math.min(this.first, slot);
    this.day++;
    let place = this.#held.length - 2;
    while (place >= 0 && this.#slot(place) > slot) place -= 2;
    if (place >= 0 && this.#slot(place) === slot) this.#held[place + 1] = this.#count(place) + 1;
    else this.#held.splice(place + 2, 0, slot, 1);
  }

  get size(): number {
    return this.#held.length / 2;
  }

  get newest(): number {
    return this.#held.at(-2) ?? -Infinity;
  }

  /** In the newest slot and the one before it. */
  get span(): number {
    return this.between(this.newest - 1, this.newest);
  }

  /** From one slot to another, both included. */
  between(from: number, until: number): number {
    let sum = 0;
    for (let place = this.#held.length - 2; place >= 0 && this.#slot(place) >= from; place -= 2)
      if (this.#slot(place) <= until) sum += this.#count(place);
    return sum;
  }

  prune(now: number): void {
    const oldest = Math.floor(now / slotMs) - daySlots;
    let gone = 0;
    for (; gone < this.#held.length && this.#slot(gone) <= oldest; gone += 2)
      this.day -= this.#count(gone);
    if (gone > 0) this.#held.splice(0, gone);
  }

  #slot(place: number): number {
    return this.#held[place] ?? -Infinity;
  }

  #count(place: number): number {
    return this.#held[place + 1] ?? 0;
  }
}
