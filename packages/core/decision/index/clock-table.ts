// Which campaigns wait for a clock of the visitor: attention, idleness, the length of the visit. Each is
// known by one clock that it cannot do without: before that shows so much it is not true, whatever
// else happens, and need not be looked at.
import type { Leaf } from '../../behaviour/leaves/leaf.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { GatedRanks } from './gated-ranks.ts';

/** Those that wait for a clock to show as much. */
export interface ClockBound {
  readonly afterMs: number;
  readonly campaigns: GatedRanks;
}

/** By rank. */
export interface ClockTable {
  /** The number of the watch that is its clock, -1 for none. */
  readonly watch: Int32Array;
  /** What that has to show. */
  readonly afterMs: Float64Array;
}

/** The leaf that has a campaign wait for a clock. One that optimises is looked at on its way there, too. */
export function clockLeafOf({ optimise, audience, moment }: CompiledCampaign): Leaf | null {
  return optimise === null ? (moment.clock ?? audience.clock) : null;
}

/** `watches`: by number, those that wait for each. `many`: how many campaigns there are. */
export function clockTable(
  watches: readonly { readonly bounds: readonly ClockBound[] }[],
  many: number,
): ClockTable {
  const table = { watch: new Int32Array(many).fill(-1), afterMs: new Float64Array(many) };
  for (const [number, { bounds }] of watches.entries()) {
    for (const { afterMs, campaigns } of bounds) {
      for (const rank of [...campaigns.open, ...[...campaigns.gated.values()].flat()]) {
        table.watch[rank] = number;
        table.afterMs[rank] = afterMs;
      }
    }
  }
  return table;
}
