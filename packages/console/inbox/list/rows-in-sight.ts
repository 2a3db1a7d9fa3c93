// Which rows of a long list are drawn: those in sight, some around them, and those that somebody is
// at. Also how far to move the list so that the pointed-at row stays in its place. Pure.

/**
 * The least number of rows drawn beyond each edge, so that a quick scroll and the Tab key find rows
 * there.
 */
const around = 8;
/** Rows come and go in steps of this size. */
const atOnce = 4;

export interface Sight {
  /** Distance from the top of the scrolled content, in px. */
  readonly top: number;
  readonly height: number;
}

export interface Span {
  readonly first: number;
  /** The index after the last row. */
  readonly end: number;
}

/** The rows in sight of a list that begins `offset` px below the top of the scrolled content. */
export function rowsInSight(sight: Sight, offset: number, rowPx: number, count: number): Span {
  const first = Math.floor((sight.top - offset) / rowPx) - around;
  const end = Math.ceil((sight.top + sight.height - offset) / rowPx) + around;
  return {
    first: between(0, Math.floor(first / atOnce) * atOnce, count),
    end: between(0, Math.ceil(end / atOnce) * atOnce, count),
  };
}

/** The indexes to draw, in order, including those of `kept`. */
export function drawnRows({ first, end }: Span, kept: Iterable<number>): readonly number[] {
  const all = new Set(kept);
  for (let at = first; at < end; at += 1) all.add(at);
  return [...all].sort((a, b) => a - b);
}

/** How far a list is scrolled, and how much space is left free above it, in px. */
export interface Place {
  readonly scrolled: number;
  readonly free: number;
}

/** Where the list must be so that a row which moved by `movedPx` within it stays in its place. */
export function steadied({ scrolled, free }: Place, movedPx: number): Place {
  const above = scrolled - free + movedPx;
  return above >= 0 ? { scrolled: above, free: 0 } : { scrolled: 0, free: -above };
}

/**
 * The row to hold in place: the pointed-at one, else the next below that is still there, else the
 * last above.
 */
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
