// The decisions that a visitor's state remembers, and those of one campaign among them. However many came
// and went, a new one costs the same: once all places are taken it has that of the oldest. Of those that
// gave way it is known how many each campaign made, since caps count them.
import type { CampaignId, DecisionId, VisitId } from '@opportune/protocol/ids.ts';
import { wallClock } from '../world/local-time.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { isAtMoment, isOffered } from './remembered-policy.ts';

/** Up to so many, looking through them takes no longer than chains do, which take memory. */
const mostLookedThrough = 16;
const none: readonly RememberedDecision[] = [];
const noPlace = -1;

/** How many decisions of a campaign were forgotten, by what a cap counts. */
export interface Forgotten {
  /** Visit and local day of the newest of them, which `inVisit` and `inDay` are of. */
  readonly visit: VisitId;
  readonly day: number;
  readonly moments: ForgottenCount;
  readonly offers: ForgottenCount;
}

interface ForgottenCount {
  readonly ever: number;
  readonly inVisit: number;
  readonly inDay: number;
}

/** At most 100, in the order in which they were made. */
export class DecisionsMade implements Iterable<RememberedDecision> {
  readonly #places: RememberedDecision[] = [];
  /** The place of the oldest; the others follow it, round the end. */
  #oldest = 0;
  /** Those of each campaign; null while they are few. */
  #chains: Chains | null = null;
  /** Of at most as many campaigns, whose decisions were forgotten last. */
  #forgotten: Map<CampaignId, Forgotten> | null = null;

  get length(): number {
    return this.#places.length;
  }

  /** Adds the newest; the oldest, where it was forgotten for it. `timeZone`: the account's, whose days count. */
  add(decision: RememberedDecision, timeZone: string): RememberedDecision | null {
    const place = this.#oldest;
    const oldest = this.length < profileLimits.decisions ? undefined : this.#places[place];
    if (oldest === undefined) {
      this.#places.push(decision);
      if (this.#chains !== null) this.#chains.add(decision, this.length - 1);
      else if (this.length > mostLookedThrough) this.#chains = new Chains(this.#places);
      return null;
    }
    this.#forget(oldest, wallClock(timeZone, oldest.at)?.day ?? 0);
    this.#chains?.forget(oldest, place);
    this.#chains?.add(decision, place);
    this.#places[place] = decision;
    this.#oldest = place + 1 < this.length ? place + 1 : 0;
    return oldest;
  }

  #forget(decision: RememberedDecision, day: number): void {
    const { campaign, visit } = decision;
    const forgotten = (this.#forgotten ??= new Map());
    const before = forgotten.get(campaign);
    const countOf = (kind: 'moments' | 'offers', counts: boolean): ForgottenCount => {
      const { ever, inVisit, inDay } = before?.[kind] ?? nothing;
      const more = counts ? 1 : 0;
      return {
        ever: ever + more,
        inVisit: (before?.visit === visit ? inVisit : 0) + more,
        inDay: (before?.day === day ? inDay : 0) + more,
      };
    };
    forgotten.delete(campaign);
    forgotten.set(campaign, {
      visit,
      day,
      moments: countOf('moments', isAtMoment(decision)),
      offers: countOf('offers', isOffered(decision)),
    });
    if (forgotten.size <= profileLimits.decisions) return;
    for (const first of forgotten.keys()) return void forgotten.delete(first);
  }

  /** The newest, or the one made so many before it. */
  newest(before = 0): RememberedDecision | undefined {
    const at = this.length - 1 - before;
    if (at < 0) return undefined;
    const place = this.#oldest + at;
    return this.#places[place < this.length ? place : place - this.length];
  }

  byId(id: DecisionId): RememberedDecision | undefined {
    return this.#places.find((each) => each.id === id);
  }

  /** What is known of a campaign's that were forgotten; null where none were. */
  forgotten(campaign: CampaignId): Forgotten | null {
    return this.#forgotten?.get(campaign) ?? null;
  }

  /** A campaign's, the newest first. */
  of(campaign: CampaignId): readonly RememberedDecision[] {
    let made: RememberedDecision[] | null = null;
    const chains = this.#chains;
    if (chains !== null) {
      for (let at = chains.newestOf(campaign); at !== noPlace; at = chains.formerOf(at)) {
        const decision = this.#places[at];
        if (decision !== undefined) (made ??= []).push(decision);
      }
      return made ?? none;
    }
    // While they are few none has been forgotten, so that they lie in order.
    for (let at = this.length - 1; at >= 0; at--) {
      const decision = this.#places[at];
      if (decision?.campaign === campaign) (made ??= []).push(decision);
    }
    return made ?? none;
  }

  /** The oldest first. */
  *[Symbol.iterator](): IterableIterator<RememberedDecision> {
    for (let before = this.length - 1; before >= 0; before--) {
      const decision = this.newest(before);
      if (decision !== undefined) yield decision;
    }
  }
}

const nothing: ForgottenCount = { ever: 0, inVisit: 0, inDay: 0 };

/** From each decision to that of the same campaign before and after it, by their places. */
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

  /** The oldest of all, so none of its campaign is before it. */
  forget({ campaign }: RememberedDecision, place: number): void {
    const later = this.#later[place] ?? noPlace;
    if (later === noPlace) this.#newest.delete(campaign);
    else this.#former[later] = noPlace;
  }
}
