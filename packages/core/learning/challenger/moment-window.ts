// The newest labelled moments in the order they were learnt: the training set of a batch learner. A
// ring of parts of a thousand, so that a stored copy is rewritten one part at a time. Beyond fifty
// parts the oldest is evicted whole: at most 50,000 moments, 1.6 MB at thirty features.
import type { IntentFeature } from '../intent/intent-feature.ts';
import { writeCodes } from './moment-codes.ts';

export const windowLimits = { parts: 50, moments: 1_000 } as const;

/** A row is the codes of the features, then 1 if the goal was reached, else 0. */
export interface MomentPart {
  /** Increases by one from part to part. */
  readonly number: number;
  readonly rows: Uint8Array;
  /** The number of filled rows. */
  many: number;
}

/** Changed in place by `keepMoment` alone. */
export interface MomentWindow {
  /** The number of features of a moment. */
  readonly width: number;
  /** Oldest first. All but the last are full. */
  readonly parts: MomentPart[];
  /** The number of moments, and how many of them reached the goal. */
  many: number;
  reached: number;
}

/** Moments as a batch learner takes them, oldest first. */
export interface Moments {
  readonly width: number;
  readonly many: number;
  readonly rows: Uint8Array;
}

export function newMomentWindow(width: number): MomentWindow {
  return { width, parts: [], many: 0, reached: 0 };
}

/** Adds the newest moment. */
export function keepMoment(
  window: MomentWindow,
  features: readonly IntentFeature[],
  values: ArrayLike<number>,
  reached: boolean,
): void {
  const part = partWithRoom(window);
  const at = part.many * (window.width + 1);
  writeCodes(features, values, part.rows, at);
  part.rows[at + window.width] = reached ? 1 : 0;
  part.many++;
  window.many++;
  if (reached) window.reached++;
}

function partWithRoom(window: MomentWindow): MomentPart {
  const last = window.parts.at(-1);
  if (last !== undefined && last.many < windowLimits.moments) return last;
  const rows = new Uint8Array(windowLimits.moments * (window.width + 1));
  const part = { number: (last?.number ?? -1) + 1, rows, many: 0 };
  window.parts.push(part);
  if (window.parts.length > windowLimits.parts) dropOldest(window);
  return part;
}

function dropOldest(window: MomentWindow): void {
  const oldest = window.parts.shift();
  if (oldest === undefined) return;
  window.many -= oldest.many;
  window.reached -= reachedIn(oldest, window.width);
}

function reachedIn({ rows, many }: MomentPart, width: number): number {
  let reached = 0;
  for (let row = 0; row < many; row++) reached += rows[row * (width + 1) + width] ?? 0;
  return reached;
}

/** A copy of all moments, oldest first. */
export function momentsOf({ width, parts, many }: MomentWindow): Moments {
  const rows = new Uint8Array(many * (width + 1));
  let at = 0;
  for (const part of parts) {
    const filled = partBytes(part, width);
    rows.set(filled, at);
    at += filled.length;
  }
  return { width, many, rows };
}

/** The filled bytes of a part, for storage. */
export function partBytes({ rows, many }: MomentPart, width: number): Uint8Array {
  return rows.subarray(0, many * (width + 1));
}

/**
 * The window rebuilt from stored parts. Null if they are not what `partBytes` wrote: another width,
 * a gap, too many, or an outcome that is neither 0 nor 1.
 */
export function windowOf(
  width: number,
  kept: readonly { readonly number: number; readonly bytes: Uint8Array }[],
): MomentWindow | null {
  const window = newMomentWindow(width);
  if (kept.length > windowLimits.parts) return null;
  const first = kept[0]?.number ?? 0;
  for (const [at, { number, bytes }] of kept.entries()) {
    const many = bytes.length / (width + 1);
    const isLast = at === kept.length - 1;
    const isWhole = isLast ? many <= windowLimits.moments : many === windowLimits.moments;
    if (!Number.isInteger(many) || !isWhole || number !== first + at) return null;
    const rows = new Uint8Array(windowLimits.moments * (width + 1));
    rows.set(bytes);
    const part = { number, rows, many };
    for (let row = 0; row < many; row++)
      if ((rows[row * (width + 1) + width] ?? 0) > 1) return null;
    window.parts.push(part);
    window.many += many;
    window.reached += reachedIn(part, width);
  }
  return window;
}
