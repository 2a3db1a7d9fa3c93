// Offers of pages that go on in messaging channels: answers which ways an offer has, and says by which
// offer somebody came.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { waysQuestion } from '@opportune/protocol/bus/ways.ts';
import type { PocketChannels } from '../pocket/pocket-channels.ts';
import { type CameBy, createCameBy } from './came-by.ts';
import { signOffers } from './offer-signing.ts';
import { createWays, type WaysParts } from './ways.ts';

export interface OffersParts extends Omit<WaysParts, 'sign' | 'pocketEntry'> {
  readonly bus: Bus;
  readonly pocket: Pick<PocketChannels, 'of'>;
}

export interface OpenOffers {
  readonly cameBy: CameBy;
  stop(): void;
}

export function openOffers(given: OffersParts, key: string): OpenOffers {
  const { bus, pocket, ...parts } = given;
  const sign = signOffers(key);
  const pocketEntry: WaysParts['pocketEntry'] = ({ id }) => pocket.of(id)?.entry ?? null;
  return {
    cameBy: createCameBy({ ...parts, sign }),
    stop: answer(bus, waysQuestion, createWays({ ...parts, sign, pocketEntry })),
  };
}
