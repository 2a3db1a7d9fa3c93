// Bounds the memory of visitors' profiles and picks which to evict: those without a connection
// first, then those of the payer with the largest share, then the least recently used. Never evicts
// a profile whose facts are not stored yet. The owner does the evicting.
import { FairRanks } from '@opportune/core/bounds/fair-ranks.ts';
import { stateBytes } from '@opportune/core/decision/state/state-size.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { TrialRun, VisitorEntry } from './visitor-entry.ts';

/** The bytes of an entry besides its state, with its places in tables and its timer. */
const entryBytes = 1200;
const linkBytes = 400;
const offerBytes = 1024;
/** The links into other channels, each with its code. */
const waysBytes = 8 * 1024;
/**
 * A profile is measured at each of its first events, later at every eighth, because each adds
 * little.
 */
const mostUnmeasured = 8;
/** Profiles of a payer with more than this part (1/n) of the room are evicted first. */
const fairPart = 256;
/** How many profiles are tried before new visitors must wait. */
const mostLooks = 16;
/**
 * New visitors are refused if the bound is exceeded by this part (1/n) because nothing can be
 * evicted yet.
 */
const slackPart = 16;

export interface VisitorRoomParts {
  readonly mostBytes: number;
  /** Whether all facts of the visitor are in the log, so that eviction loses nothing. */
  readonly isStored: (entry: VisitorEntry) => boolean;
  /** Evicts the profile. */
  readonly evict: (entry: VisitorEntry) => void;
}

export class VisitorRoom {
  readonly #use: VisitorRoomParts;
  readonly #absent: FairRanks<VisitorEntry>;
  readonly #connected: FairRanks<VisitorEntry>;
  #mostBytes: number;
  /** Profiles evicted to make room. */
  evicted = 0;

  constructor(parts: VisitorRoomParts) {
    this.#use = parts;
    this.#mostBytes = parts.mostBytes;
    this.#absent = new FairRanks(parts.mostBytes / fairPart);
    this.#connected = new FairRanks(parts.mostBytes / fairPart);
  }

  /** The approximate bytes of all profiles. */
  get sizeBytes(): number {
    return this.#absent.sizeBytes + this.#connected.sizeBytes;
  }

  /** The number of profiles of visitors without a connection. */
  get absent(): number {
    return this.#absent.count;
  }

  /**
   * False if a new visitor without a connection has no room, because nothing can be evicted yet.
   */
  get hasRoom(): boolean {
    return this.sizeBytes <= this.#mostBytes + this.#mostBytes / slackPart;
  }

  /** Call when the profile enters memory, or when the visitor connects or disconnects. */
  enter(entry: VisitorEntry): void {
    const { holding } = entry;
    const ranks = entry.links.size > 0 ? this.#connected : this.#absent;
    if (holding.in === ranks) return;
    if (holding.in === null) holding.sizeBytes = bytesOf(entry);
    ranks.add(holding);
  }

  /** Call when the visitor does something. */
  used(entry: VisitorEntry): void {
    const { holding } = entry;
    if (holding.in === null) return;
    holding.in.use(holding);
    if (++entry.unmeasured < entry.measureAfter) return;
    entry.unmeasured = 0;
    entry.measureAfter = Math.min(mostUnmeasured, 2 * entry.measureAfter);
    this.measure(entry);
  }

  /** Call when a trial began or ended. */
  measure(entry: VisitorEntry): void {
    entry.holding.in?.resize(entry.holding, bytesOf(entry));
  }

  leave({ holding }: VisitorEntry): void {
    holding.in?.remove(holding);
  }

  /** Whether nothing waits for the profile, and all its facts are stored. */
  canEvict(entry: VisitorEntry): boolean {
    return isIdle(entry) && this.#use.isStored(entry);
  }

  /** Evicts until the rest fits or nothing more can be evicted. */
  makeRoom(mostBytes = this.#mostBytes): void {
    let looks = 0;
    while (this.sizeBytes > mostBytes && looks < mostLooks) {
      const ranks = this.#absent.count > 0 ? this.#absent : this.#connected;
      const first = ranks.first();
      if (first === null) return;
      if (this.canEvict(first.thing)) {
        ranks.remove(first);
        this.#use.evict(first.thing);
        this.evicted++;
        looks = 0;
      } else {
        // A profile that cannot be evicted counts as used just now.
        ranks.use(first);
        looks++;
      }
    }
  }

  /** Evicts visitors without a connection until this many of their bytes are free. */
  shed(bytes: number): void {
    const least = this.#connected.sizeBytes;
    this.makeRoom(Math.max(least, this.sizeBytes - bytes));
  }
}

function isIdle({ loading, awaited }: VisitorEntry): boolean {
  return loading === null && awaited === 0;
}

function offersBytes(offers: Iterable<EngagementContent>): number {
  let bytes = 0;
  for (const { ways } of offers) bytes += offerBytes + (ways === undefined ? 0 : waysBytes);
  return bytes;
}

function trialsBytes(trials: Iterable<TrialRun>): number {
  let bytes = 0;
  for (const { state, sizeBytes } of trials) bytes += sizeBytes + stateBytes(state);
  return bytes;
}

function bytesOf({ state, links, offered, trials }: VisitorEntry): number {
  return (
    entryBytes +
    (state === null ? 0 : stateBytes(state)) +
    links.size * linkBytes +
    offersBytes(offered.values()) +
    trialsBytes(trials.values())
  );
}
