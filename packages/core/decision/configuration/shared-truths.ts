// Evaluates campaigns part by part. A campaign is true if all its parts are. A part shared by many
// campaigns is evaluated once a round for all of them. It decides nothing and checks no gate.
import type { Test } from '../../behaviour/condition/compile-condition.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { always, never, untimed, type Truth } from '../../behaviour/condition/truth.ts';
import { openAlways } from '../../campaign/schedule.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';

/** What the engine asks about campaigns while it judges. */
export interface CampaignTruths {
  /** Forgets all answers. Call when the scene is another one or has changed. */
  renew(): void;
  /**
   * Site, schedule, audience and moment of the campaign of a rank as one truth. For an optimising
   * campaign only site and schedule, because it also enrols visitors outside its moment.
   */
  of(rank: number, scene: Scene): Truth;
}

const mostRounds = 0xffffffff;

export class SharedTruths implements CampaignTruths {
  /** By rank: where its parts begin in `#places`. They end where the next rank's begin. */
  readonly #begin: Uint32Array;
  readonly #places: Uint32Array;
  readonly #parts: readonly Test[];
  /** By part: the round in which it was last evaluated, and the result. */
  readonly #rounds: Uint32Array;
  readonly #truths: Float64Array;
  #round = 0;

  /** `campaigns` in order of rank. */
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
