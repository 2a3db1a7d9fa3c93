// Says of most campaigns that were touched that they do not hold, without going through their
// conditions: a leaf that many must have is asked once for all of them. What it does not rule out has
// to be asked in full.
import type { Leaf } from '../behaviour/leaf.ts';
import type { Scene } from '../behaviour/scene.ts';
import { never } from '../behaviour/truth.ts';
import type { CompiledCampaign } from './compiled-campaign.ts';

/** Rounds are counted in the upper bits of a verdict. */
const mostRounds = 0x3fffffff;

export class QuickNo {
  /** By rank, where its leaves begin in `#places`; they end where the next one's begin. */
  readonly #begin: Uint32Array;
  readonly #places: Uint32Array;
  readonly #leaves: readonly Leaf[];
  /** By leaf: the round in which it was asked, times two, and one more where it said never. */
  readonly #verdicts: Uint32Array;
  #round = 0;

  /** `campaigns` by rank. */
  constructor(campaigns: readonly CompiledCampaign[]) {
    const must = campaigns.map(mustOf);
    const places = new Map([...new Set(must.flat())].map((leaf, place) => [leaf, place]));
    this.#leaves = [...places.keys()];
    this.#verdicts = new Uint32Array(places.size);
    this.#places = Uint32Array.from(must.flat(), (leaf) => places.get(leaf) ?? 0);
    this.#begin = new Uint32Array(must.length + 1);
    for (const [rank, { length }] of must.entries())
      this.#begin[rank + 1] = (this.#begin[rank] ?? 0) + length;
  }

  /** Forgets what leaves said: another scene is asked about, or this one was changed. */
  renew(): void {
    if (this.#round === mostRounds) this.#verdicts.fill(0);
    this.#round = (this.#round % mostRounds) + 1;
  }

  /** Whether the campaign does not hold, nor will by time alone. */
  rulesOut(rank: number, scene: Scene): boolean {
    const end = this.#begin[rank + 1] ?? 0;
    for (let at = this.#begin[rank] ?? 0; at < end; at++)
      if (this.#saysNever(this.#places[at] ?? 0, scene)) return true;
    return false;
  }

  #saysNever(place: number, scene: Scene): boolean {
    const verdict = this.#verdicts[place] ?? 0;
    if (verdict >>> 1 === this.#round) return (verdict & 1) === 1;
    const no = this.#leaves[place]?.test(scene) === never;
    this.#verdicts[place] = this.#round * 2 + Number(no);
    return no;
  }
}

/** One that optimises also takes visitors in where its moment does not hold: it is asked in full. */
function mustOf({ audience, moment, optimise }: CompiledCampaign): readonly Leaf[] {
  return optimise === null ? [...moment.must, ...audience.must] : [];
}
