// Which campaigns wait for a clock of the visitor: attention, idle time, length of the visit. Each
// is listed under one clock that it requires. Until that clock reaches the bound, the campaign is
// false whatever else happens, and needs no look.
import type { FactValue } from '../../behaviour/facts/facts.ts';
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { addOpen, findOpen, ranksOf, type GatedRanks } from './gated-ranks.ts';

/** The campaigns that wait for a clock to reach one bound. */
export interface ClockBound {
  readonly afterMs: number;
  readonly campaigns: GatedRanks;
}

export interface Clock {
  read(profile: Profile): FactValue;
  /** The campaigns that wait for it, by bound ascending. Empty for a value that is not a clock. */
  readonly bounds: readonly ClockBound[];
}

/**
 * The leaf that makes a campaign wait for a clock. None for an optimising campaign, which is also
 * judged on the way there.
 */
export function clockLeafOf({ optimise, audience, moment }: CompiledCampaign): Leaf | null {
  return optimise === null ? (moment.clock ?? audience.clock) : null;
}

export class ClockTable {
  readonly #clocks: readonly Clock[];
  /** By rank: the number of the campaign's clock (-1 for none) and its bound. */
  readonly #clockOf: Int32Array;
  readonly #afterMs: Float64Array;

  /** `clocks` by number; `many` is the number of campaigns. */
  constructor(clocks: readonly Clock[], many: number) {
    this.#clocks = clocks;
    this.#clockOf = new Int32Array(many).fill(-1);
    this.#afterMs = new Float64Array(many);
    for (const [number, { bounds }] of clocks.entries())
      for (const { afterMs, campaigns } of bounds)
        for (const rank of ranksOf(campaigns)) {
          this.#clockOf[rank] = number;
          this.#afterMs[rank] = afterMs;
        }
  }

  /** How many clock numbers there are. */
  get size(): number {
    return this.#clocks.length;
  }

  /** The number of a campaign's clock, -1 for none. */
  of(rank: number): number {
    return this.#clockOf[rank] ?? -1;
  }

  /**
   * The instant at which a campaign's clock reaches its bound. Null if it has no clock or the clock
   * is stopped.
   */
  dueOf(profile: Profile, rank: number): number | null {
    const start = this.#startOf(this.#clocks[this.of(rank)], profile);
    return start === null ? null : start + (this.#afterMs[rank] ?? 0);
  }

  /** Adds the campaigns whose bound a clock reaches between two instants, both included. */
  addFallen(
    clock: number,
    { from, to }: { readonly from: number; readonly to: number },
    profile: Profile,
    brought: RankSet,
    into: RankSet,
  ): void {
    const start = this.#startOf(this.#clocks[clock], profile);
    const bounds = this.#clocks[clock]?.bounds ?? [];
    if (start === null) return;
    for (let nth = firstFrom(bounds, from - start); nth < bounds.length; nth++) {
      const bound = bounds[nth];
      if (bound === undefined || start + bound.afterMs > to) return;
      addOpen(bound.campaigns, brought, into);
    }
  }

  /**
   * The next campaign after `now` that passes a test when its clock reaches it, and the instant.
   * Null for none.
   */
  nextOn(
    clock: number,
    profile: Profile,
    now: number,
    test: (rank: number, due: number) => boolean,
  ): NextOnClock | null {
    const start = this.#startOf(this.#clocks[clock], profile);
    const bounds = this.#clocks[clock]?.bounds ?? [];
    if (start === null) return null;
    for (let nth = firstFrom(bounds, now - start); nth < bounds.length; nth++) {
      const bound = bounds[nth];
      const due = start + (bound?.afterMs ?? 0);
      if (bound === undefined || due <= now) continue;
      const campaign = findOpen(bound.campaigns, profile.seen?.brought ?? null, (rank) =>
        test(rank, due),
      );
      if (campaign !== null) return { campaign, at: due };
    }
    return null;
  }

  /** The instant that a clock runs from. Null if it is stopped or missing. */
  #startOf(clock: Clock | undefined, profile: Profile): number | null {
    const basis = clock?.read(profile);
    return typeof basis === 'number' && basis >= 0 ? basis : null;
  }
}

export interface NextOnClock {
  readonly campaign: number;
  readonly at: number;
}

/** Adds the campaigns whose bound is reached by a clock that was reset to `basis`. */
export function addReached(
  { bounds }: Clock,
  basis: FactValue,
  now: number,
  brought: RankSet,
  into: RankSet,
): void {
  if (typeof basis !== 'number') return;
  // A stopped clock stores the value it shows, see `clockBasis`.
  const shows = basis >= 0 ? now - basis : -basis - 1;
  for (const { afterMs, campaigns } of bounds) {
    if (afterMs > shows) return;
    addOpen(campaigns, brought, into);
  }
}

/** The first bound of at least this much. */
function firstFrom(bounds: readonly ClockBound[], ms: number): number {
  let at = 0;
  let end = bounds.length;
  while (at < end) {
    const middle = (at + end) >>> 1;
    if ((bounds[middle]?.afterMs ?? 0) < ms) at = middle + 1;
    else end = middle;
  }
  return at;
}
