// Offers of pages that go on in messaging channels: answers which ways an offer has, and says by which
// offer somebody came.
import { answer } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { waysQuestion } from '@opportune/protocol/bus/ways.ts';
import { offerLimits } from '@opportune/protocol/limits/channels.ts';
import { forgetEachHour, type ForgetParts, type Old } from '../../http/forget-old.ts';
import type { PocketChannels } from '../pocket/pocket-channels.ts';
import { type CameBy, createCameBy } from './came-by.ts';
import { signOffers } from './offer-signing.ts';
import { createWays, type WaysParts } from './ways.ts';

export interface OffersParts extends Omit<WaysParts, 'sign' | 'pocketEntry' | 'log'>, ForgetParts {
  readonly bus: Bus;
  readonly pocket: Pick<PocketChannels, 'of'>;
}

export interface OpenOffers {
  readonly cameBy: CameBy;
  /** Removes tokens that expired long ago, each hour. */
  start(): void;
  stop(): Promise<void>;
}

export const oldOffers: Old = {
  by: 'forget_channel_offers',
  keptMs: offerLimits.keptMs,
  atOnce: 5_000,
};

export function openOffers(given: OffersParts, key: string): OpenOffers {
  const { bus, pocket, ...parts } = given;
  const sign = signOffers(key);
  const pocketEntry: WaysParts['pocketEntry'] = ({ id }) => pocket.of(id)?.entry ?? null;
  const stopAnswers = answer(bus, waysQuestion, createWays({ ...parts, sign, pocketEntry }));
  let stopForgetting = async () => {};
  return {
    cameBy: createCameBy({ ...parts, sign }),
    start() {
      stopForgetting = forgetEachHour(parts, oldOffers);
    },
    async stop() {
      stopAnswers();
      await stopForgetting();
    },
  };
}
