// The debugger of a site: its latest events and their outcomes, in memory only. It keeps a
// shortened text without secrets, never the event. It keeps a bounded number per second and site
// and counts the rest. All sites share one bound in bytes; at the bound, the site with the most
// loses its oldest entry.
import { redactSecrets } from '@opportune/core/masking/redact-secrets.ts';
import type { Trust } from '@opportune/protocol/behaviour/event.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { DebugEntry, DebugList } from '@opportune/protocol/rest/site.ts';
import { debuggerLimits } from '@opportune/protocol/limits/intake.ts';
import type { z } from 'zod';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { excerptOf } from '../reading/excerpt.ts';
import { isObject } from '../reading/json.ts';

const { sites, entriesPerSite, perSecond, receivedLength, keptBytes } = debuggerLimits;
/** The bytes of an entry besides its texts. A character takes at most two bytes. */
const entryBytes = 400;

export interface Seen {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly at: number;
  readonly trust: Trust;
  readonly visitor: string | null;
  /** The event, call or frame as received. Released once its outcome is known. */
  readonly raw: unknown;
}

interface Kept {
  readonly seen: Omit<Seen, 'raw'>;
  readonly received: string;
  readonly name: string;
  readonly kind: string;
  readonly sizeBytes: number;
  verdict: DebugEntry['verdict'];
  problem: Problem | null;
}

interface Ring {
  /** Oldest first. */
  readonly entries: Kept[];
  sizeBytes: number;
  accepted: number;
  refused: number;
  /** The current second, and how many good and bad entries were kept in it. */
  second: number;
  readonly keptInSecond: { well: number; otherwise: number };
}

/** One event in the debugger. It counts as accepted until an outcome is reported. */
export class Note {
  readonly #seen: Seen;
  readonly #ring: Ring;
  readonly #keep: (seen: Seen, wentWell: boolean) => Kept | null;
  #kept: Kept | null;

  constructor(seen: Seen, ring: Ring, keep: (seen: Seen, wentWell: boolean) => Kept | null) {
    this.#seen = seen;
    this.#ring = ring;
    this.#keep = keep;
    ring.accepted++;
    this.#kept = keep(seen, true);
  }

  /** A repeat, a late event or a bot. */
  told(problem: Problem): void {
    this.#becomes('told', problem);
  }

  /** Refused, or could not be stored. */
  refused(problem: Problem): void {
    this.#ring.accepted--;
    this.#ring.refused++;
    this.#becomes('refused', problem);
  }

  #becomes(verdict: Kept['verdict'], problem: Problem): void {
    this.#kept ??= this.#keep(this.#seen, false);
    if (this.#kept === null) return;
    this.#kept.verdict = verdict;
    this.#kept.problem = problem;
  }
}

export class Debugger {
  readonly #rings = new BoundedMap<string, Ring>(sites);
  readonly #keptBytes: number;
  /** An upper estimate of the kept bytes, so that the exact sum is needed rarely. */
  #grown = 0;

  /** `mostBytes` is for all sites together. */
  constructor(mostBytes: number = keptBytes) {
    this.#keptBytes = mostBytes;
  }

  accepted(seen: Seen): Note {
    const ring = this.#ring(seen.account, seen.site);
    return new Note(seen, ring, (what, wentWell) => this.#keep(ring, what, wentWell));
  }

  refused(seen: Seen, problem: Problem): void {
    const ring = this.#ring(seen.account, seen.site);
    ring.refused++;
    const kept = this.#keep(ring, seen, false);
    if (kept === null) return;
    kept.verdict = 'refused';
    kept.problem = problem;
  }

  /** The latest events of a site, newest first, and counts since the server started. */
  list(account: AccountId, site: SiteId): z.infer<typeof DebugList> {
    const { entries, accepted, refused } = this.#ring(account, site);
    return { entries: entries.map(written).toReversed(), accepted, refused };
  }

  /** The estimated bytes of all sites. */
  get sizeBytes(): number {
    let sum = 0;
    for (const ring of this.#rings.values()) sum += ring.sizeBytes;
    return sum;
  }

  #ring(account: AccountId, site: SiteId): Ring {
    return this.#rings.of(`${account} ${site}`, () => ({
      entries: [],
      sizeBytes: 0,
      accepted: 0,
      refused: 0,
      second: 0,
      keptInSecond: { well: 0, otherwise: 0 },
    }));
  }

  /** Null if enough entries were kept in this second. */
  #keep(ring: Ring, { raw, ...seen }: Seen, wentWell: boolean): Kept | null {
    if (!hasRoom(ring, seen.at, wentWell)) return null;
    const received = redactSecrets(excerptOf(raw, receivedLength));
    const { name, kind } = namesOf(raw);
    const sizeBytes = entryBytes + 2 * (received.length + name.length + kind.length);
    const verdict = { verdict: 'accepted', problem: null } as const;
    const kept: Kept = { seen, received, name, kind, sizeBytes, ...verdict };
    ring.entries.push(kept);
    ring.sizeBytes += sizeBytes;
    if (ring.entries.length > entriesPerSite) dropOldest(ring);
    this.#grown += sizeBytes;
    if (this.#grown > this.#keptBytes) this.#shrink();
    return kept;
  }

  #shrink(): void {
    while (this.sizeBytes > this.#keptBytes) dropOldest(this.#largest());
    this.#grown = this.sizeBytes;
  }

  #largest(): Ring {
    return this.#rings
      .values()
      .reduce((one, other) => (other.sizeBytes > one.sizeBytes ? other : one));
  }
}

function dropOldest(ring: Ring): void {
  ring.sizeBytes -= ring.entries.shift()?.sizeBytes ?? 0;
}

function hasRoom(ring: Ring, at: number, wentWell: boolean): boolean {
  const second = Math.floor(at / 1000);
  if (second !== ring.second) {
    ring.second = second;
    ring.keptInSecond.well = 0;
    ring.keptInSecond.otherwise = 0;
  }
  const { keptInSecond } = ring;
  return (wentWell ? keptInSecond.well++ : keptInSecond.otherwise++) < perSecond;
}

function written({ seen, received, name, kind, verdict, problem }: Kept): DebugEntry {
  return {
    at: seen.at,
    site: seen.site,
    verdict,
    visitor: seen.visitor,
    trust: seen.trust,
    name,
    kind,
    code: problem?.code ?? null,
    message: problem?.message ?? null,
    path: problem?.path ?? null,
    received,
  };
}

/** The name and id, if readable, of our own events and of Segment's calls. */
function namesOf(raw: unknown): { name: string; kind: string } {
  if (!isObject(raw)) return { name: '', kind: '' };
  const { name, event, kind, type } = raw;
  return { name: firstText([name, event, type]), kind: firstText([kind, type]) };
}

function firstText(values: readonly unknown[]): string {
  for (const value of values)
    if (typeof value === 'string') return redactSecrets(value.slice(0, 200));
  return '';
}
