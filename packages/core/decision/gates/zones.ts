// Numbers the zones of a page, so that the hot path indexes a short list.
import type { Zone } from '@opportune/protocol/campaign/campaign.ts';
import { markRank } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';

export const zoneNames: readonly Zone[] = ['corner', 'edge', 'centre', 'top', 'inline'];

export function zoneNumber(zone: Zone): number {
  return zoneNames.indexOf(zone);
}

/** By set of zones: the campaigns in any of them, a bit for each rank, without optimising ones. */
export class ZoneMasks {
  readonly #words: number;
  /** By set of zones, one bit a zone number. Masks of several zones are made on first use. */
  readonly #masks: (Uint32Array | undefined)[] = [];

  constructor(campaigns: readonly CompiledCampaign[]) {
    this.#words = (campaigns.length + 31) >>> 5;
    for (const zone of zoneNames.keys()) this.#masks[1 << zone] = new Uint32Array(this.#words);
    for (const { rank, zone, optimise } of campaigns) {
      const mask = this.#masks[1 << zone];
      if (mask !== undefined && optimise === null) markRank(mask, rank);
    }
  }

  /** `zones`: one bit for each zone's number. */
  of(zones: number): Uint32Array {
    return (this.#masks[zones] ??= this.#of(zones));
  }

  #of(zones: number): Uint32Array {
    const mask = new Uint32Array(this.#words);
    for (const zone of zoneNames.keys()) {
      if (((zones >>> zone) & 1) === 0) continue;
      for (const [word, bits] of this.of(1 << zone).entries())
        mask[word] = (mask[word] ?? 0) | bits;
    }
    return mask;
  }
}
