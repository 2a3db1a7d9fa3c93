// Describes where a browser sends from, without its address. The keyed hash of the address's prefix
// is for the burst watch, which forgets it within a day. The number of its network is stored with a
// decision. Neither reveals the address without the installation's secret. The number does not even
// with it, because thousands of networks share each. It remembers nothing.
import type { SentFrom } from '../engage/intake.ts';
import { addressPrefix, networkOfPrefix } from '../http/address/address-prefix.ts';
import { createKeyedPrefix, keyedHash } from '../http/address/keyed-prefix.ts';

export interface Networks {
  of(address: string): SentFrom;
}

/**
 * Networks are numbered from 1 up to this. Of 16 million IPv4 networks of 256 addresses, 16,000
 * share each number. With fewer numbers, excluding one would remove more of the data that a proof
 * rests on.
 */
export const networkNumbers = 1024;
const purpose = 'networks of senders';

/**
 * `secret` is the installation's; the results cannot be matched with other uses of it. A network is
 * wider than a prefix at no cost, because many share a number anyway.
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
