// Which campaigns the newest events of a visitor touch, by coming and by being forgotten. The
// patterns that each event fits are stored with it and lead to the campaigns.
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
  /** Leaves that an event may change by coming. */
  readonly #coming: TurnTable;
  /** Leaves that an event may change by being forgotten: all that read it. */
  readonly #losing: TurnTable;
  /** Numbers for the lists of patterns that events fit, assigned as events come. */
  readonly #lists = new PatternLists();
  /** Campaigns that rarely changing facts rule out. */
  readonly #screen: Screen;
  /** Patterns that the last event fits and no event before it did. */
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

  /** Adds the campaigns that the newest event touches, and stores with it the patterns it fits. */
  addNewest(scene: Scene, event: RecentEvent, touched: RankSet, seen: SeenPatterns): void {
    const { recent } = scene.profile;
    const fitting = this.#fitting.of(event);
    recent.note(recent.newest, seen.lists.numberOf(fitting));
    const met = this.#met;
    met.clear();
    // Note all patterns first: a leaf that reads two of them is evaluated once.
    for (const pattern of fitting) {
      if (!seen.any.has(pattern)) met.add(pattern);
      seen.any.add(pattern);
    }
    for (const pattern of fitting)
      this.#coming.addCome(pattern, scene, touched, seen, met.has(pattern) ? 1 : undefined);
  }

  /** Adds the campaigns that a forgotten event touches. */
  addDropped(
    scene: Scene,
    { fits, event }: DroppedEvent,
    touched: RankSet,
    seen: SeenPatterns,
  ): void {
    const patterns = event === null ? (seen.lists.of(fits) ?? []) : this.#fitting.of(event);
    // Note all patterns first: a leaf may require several of them.
    for (const pattern of patterns) this.#losing.noteLost(pattern, scene, seen);
    for (const pattern of patterns) this.#losing.addLost(pattern, scene, touched, seen);
  }

  /**
   * Recomputes the patterns that the events fit. Leaves that they may have made true are not
   * evaluated yet.
   */
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

/**
 * `losing`: every pattern that a leaf reads. `coming`: only the patterns whose events can make it
 * true.
 */
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
 * Whether forgetting the oldest event may make a leaf true. Anything found among the remaining
 * events is also found among all, so this is only possible for a leaf with an upper limit on the
 * number of events.
 */
function risesByLosing({ node }: Leaf): boolean {
  return 'performed' in node && node.count !== undefined && node.count.op !== 'gte';
}

/** Whether a single fitting event makes it true. */
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
