// Where a browser sends from, without its address: a keyed hash of the address's prefix, for the burst
// watch, which forgets it within a day, and the number of its network, which stays with a decision.
// Neither leads back to an address without the installation's secret; the number does not even with it,
// since thousands of networks share each. It remembers nothing.
import type { SentFrom } from '../engage/intake.ts';
import { addressPrefix, networkOfPrefix } from '../http/address/address-prefix.ts';
import { createKeyedPrefix, keyedHash } from '../http/address/keyed-prefix.ts';

export interface Networks {
  of(address: string): SentFrom;
}

/**
 * Numbers of networks, from 1 on. Of 16 million IPv4 networks of 256 addresses, 16,000 share each; with
 * fewer numbers, leaving one out would cost more of what a proof rests on.
 */
export const networkNumbers = 1024;
const purpose = 'networks of senders';

/**
 * `secret`: of the installation; what is made here is of no use for anything else. A network
 * is wider than a prefix at no cost, since many share a number anyway.
 */
export function createNetworks(secret: string): Networks {
  const keyedPrefix = createKeyedPrefix(secret, purpose);
  const hash = keyedHash(secret, purpose);
  const numberOf = (network: string): number =>
    1 + (hash(`network ${network}`).readUInt32BE(0) % networkNumbers);
  return {
    of: (address) => ({
      prefix: keyedPrefix(address),
      network: numberOf(networkOfPrefix(addressPrefix(address))),
    }),
  };
}
