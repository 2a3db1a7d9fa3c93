// What campaigns come to, one part at a time: a campaign holds where all its parts hold, and a part
// that many have is asked once a round for all of them. It decides nothing and asks no gate.
import type { Test } from '../../behaviour/condition/compile-condition.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { always, never, untimed, type Truth } from '../../behaviour/condition/truth.ts';
import { openAlways } from '../../campaign/schedule.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';

/** What the engine asks of campaigns while it judges. */
export interface CampaignTruths {
  /** Forgets what parts said: another scene is asked about, or this one was changed. */
  renew(): void;
  /**
   * Site, schedule, audience and moment of the campaign of a rank as one. Of one that optimises, only
   * site and schedule: it also takes visitors in where its moment does not hold.
   */
  of(rank: number, scene: Scene): Truth;
}

const mostRounds = 0xffffffff;

export class SharedTruths implements CampaignTruths {
  /** By rank, where its parts begin in `#places`; they end where the next one's begin. */
  readonly #begin: Uint32Array;
  readonly #places: Uint32Array;
  readonly #parts: readonly Test[];
  /** By part: the round in which it was asked, and what it said. */
  readonly #rounds: Uint32Array;
  readonly #truths: Float64Array;
  #round = 0;

  /** `campaigns` by rank. */
  constructor(campaigns: readonly CompiledCampaign[]) {
    const parts = campaigns.map(partsOf);
    const places = new Map([...new Set(parts.flat())].map((part, place) => [part, place]));
    this.#parts = [...places.keys()];
    this.#rounds = new Uint32Array(places.size);
    this.#truths = new Float64Array(places.size);
    this.#places = Uint32Array.from(parts.flat(), (part) => places.get(part) ?? 0);
    this.#begin = new Uint32Array(parts.length + 1);
    for (const [rank, { length }] of parts.entries())
      this.#begin[rank + 1] = (this.#begin[rank] ?? 0) + length;
  }

  renew(): void {
    if (this.#round === mostRounds) this.#rounds.fill(0);
    this.#round = (this.#round % mostRounds) + 1;
  }

  of(rank: number, scene: Scene): Truth {
    let least: Truth = always;
    const end = this.#begin[rank + 1] ?? 0;
    for (let at = this.#begin[rank] ?? 0; at < end; at++) {
      const truth = this.#ask(this.#places[at] ?? 0, scene);
      if (truth === never) return never;
      if (truth < least) least = truth;
    }
    return least;
  }

  #ask(place: number, scene: Scene): Truth {
    if (this.#rounds[place] === this.#round) return this.#truths[place] ?? never;
    const truth = this.#parts[place]?.(scene) ?? never;
    this.#rounds[place] = this.#round;
    this.#truths[place] = truth;
    return truth;
  }
}

function partsOf(campaign: CompiledCampaign): readonly Test[] {
  const { audience, moment, optimise } = campaign;
  const asked = optimise === null ? [...moment.parts, ...audience.parts] : [];
  return [...asked, ...placeAndTime(campaign)];
}

function* placeAndTime({ sites, schedule }: CompiledCampaign): Iterable<Test> {
  if (sites !== null) yield ({ profile }) => untimed(sites.has(profile.site));
  if (schedule !== openAlways) yield ({ now }) => schedule(now);
}
