// The signature in tokens of offers, with a key of this installation.
import { createHmac } from 'node:crypto';
import type { SignOffer } from '@opportune/core/channel/offer/offer-token.ts';

export function signOffers(key: string): SignOffer {
  return (text) => createHmac('sha256', key).update(`offer ${text}`).digest();
}
