// Which patterns of a configuration the newest events of a visitor fit, so that conditions need not
// look into the events: found once for each event, when it comes. Left null in a profile it is not
// known, and the events are asked.
import { RankSet } from '../../world/rank-set.ts';

export interface SeenPatterns {
  /** Numbers of the patterns that may fit one of the events: a quick "no" for all others. */
  readonly any: RankSet;
  /**
   * Numbers of the leaves that may hold, among those that an event must bring: each is asked when such
   * an event comes, so that those which it did not bring need not be asked when a value changes.
   */
  readonly brought: RankSet;
  /** What the numbers noted with the events mean. */
  readonly lists: PatternLists;
  /** Null where nobody is; it holds for as long as the facts that rule out stay the same. */
  readonly ruledOut: RuledOut | null;
}

/** Campaigns that nothing the visitor does makes true, and the leaves that they alone read; a bit for each number. */
export interface RuledOut {
  readonly campaigns: Uint32Array;
  /** Leaves that an event turns by coming, and by falling out. */
  readonly coming: Uint32Array;
  readonly losing: Uint32Array;
}

/**
 * Lists of patterns that single events fit, each once for a configuration and known by a number of 16
 * bits. There are few: most events fit one pattern or none.
 */
export class PatternLists {
  readonly #lists: (readonly number[])[] = [[]];
  /** By pattern, the number of the list of it alone. */
  readonly #alone: (number | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  /** By pattern, the numbers of the lists that it is in. */
  readonly #with: RankSet[] = [];

  /** The number of a list, `unlisted` where there are too many. */
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

  /** The numbers of the lists in which a pattern is. */
  with(pattern: number): RankSet {
    return this.#with[pattern] ?? nowhere;
  }

  /** The list; undefined for `unlisted`. */
  of(number: number): readonly number[] | undefined {
    return this.#lists[number];
  }
}

const nowhere = new RankSet();

/** Of an event whose list has no number: it is asked itself. */
export const unlisted = 0xffff;

/** False where no event of the profile fits the pattern; true may be wrong. */
export function maySee(
  { seen }: { readonly seen: SeenPatterns | null },
  { id }: { readonly id: number },
): boolean {
  return seen === null || seen.any.has(id);
}
