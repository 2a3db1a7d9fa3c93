// A ring of the decisions that a visitor's state remembers, with chains by campaign. Adding one has
// constant cost: once the ring is full, it replaces the oldest. For evicted decisions a count is
// kept by campaign, because caps count them.
import type { CampaignId, DecisionId, VisitId } from '@opportune/protocol/ids.ts';
import { wallClock } from '../../world/local-time.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { isAtMoment, isOffered } from './remembered-policy.ts';

/** Up to this many decisions a scan is as fast as chains, which take memory. */
const mostLookedThrough = 16;
const all = (): boolean => true;
const noPlace = -1;

/** What caps need of a campaign's forgotten decisions: their number, by what they count. */
export interface Forgotten {
  /**
   * Visit and local day of the newest of them, to which `inVisit` and `inDay` refer. -1 for a day
   * long past.
   */
  readonly visit: VisitId;
  readonly day: number;
  readonly moments: Readonly<ForgottenCount>;
  readonly offers: Readonly<ForgottenCount>;
  /** When one of them was last dismissed. Null for never. */
  readonly dismissedAt: number | null;
}

interface ForgottenCount {
  ever: number;
  inVisit: number;
  inDay: number;
}

type IsMeant = (decision: RememberedDecision) => boolean;

/** What was evicted for a new decision. */
export interface MadeWay {
  /** The oldest decision, if it was forgotten. */
  readonly forgotten: RememberedDecision | null;
  /** The campaign whose count of forgotten decisions was dropped. */
  readonly uncounted: CampaignId | null;
}

const noWay: MadeWay = { forgotten: null, uncounted: null };

/** At most 100, in the order they were made. */
export class DecisionsMade implements Iterable<RememberedDecision> {
  readonly #places: RememberedDecision[] = [];
  /** The place of the oldest. The others follow it, wrapping around the end. */
  #oldest = 0;
  /** The chains by campaign. Null while there are few decisions. */
  #chains: Chains | null = null;
  /** Counts of at most as many campaigns, those whose decisions were forgotten last. */
  #forgotten: Map<CampaignId, ForgottenOf> | null = null;

  get length(): number {
    return this.#places.length;
  }

  /** Adds the newest. `timeZone` is the account's and defines its days. */
  add(decision: RememberedDecision, timeZone: string): MadeWay {
    const place = this.#oldest;
    const oldest = this.length < profileLimits.decisions ? undefined : this.#places[place];
    if (oldest === undefined) {
      this.#places.push(decision);
      if (this.#chains !== null) this.#chains.add(decision, this.length - 1);
      else if (this.length > mostLookedThrough) this.#chains = new Chains(this.#places);
      return noWay;
    }
    const uncounted = this.#forget(oldest, dayOf(oldest, decision.at, timeZone));
    this.#chains?.forget(oldest, place);
    this.#chains?.add(decision, place);
    this.#places[place] = decision;
    this.#oldest = place + 1 < this.length ? place + 1 : 0;
    return { forgotten: oldest, uncounted };
  }

  #forget(decision: RememberedDecision, day: number): CampaignId | null {
    const forgotten = (this.#forgotten ??= new Map());
    const { campaign, visit } = decision;
    const of = forgotten.get(campaign) ?? new ForgottenOf(visit);
    of.add(decision, day);
    // Moves it to the end: at the limit the first is dropped.
    forgotten.delete(campaign);
    forgotten.set(campaign, of);
    if (forgotten.size <= profileLimits.decisions) return null;
    const [first = campaign] = forgotten.keys();
    forgotten.delete(first);
    return first;
  }

  /** The newest, or the one made `before` decisions earlier. */
  newest(before = 0): RememberedDecision | undefined {
    const at = this.length - 1 - before;
    if (at < 0) return undefined;
    const place = this.#oldest + at;
    return this.#places[place < this.length ? place : place - this.length];
  }

  byId(id: DecisionId): RememberedDecision | undefined {
    return this.#places.find((each) => each.id === id);
  }

  /** What is known of a campaign's forgotten decisions. Null if none were forgotten. */
  forgotten(campaign: CampaignId): Forgotten | null {
    return this.#forgotten?.get(campaign) ?? null;
  }

  /** Whether a campaign is known to have made any. */
  knows(campaign: CampaignId): boolean {
    return this.#newestOf(campaign) !== noPlace || this.forgotten(campaign) !== null;
  }

  /** A campaign's decisions, newest first. Stops at the first that `isMeant` rejects. */
  of(campaign: CampaignId, isMeant: IsMeant = all): readonly RememberedDecision[] {
    const made: RememberedDecision[] = [];
    for (
      let place = this.#newestOf(campaign);
      place !== noPlace;
      place = this.#formerOf(place, campaign)
    ) {
      const decision = this.#places[place];
      if (decision === undefined || !isMeant(decision)) break;
      made.push(decision);
    }
    return made;
  }

  #newestOf(campaign: CampaignId): number {
    return this.#chains === null
      ? this.#lastBelow(this.length, campaign)
      : this.#chains.newestOf(campaign);
  }

