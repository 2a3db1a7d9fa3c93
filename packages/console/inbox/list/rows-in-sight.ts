// Which rows of a long list are drawn: those in sight, some around them, and those that somebody is
// at. And how far a list is moved, so that what is pointed at stays where it is. Pure.

/** Drawn beyond each edge at least, so that a quick scroll and the Tab key find rows there. */
const around = 8;
/** Rows come and go so many at once. */
const atOnce = 4;

export interface Sight {
  /** Of the scrolled content, px from its top. */
  readonly top: number;
  readonly height: number;
}

export interface Span {
  readonly first: number;
  /** One after the last. */
  readonly end: number;
}

/** The rows of a list that begins `offset` px below the top of what is scrolled. */
export function rowsInSight(sight: Sight, offset: number, rowPx: number, count: number): Span {
  const first = Math.floor((sight.top - offset) / rowPx) - around;
  const end = Math.ceil((sight.top + sight.height - offset) / rowPx) + around;
  return {
    first: between(0, Math.floor(first / atOnce) * atOnce, count),
    end: between(0, Math.ceil(end / atOnce) * atOnce, count),
  };
}

/** Indexes in order, with those of `kept` wherever they are. */
export function drawnRows({ first, end }: Span, kept: Iterable<number>): readonly number[] {
  const all = new Set(kept);
  for (let at = first; at < end; at += 1) all.add(at);
  return [...all].sort((a, b) => a - b);
}

/** How far a list is scrolled, and how much is left free above it, px. */
export interface Place {
  readonly scrolled: number;
  readonly free: number;
}

/** Where the list has to be for a row that was moved by `movedPx` within it to stay in its place. */
export function steadied({ scrolled, free }: Place, movedPx: number): Place {
  const above = scrolled - free + movedPx;
  return above >= 0 ? { scrolled: above, free: 0 } : { scrolled: 0, free: -above };
}

/** The row to hold on to: the one pointed at, else the next below it that is still there, else above. */
export function heldRow<Id>(
  before: readonly Id[],
  pointed: Id,
  isThere: (id: Id) => boolean,
): Id | null {
  const at = before.indexOf(pointed);
  if (at < 0) return null;
  return before.slice(at).find(isThere) ?? before.slice(0, at).findLast(isThere) ?? null;
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
