// Whom the newest events of a visitor touch by coming and by being forgotten: found from the patterns
// that each fits, which are noted with it.
import type { DroppedEvent } from '../../behaviour/recent/recent-events.ts';
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { Pattern } from '../../behaviour/condition/pattern.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { RecentEvent } from '../../behaviour/recent/event-block.ts';
import type { RecentWalk } from '../../behaviour/recent/recent-walk.ts';
import { PatternLists, type SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { RankSet } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { FittingPatterns } from './fitting-patterns.ts';
import type { LeafReaders } from './leaf-readers.ts';
import { Screen } from './ruled-out.ts';
import { TurnTable, type PatternLeaf } from './turn-table.ts';

export class NewestEvents {
  readonly #fitting: FittingPatterns;
  /** What an event may turn by coming. */
  readonly #coming: TurnTable;
  /** And by falling out of what is remembered: all that read it. */
  readonly #losing: TurnTable;
  /** Numbers for what events fit, given as events come. */
  readonly #lists = new PatternLists();
  /** Whom facts that hardly ever change rule out. */
  readonly #screen: Screen;
  /** Of the event that came last, the patterns that no event fitted before. */
  readonly #met = new RankSet();

  constructor(
    readers: readonly LeafReaders[],
    campaigns: readonly CompiledCampaign[],
    gates: ReadonlyMap<Leaf, number>,
    walk: RecentWalk,
  ) {
    const { coming, losing } = turnedByEvents(readers, gates);
    this.#fitting = new FittingPatterns([...losing.keys()]);
    this.#coming = new TurnTable(coming, walk);
    this.#losing = new TurnTable(losing, walk);
    this.#screen = new Screen(campaigns, this.#coming, this.#losing);
  }

  /** Adds whom the newest event touches, and notes with it what it fits. */
  addNewest(scene: Scene, event: RecentEvent, touched: RankSet, seen: SeenPatterns): void {
    const { recent } = scene.profile;
    const fitting = this.#fitting.of(event);
    recent.note(recent.newest, seen.lists.numberOf(fitting));
    const met = this.#met;
    met.clear();
    // All of them first: a leaf that reads two of its patterns is asked once.
    for (const pattern of fitting) {
      if (!seen.any.has(pattern)) met.add(pattern);
      seen.any.add(pattern);
    }
    for (const pattern of fitting)
      this.#coming.addCome(pattern, scene, touched, seen, met.has(pattern) ? 1 : undefined);
  }

  /** Adds whom an event touches by falling out. */
  addDropped(
    scene: Scene,
    { fits, event }: DroppedEvent,
    touched: RankSet,
    seen: SeenPatterns,
  ): void {
    const patterns = event === null ? (seen.lists.of(fits) ?? []) : this.#fitting.of(event);
    // All of them first: a leaf may want several of them.
    for (const pattern of patterns) this.#losing.noteLost(pattern, scene, seen);
    for (const pattern of patterns) this.#losing.addLost(pattern, scene, touched, seen);
  }

  /** What they fit, found afresh; of what they may have brought nothing is asked yet. */
  seenAmong(profile: Profile): SeenPatterns {
    const { recent } = profile;
    const seen: SeenPatterns = {
      any: new RankSet(),
      brought: new RankSet(),
      lists: this.#lists,
      ruledOut: this.#screen.of(profile),
    };
    const counts = new Map<number, number>();
    for (let at = recent.oldest; at >= 0; at = recent.after(at)) {
      const fitting = this.#fitting.of(recent.at(at));
      recent.note(at, seen.lists.numberOf(fitting));
      for (const pattern of fitting) {
        seen.any.add(pattern);
        counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
      }
    }
    for (const [pattern, count] of counts) this.#coming.addBrought(pattern, count, seen);
    return seen;
  }
}

type Turning = ReadonlyMap<Pattern, readonly PatternLeaf[]>;

/** Every pattern that a leaf reads; those that cannot make it true by fitting turn nothing by coming. */
function turnedByEvents(
  readers: readonly LeafReaders[],
  gates: ReadonlyMap<Leaf, number>,
): { readonly coming: Turning; readonly losing: Turning } {
  const coming = new Map<Pattern, PatternLeaf[]>();
  const losing = new Map<Pattern, PatternLeaf[]>();
  for (const { leaf, ranks, negated } of readers) {
    const { watch } = leaf;
    if (watch.type !== 'events') continue;
    const rising = ranks.filter((rank) => !negated.has(rank));
    const either = ranks.filter((rank) => negated.has(rank));
    const gate = gates.get(leaf) ?? null;
    const read = { leaf, sure: false, gate, rising, falling: rising, either };
    for (const pattern of new Set([...watch.reads, ...watch.patterns])) {
      pushTo(losing, pattern, risesByLosing(leaf) ? read : { ...read, rising: [] });
      if (watch.patterns.includes(pattern))
        pushTo(coming, pattern, { ...read, sure: holdsByOne(leaf) });
    }
  }
  return { coming, losing };
}

/**
 * Whether the oldest event's falling out may make a leaf true: what is found among the rest is found
 * among all, so only one that asks for no more events than so many.
 */
function risesByLosing({ node }: Leaf): boolean {
  return 'performed' in node && node.count !== undefined && node.count.op !== 'gte';
}

/** Whether it holds once an event has come that fits. */
function holdsByOne({ node }: Leaf): boolean {
  if (!('performed' in node)) return false;
  const { op, value } = node.count ?? { op: 'gte', value: 1 };
  return op === 'gte' && value <= 1;
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
