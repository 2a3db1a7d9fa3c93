// How much memory visitors' profiles may take together, and whose goes when it is too much: visitors
// without a connection before those with one, then those of whoever holds most, then the one unused
// longest. What is not stored yet never goes. It decides who goes; the owner lets them go.
import { FairRanks } from '@opportune/core/bounds/fair-ranks.ts';
import { stateBytes } from '@opportune/core/decision/state/state-size.ts';
import type { VisitorEntry } from './visitor-entry.ts';

/** What an entry takes beside its state, with its places in tables and its timer. */
const entryBytes = 1200;
const linkBytes = 400;
const offerBytes = 1024;
/** A trial has a campaign compiled for itself. */
const trialBytes = 64 * 1024;
/** A profile is measured at its first events, later at every eighth: it grows little with each. */
const mostUnmeasured = 8;
/** Whoever holds more than this part of the room goes before others. */
const fairPart = 256;
/** Looked at for one that can go, before new visitors wait. */
const mostLooks = 16;
/** Beyond the bound by this part, as what is there cannot go yet: new visitors are refused. */
const slackPart = 16;

export interface VisitorRoomParts {
  readonly mostBytes: number;
  /** Whether all that a visitor did is in the log, so that nothing is lost with the profile. */
  readonly isStored: (entry: VisitorEntry) => boolean;
  /** Lets the profile go. */
  readonly evict: (entry: VisitorEntry) => void;
}

export class VisitorRoom {
  readonly #use: VisitorRoomParts;
  readonly #absent: FairRanks<VisitorEntry>;
  readonly #connected: FairRanks<VisitorEntry>;
  #mostBytes: number;
  /** Profiles that were let go to make room. */
  evicted = 0;

  constructor(parts: VisitorRoomParts) {
    this.#use = parts;
    this.#mostBytes = parts.mostBytes;
    this.#absent = new FairRanks(parts.mostBytes / fairPart);
    this.#connected = new FairRanks(parts.mostBytes / fairPart);
  }

  /** Bytes of all profiles, about. */
  get sizeBytes(): number {
    return this.#absent.sizeBytes + this.#connected.sizeBytes;
  }

  /** Profiles of visitors without a connection. */
  get absent(): number {
    return this.#absent.count;
  }

  /** False where a new visitor without a connection finds no room, since nobody can go yet. */
  get hasRoom(): boolean {
    return this.sizeBytes <= this.#mostBytes + this.#mostBytes / slackPart;
  }

  /** The profile is in memory from now on, or the visitor came or went. */
  enter(entry: VisitorEntry): void {
    const { holding } = entry;
    const ranks = entry.links.size > 0 ? this.#connected : this.#absent;
    if (holding.in === ranks) return;
    if (holding.in === null) holding.sizeBytes = bytesOf(entry);
    ranks.add(holding);
  }

  /** The visitor did something just now. */
  used(entry: VisitorEntry): void {
    const { holding } = entry;
    if (holding.in === null) return;
    holding.in.use(holding);
    if (++entry.unmeasured < entry.measureAfter) return;
    entry.unmeasured = 0;
    entry.measureAfter = Math.min(mostUnmeasured, 2 * entry.measureAfter);
    holding.in.resize(holding, bytesOf(entry));
  }

  leave({ holding }: VisitorEntry): void {
    holding.in?.remove(holding);
  }

  /** Evicts until what is left fits, or nobody can go now. */
  makeRoom(mostBytes = this.#mostBytes): void {
    let looks = 0;
    while (this.sizeBytes > mostBytes && looks < mostLooks) {
      const ranks = this.#absent.count > 0 ? this.#absent : this.#connected;
      const first = ranks.first();
      if (first === null) return;
      if (isIdle(first.thing) && this.#use.isStored(first.thing)) {
        ranks.remove(first);
        this.#use.evict(first.thing);
        this.evicted++;
        looks = 0;
      } else {
        // What keeps it was done just now.
        ranks.use(first);
        looks++;
      }
    }
  }

  /** Evicts visitors without a connection until so many bytes are free of what they take. */
  shed(bytes: number): void {
    const least = this.#connected.sizeBytes;
    this.makeRoom(Math.max(least, this.sizeBytes - bytes));
  }
}

function isIdle({ loading, awaited }: VisitorEntry): boolean {
  return loading === null && awaited === 0;
}

function bytesOf({ state, links, offered, trial }: VisitorEntry): number {
  return (
    entryBytes +
    (state === null ? 0 : stateBytes(state)) +
    links.size * linkBytes +
    offered.size * offerBytes +
    (trial === null ? 0 : trialBytes + stateBytes(trial.state))
  );
}
