// The leaves that an event may turn, by the pattern that it fits. Most of them want events that have
// not come: what each wants lies together in one list of numbers, so that a no costs no look at the
// leaf itself, which lies anywhere in memory among thousands.
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { Pattern } from '../../behaviour/condition/pattern.ts';
import type { RecentWalk } from '../../behaviour/recent/recent-walk.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import { never } from '../../behaviour/condition/truth.ts';
import { hasRank, markRank, type RankSet } from '../../world/rank-set.ts';

/** A leaf that may turn by events of a pattern, once however many campaigns name it. */
export interface PatternLeaf {
  readonly leaf: Leaf;
  /** It holds once an event has come that fits the pattern: it need not be asked. */
  readonly sure: boolean;
  /** Its number, where it is one that events must bring; else null. */
  readonly gate: number | null;
  /** Touched only where it may hold now: they have it nowhere within a `not`. */
  readonly rising: readonly number[];
  /** Touched once it cannot hold any more: they may be waiting for an instant that it was to hold at. */
  readonly falling: readonly number[];
  /** Touched whatever it came to. */
  readonly either: readonly number[];
}

/** Numbers of a row before those of the other patterns that it wants. */
const row = { length: 0, leaf: 1, gate: 2, own: 3, others: 4 } as const;
const noGate = -1;
const uncounted = -1;

export class TurnTable {
  /** By number, each as the list that is asked for. */
  readonly #alone: readonly (readonly [Pattern] | undefined)[];
  readonly #leaves: readonly PatternLeaf[];
  /** By pattern, where its rows begin, those first that want few such events; they end where the next one's begin. */
  readonly #begin: Int32Array;
  readonly #rows: Int32Array;
  readonly #walk: RecentWalk;

