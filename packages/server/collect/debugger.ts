// The debugger of a site: its latest events with what became of each, in memory only. It holds the
// events as they came and writes them out when somebody looks. Of what goes well it holds so many a
// second and counts the rest: nobody reads more, and at 10,000 events a second what it held was half
// of what each collection of young garbage had to copy. What does not go well is always held.
import type { Trust } from '@opportune/protocol/event.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import type { DebugEntry, DebugList } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import { BoundedMap } from './bounded-map.ts';
import { isObject, jsonOf } from './json.ts';

const entriesPerSite = 1000;
const sites = 500;
const receivedLength = 4096;
/** Accepted events of one site held a second. */
const acceptedPerSecond = 200;

export interface Seen {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly at: number;
  readonly trust: Trust;
  readonly visitor: string | null;
  /** The event, call or frame as received. */
  readonly raw: unknown;
}

/** One event in the debugger, accepted until somebody says otherwise. */
export class Note {
  readonly seen: Seen;
  readonly #ring: Ring;
  verdict: DebugEntry['verdict'] = 'accepted';
  problem: Problem | null = null;
  #held = false;

  constructor(seen: Seen, ring: Ring) {
    this.seen = seen;
    this.#ring = ring;
    ring.accepted++;
  }

  /** Puts it among the latest, once. */
  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#ring.entries[this.#ring.next] = this;
    this.#ring.next = (this.#ring.next + 1) % entriesPerSite;
  }

  /** A repeat, a late event, a bot. */
  told(problem: Problem): void {
    this.verdict = 'told';
    this.problem = problem;
    this.hold();
  }

  /** It is not taken, or could not be stored after all. */
  refused(problem: Problem): void {
    this.verdict = 'refused';
    this.problem = problem;
    this.#ring.accepted--;
    this.#ring.refused++;
    this.hold();
  }
}

interface Ring {
  readonly entries: Note[];
  next: number;
  accepted: number;
  refused: number;
  /** The second that began last, and the accepted events held in it. */
  second: number;
  heldInSecond: number;
}

export class Debugger {
  readonly #rings = new BoundedMap<string, Ring>(sites);

  accepted(seen: Seen): Note {
    const ring = this.#ring(seen.account, seen.site);
    const note = new Note(seen, ring);
    if (hasRoom(ring, seen.at)) note.hold();
    return note;
  }

  refused(seen: Seen, problem: Problem): void {
    new Note(seen, this.#ring(seen.account, seen.site)).refused(problem);
  }

  /** The latest events of a site, newest first, and counts since the server started. */
  list(account: AccountId, site: SiteId): z.infer<typeof DebugList> {
    const { entries, next, accepted, refused } = this.#ring(account, site);
    const inOrder = [...entries.slice(next), ...entries.slice(0, next)];
    return { entries: inOrder.reverse().map(written), accepted, refused };
  }

  #ring(account: AccountId, site: SiteId): Ring {
    return this.#rings.of(`${account} ${site}`, () => ({
      entries: [],
      next: 0,
      accepted: 0,
      refused: 0,
      second: 0,
      heldInSecond: 0,
    }));
  }
}

function hasRoom(ring: Ring, at: number): boolean {
  const second = Math.floor(at / 1000);
  if (second !== ring.second) {
    ring.second = second;
    ring.heldInSecond = 0;
  }
  return ring.heldInSecond++ < acceptedPerSecond;
}

function written({ seen: { at, site, visitor, trust, raw }, verdict, problem }: Note): DebugEntry {
  const text = jsonOf(raw) ?? '';
  return {
    at,
    site,
    verdict,
    visitor,
    trust,
    ...namesOf(raw),
    code: problem?.code ?? null,
    message: problem?.message ?? null,
    path: problem?.path ?? null,
    received: text.length > receivedLength ? `${text.slice(0, receivedLength)}…` : text,
  };
}

/** As far as they can be read: of our own events, and of Segment's calls. */
function namesOf(raw: unknown): { name: string; kind: string } {
  if (!isObject(raw)) return { name: '', kind: '' };
  const text = (...fields: string[]): string => {
    const found = fields.map((field) => raw[field]).find((value) => typeof value === 'string');
    return typeof found === 'string' ? found.slice(0, 200) : '';
  };
  return { name: text('name', 'event', 'type'), kind: text('kind', 'type') };
}