  #formerOf(place: number, campaign: CampaignId): number {
    return this.#chains === null ? this.#lastBelow(place, campaign) : this.#chains.formerOf(place);
  }

  /** While they are few none has been forgotten, so they are in order. */
  #lastBelow(place: number, campaign: CampaignId): number {
    let at = place - 1;
    while (at >= 0 && this.#places[at]?.campaign !== campaign) at--;
    return at;
  }

  /** Oldest first. */
  *[Symbol.iterator](): IterableIterator<RememberedDecision> {
    for (let before = this.length - 1; before >= 0; before--) {
      const decision = this.newest(before);
      if (decision !== undefined) yield decision;
    }
  }
}

/** Longer than any local day: no zone has ever moved its clock by as much. */
export const longestDayMs = 48 * 3600_000;
const longPast = -1;

/**
 * A decision older than the longest day is not of today. Its local day is not computed, because
 * that is slow.
 */
function dayOf({ at }: RememberedDecision, now: number, timeZone: string): number {
  return now - at < longestDayMs ? (wallClock(timeZone, at)?.day ?? longPast) : longPast;
}

/** Counts the forgotten decisions of one campaign. */
class ForgottenOf implements Forgotten {
  visit: VisitId;
  day = longPast;
  readonly moments: ForgottenCount = { ever: 0, inVisit: 0, inDay: 0 };
  readonly offers: ForgottenCount = { ever: 0, inVisit: 0, inDay: 0 };
  dismissedAt: number | null = null;

  constructor(visit: VisitId) {
    this.visit = visit;
  }

  add(decision: RememberedDecision, day: number): void {
    if (decision.visit !== this.visit) this.moments.inVisit = this.offers.inVisit = 0;
    if (day !== this.day) this.moments.inDay = this.offers.inDay = 0;
    this.visit = decision.visit;
    this.day = day;
    if (isAtMoment(decision)) countOne(this.moments);
    if (isOffered(decision)) countOne(this.offers);
    this.dismissedAt = latest(this.dismissedAt, decision.dismissedAt);
  }
}

/** The later of two instants, null for never. */
export function latest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function countOne(count: ForgottenCount): void {
  count.ever++;
  count.inVisit++;
  count.inDay++;
}

/** Links each decision to the previous and next one of the same campaign, by place. */
class Chains {
  readonly #former = new Int16Array(profileLimits.decisions).fill(noPlace);
  readonly #later = new Int16Array(profileLimits.decisions).fill(noPlace);
  readonly #newest = new Map<CampaignId, number>();

  constructor(places: readonly RememberedDecision[]) {
    for (const [place, decision] of places.entries()) this.add(decision, place);
  }

  newestOf(campaign: CampaignId): number {
    return this.#newest.get(campaign) ?? noPlace;
  }

  formerOf(place: number): number {
    return this.#former[place] ?? noPlace;
  }

  add({ campaign }: RememberedDecision, place: number): void {
    const former = this.newestOf(campaign);
    this.#former[place] = former;
    this.#later[place] = noPlace;
    if (former !== noPlace) this.#later[former] = place;
    this.#newest.set(campaign, place);
  }

  /** It is the oldest of all, so none of its campaign comes before it. */
  forget({ campaign }: RememberedDecision, place: number): void {
    const later = this.#later[place] ?? noPlace;
    if (later === noPlace) this.#newest.delete(campaign);
    else this.#former[later] = noPlace;
  }
}
