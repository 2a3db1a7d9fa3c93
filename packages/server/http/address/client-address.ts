// Finds the address that a request came from. Follows forwarding headers hop by hop from the
// nearest proxy, and only through proxies that the configuration trusts. Ignores headers from
// anybody else.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { passedPeer } from '../elsewhere/peer.ts';

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Reads `trusted` as addresses or CIDR ranges (`10.0.0.0/8`, `::1`). Throws a RangeError that names
 * the first invalid entry. `secret`: by which other processes of ours pass requests on.
 */
export function clientAddressFrom(trusted: readonly string[], secret = ''): ClientAddress {
  const isProxy = isProxyOf(trusted);
  return (request) => {
    let address = plain(passedPeer(request, secret) ?? request.socket.remoteAddress ?? '');
    const hops = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .reverse();
    for (const hop of hops) {
      const before = plain(hop.trim());
      if (!isProxy(address) || isIP(before) === 0) return address;
      address = before;
    }
    return address;
  };
}

/** Tells whether an address belongs to a trusted proxy. Throws like `clientAddressFrom`. */
export function isProxyOf(trusted: readonly string[]): (address: string) => boolean {
  const proxies = listOf(trusted);
  return (address) => {
    const version = isIP(plain(address));
    return version !== 0 && proxies.check(plain(address), version === 6 ? 'ipv6' : 'ipv4');
  };
}

function listOf(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.trim().split('/');
    const version = isIP(address);
    const prefix = bits === undefined ? undefined : Number(bits);
    const widest = version === 6 ? 128 : 32;
    if (
      version === 0 ||
      (prefix !== undefined && !(Number.isInteger(prefix) && prefix >= 0 && prefix <= widest))
    ) {
      throw new RangeError(`"${entry}" is neither an address nor a range such as 10.0.0.0/8`);
    }
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, prefix, family);
  }
  return list;
}

/** Writes an IPv4 address on an IPv6 socket as IPv4. */
export function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
