// The debugger of a site: its latest events with what became of each, in memory only. It keeps a text
// of each, cut and without secrets, never the event. Of each site it keeps so many a second and counts
// the rest: nobody reads more. All sites share one bound in bytes; at it, the site that holds most
// loses its oldest.
import { redactSecrets } from '@opportune/core/masking/redact-secrets.ts';
import type { Trust } from '@opportune/protocol/behaviour/event.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { DebugEntry, DebugList } from '@opportune/protocol/rest/site.ts';
import { debuggerLimits } from '@opportune/protocol/limits.ts';
import type { z } from 'zod';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { excerptOf } from '../reading/excerpt.ts';
import { isObject } from '../reading/json.ts';

const { sites, entriesPerSite, perSecond, receivedLength, keptBytes } = debuggerLimits;
/** What an entry takes beside its texts, of two bytes a character at most. */
const entryBytes = 400;

export interface Seen {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly at: number;
  readonly trust: Trust;
  readonly visitor: string | null;
  /** The event, call or frame as received. It is let go once it is known what became of it. */
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
  /** The oldest first. */
  readonly entries: Kept[];
  sizeBytes: number;
  accepted: number;
  refused: number;
  /** The second that began last, and what was kept in it of what went well and of what did not. */
  second: number;
  readonly keptInSecond: { well: number; otherwise: number };
}

/** One event in the debugger, accepted until somebody says otherwise. */
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

  /** A repeat, a late event, a bot. */
  told(problem: Problem): void {
    this.#becomes('told', problem);
  }

  /** It is not taken, or could not be stored after all. */
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
  /** No less than what is kept, so that it is added up only now and then. */
  #grown = 0;

  /** `mostBytes`: of all sites together. */
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

  /** Bytes kept of all sites, as estimated. */
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

  /** Null where enough was kept in this second. */
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

/** As far as they can be read: of our own events, and of Segment's calls. */
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
