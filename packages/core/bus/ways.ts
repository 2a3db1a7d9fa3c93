// Ways from a page into messaging channels, requested for an offer that leaves. A decision never
// waits for it.
import { type WaysAsked, waysQuestion } from '@opportune/protocol/bus/ways.ts';
import type { OfferedWay } from '@opportune/protocol/channel/offered-way.ts';
import type { Bus } from '../ports/bus.ts';
import { ask } from './bus-messages.ts';

export interface OfferWays {
  /** `heard` gets none where nobody answers. */
  of(asked: WaysAsked, heard: (list: readonly OfferedWay[]) => void): void;
}

export function createOfferWays(bus: Bus): OfferWays {
  return { of: (asked, heard) => ask(bus, waysQuestion, asked, (of) => heard(of?.list ?? [])) };
}
