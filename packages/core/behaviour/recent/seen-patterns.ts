// Which patterns of a configuration the newest events of a visitor fit, computed once for each
// event when it comes. Conditions then need not read the events. Null in a profile means unknown:
// the events are read.
import { RankSet } from '../../world/rank-set.ts';

export interface SeenPatterns {
  /** Numbers of the patterns that may fit one of the events: a quick denial for all others. */
  readonly any: RankSet;
  /**
   * Numbers of the leaves that may be true, among those that an event must make true. Each is
   * evaluated when such an event comes, so leaves without their event are skipped when a value
   * changes.
   */
  readonly brought: RankSet;
  /** What the numbers stored with the events mean. */
  readonly lists: PatternLists;
  /** Null if none is ruled out. Valid while the facts that rule out stay the same. */
  readonly ruledOut: RuledOut | null;
}

/**
 * Campaigns that no action of the visitor makes true, and the leaves that only they read. One bit
 * for each number.
 */
export interface RuledOut {
  readonly campaigns: Uint32Array;
  /** Leaves that an event may change by coming, and by being evicted. */
  readonly coming: Uint32Array;
  readonly losing: Uint32Array;
}

/**
 * Lists of patterns that single events fit, each stored once for a configuration under a number of
 * 16 bits. There are few: most events fit one pattern or none.
 */
export class PatternLists {
  readonly #lists: (readonly number[])[] = [[]];
  /** By pattern: the number of the list that has only this pattern. */
  readonly #alone: (number | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  /** By pattern: the numbers of the lists that contain it. */
  readonly #with: RankSet[] = [];

  /** The number of a list, `unlisted` if there are too many. */
  numberOf(patterns: readonly number[]): number {
    const [only] = patterns;
    if (only === undefined) return 0;
    const alone = patterns.length === 1 ? this.#alone[only] : undefined;
    if (alone !== undefined) return alone;
    const key = patterns.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#lists.length >= unlisted) return unlisted;
    const number = this.#lists.push([...patterns]) - 1;
    if (patterns.length === 1) this.#alone[only] = number;
    else this.#numbers.set(key, number);
    for (const pattern of patterns) (this.#with[pattern] ??= new RankSet()).add(number);
    return number;
  }

  /** The numbers of the lists that contain a pattern. */
  with(pattern: number): RankSet {
    return this.#with[pattern] ?? nowhere;
  }

  /** The list; undefined for `unlisted`. */
  of(number: number): readonly number[] | undefined {
    return this.#lists[number];
  }
}

const nowhere = new RankSet();

/** For an event whose list has no number: the event itself is read. */
export const unlisted = 0xffff;

/** False if no event of the profile fits the pattern. True may be wrong. */
export function maySee(
  { seen }: { readonly seen: SeenPatterns | null },
  { id }: { readonly id: number },
): boolean {
  return seen === null || seen.any.has(id);
}
