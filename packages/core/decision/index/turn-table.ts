// The leaves that an event may change, by the pattern that it fits. Most of them require other
// events that have not come. The requirements are packed into one list of numbers, so a leaf is
// ruled out without reading it from scattered memory.
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { Pattern } from '../../behaviour/condition/pattern.ts';
import type { RecentWalk } from '../../behaviour/recent/recent-walk.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import { never } from '../../behaviour/condition/truth.ts';
import { hasRank, markRank, type RankSet } from '../../world/rank-set.ts';

/** A leaf that events of a pattern may change, listed once however many campaigns name it. */
export interface PatternLeaf {
  readonly leaf: Leaf;
  /** True as soon as one fitting event has come, so it need not be evaluated. */
  readonly sure: boolean;
  /** Its gate number if an event must make it true, else null. */
  readonly gate: number | null;
  /** Touched only if the leaf may be true now: these campaigns have it nowhere inside a `not`. */
  readonly rising: readonly number[];
  /**
   * Touched once the leaf can no longer become true: they may wait for an instant at which it would
   * have.
   */
  readonly falling: readonly number[];
  /** Touched whatever the result. */
  readonly either: readonly number[];
}

/** Layout of a row: these numbers come before those of the other required patterns. */
const row = { length: 0, leaf: 1, gate: 2, own: 3, others: 4 } as const;
const noGate = -1;
const uncounted = -1;

export class TurnTable {
  /** By number: each pattern as a list of one, for queries. */
  readonly #alone: readonly (readonly [Pattern] | undefined)[];
  readonly #leaves: readonly PatternLeaf[];
  /**
   * By pattern: where its rows begin, those that require few events first. They end where the next
   * pattern's begin.
   */
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
   * Adds the campaigns that an event touches by fitting a pattern, and notes which leaves it
   * brought. A leaf is evaluated once for all campaigns that name it. If it is false and time alone
   * will not change that, it made no campaign true that has it outside every `not`. So if ten
   * thousand campaigns wait for the third such event, the first two touch none. `known` is the
   * number of events that fit the pattern, if known; counting them takes a walk over all.
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
      // The following rows require as many events or more.
      if (own > 1 && fitting < own) return;
      if (this.#haveCome(at, seen)) this.#ask(at, scene, touched, seen.brought);
    }
  }

  /**
   * Adds the campaigns that a forgotten event touches, and removes leaves that are no longer
   * brought.
   */
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

  /** Notes that no event fits a pattern any more. */
  noteLost(pattern: number, scene: Scene, { any }: SeenPatterns): void {
    if (this.#fitting(pattern, scene) === 0) any.delete(pattern);
  }

  /** Notes all leaves that this many events of a pattern may have brought. */
  addBrought(pattern: number, fitting: number, seen: SeenPatterns): void {
    const end = this.#begin[pattern + 1] ?? 0;
    for (let at = this.#begin[pattern] ?? end; at < end; at += this.#rows[at] ?? end) {
      if (fitting < (this.#rows[at + row.own] ?? 0)) return;
      const gate = this.#rows[at + row.gate] ?? noGate;
      if (gate !== noGate && this.#haveCome(at, seen)) seen.brought.add(gate);
    }
  }

  /** The leaves that only these campaigns read, one bit for each leaf number. */
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

  /** Whether an event may have come for each other pattern that a row requires. */
  #haveCome(at: number, { any }: SeenPatterns): boolean {
    const end = at + (this.#rows[at] ?? 0);
    for (let other = at + row.others; other < end; other++)
      if (!any.has(this.#rows[other] ?? 0)) return false;
    return true;
  }

  /** The leaf of a row cannot be true. If that was noted before, the leaf is not read. */
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

/** A leaf that is always evaluated requires nothing. */
function rowOf(read: PatternLeaf, number: number, pattern: number): readonly number[] {
  const { watch } = read.leaf;
  const wanted = watch.type === 'events' && read.either.length === 0 ? watch.wants : [];
  const own = wanted.filter(({ id }) => id === pattern).length;
  const others = new Set(wanted.map(({ id }) => id).filter((id) => id !== pattern));
  return [row.others + others.size, number, read.gate ?? noGate, own, ...others];
}