  /** `turning`: the leaves of each pattern. */
  constructor(turning: ReadonlyMap<Pattern, readonly PatternLeaf[]>, walk: RecentWalk) {
    this.#walk = walk;
    const patterns: Pattern[] = [];
    for (const pattern of turning.keys()) patterns[pattern.id] = pattern;
    this.#alone = patterns.map((pattern) => [pattern]);
    this.#leaves = [...new Set([...turning.values()].flat())];
    const numbers = new Map(this.#leaves.map((leaf, number) => [leaf, number]));
    this.#begin = new Int32Array(patterns.length + 1);
    const rows: number[] = [];
    for (let id = 0; id < patterns.length; id++) {
      const pattern = patterns[id];
      const leaves = pattern === undefined ? [] : (turning.get(pattern) ?? []);
      const of = leaves.map((leaf) => rowOf(leaf, numbers.get(leaf) ?? 0, id));
      for (const each of of.toSorted(byOwn)) rows.push(...each);
      this.#begin[id + 1] = rows.length;
    }
    this.#rows = Int32Array.from(rows);
  }

  /**
   * Adds whom an event that fits a pattern touches by coming, and notes what it brought. A leaf is asked
   * once for all campaigns that name it. Where it does not hold and time alone will not change that, it
   * made no campaign true that has it outside every `not`: of ten thousand that wait for the third such
   * event, the first two touch none. `known`: how many events fit the pattern, where that is known: to
   * count them, all have to be walked.
   */
  addCome(
    pattern: number,
    scene: Scene,
    touched: RankSet,
    seen: SeenPatterns,
    known = uncounted,
  ): void {
    const end = this.#begin[pattern + 1] ?? 0;
    const rows = this.#rows;
    const out = seen.ruledOut?.coming ?? null;
    let fitting = known;
    for (let at = this.#begin[pattern] ?? end; at < end; at += rows[at] ?? end) {
      if (out !== null && hasRank(out, rows[at + row.leaf] ?? 0)) continue;
      const own = rows[at + row.own] ?? 0;
      if (own > 1 && fitting === uncounted) fitting = this.#fitting(pattern, scene);
      // Those that come after it want as many or more.
      if (own > 1 && fitting < own) return;
      if (this.#haveCome(at, seen)) this.#ask(at, scene, touched, seen.brought);
    }
  }

  /** Adds whom an event touches by falling out, and notes what is brought no more. */
  addLost(pattern: number, scene: Scene, touched: RankSet, seen: SeenPatterns): void {
    const end = this.#begin[pattern + 1] ?? 0;
    const rows = this.#rows;
    const out = seen.ruledOut?.losing ?? null;
    let fitting = seen.any.has(pattern) ? uncounted : 0;
    for (let at = this.#begin[pattern] ?? end; at < end; at += rows[at] ?? end) {
      if (out !== null && hasRank(out, rows[at + row.leaf] ?? 0)) continue;
      const own = rows[at + row.own] ?? 0;
      if (own > 1 && fitting === uncounted) fitting = this.#fitting(pattern, scene);
      const areFewer = fitting !== uncounted && fitting < own;
      if (areFewer || !this.#haveCome(at, seen)) this.#fall(at, touched, seen.brought);
      else this.#ask(at, scene, touched, seen.brought);
    }
  }

  /** Notes where no event fits a pattern any more. */
  noteLost(pattern: number, scene: Scene, { any }: SeenPatterns): void {
    if (this.#fitting(pattern, scene) === 0) any.delete(pattern);
  }

  /** Notes all that so many events of a pattern may have brought. */
  addBrought(pattern: number, fitting: number, seen: SeenPatterns): void {
    const end = this.#begin[pattern + 1] ?? 0;
    for (let at = this.#begin[pattern] ?? end; at < end; at += this.#rows[at] ?? end) {
      if (fitting < (this.#rows[at + row.own] ?? 0)) return;
      const gate = this.#rows[at + row.gate] ?? noGate;
      if (gate !== noGate && this.#haveCome(at, seen)) seen.brought.add(gate);
    }
  }

  /** The leaves that only these campaigns read, a bit for each number of a leaf. */
  leavesOf(campaigns: Uint32Array): Uint32Array {
    const leaves = new Uint32Array((this.#leaves.length + 31) >>> 5);
    for (const [number, { falling, either }] of this.#leaves.entries()) {
      const are = (rank: number): boolean => hasRank(campaigns, rank);
      if (falling.every(are) && either.every(are)) markRank(leaves, number);
    }
    return leaves;
  }

  /** How many of the newest events fit a pattern. */
  #fitting(pattern: number, { profile }: Scene): number {
    const of = this.#alone[pattern];
    return of === undefined ? 0 : this.#walk.stepsOf(profile, of).length;
  }

  /** Whether an event may have come for each of the other patterns that a row wants. */
  #haveCome(at: number, { any }: SeenPatterns): boolean {
    const end = at + (this.#rows[at] ?? 0);
    for (let other = at + row.others; other < end; other++)
      if (!any.has(this.#rows[other] ?? 0)) return false;
    return true;
  }

  /** The leaf of a row cannot hold; where that was noted before, it costs no look at the leaf. */
  #fall(at: number, touched: RankSet, brought: RankSet): void {
    const gate = this.#rows[at + row.gate] ?? noGate;
    if (gate === noGate || !brought.has(gate)) return;
    brought.delete(gate);
    touched.addAll(this.#leafOf(at)?.falling ?? []);
  }

  #ask(at: number, scene: Scene, touched: RankSet, brought: RankSet): void {
    const turned = this.#leafOf(at);
    if (turned === undefined) return;
    const { leaf, sure, gate, rising, either } = turned;
    touched.addAll(either);
    if (rising.length === 0) return;
    const may = sure || leaf.test(scene) !== never;
    if (may) touched.addAll(rising);
    if (gate === null) return;
    if (may) brought.add(gate);
    else brought.delete(gate);
  }

  #leafOf(at: number): PatternLeaf | undefined {
    return this.#leaves[this.#rows[at + row.leaf] ?? -1];
  }
}

function byOwn(one: readonly number[], other: readonly number[]): number {
  return (one[row.own] ?? 0) - (other[row.own] ?? 0);
}

/** One that is asked whatever has come wants nothing. */
function rowOf(read: PatternLeaf, number: number, pattern: number): readonly number[] {
  const { watch } = read.leaf;
  const wanted = watch.type === 'events' && read.either.length === 0 ? watch.wants : [];
  const own = wanted.filter(({ id }) => id === pattern).length;
  const others = new Set(wanted.map(({ id }) => id).filter((id) => id !== pattern));
  return [row.others + others.size, number, read.gate ?? noGate, own, ...others];
}
