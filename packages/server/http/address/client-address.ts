// The address a request came from. A forwarding header is believed only from proxies that the
// configuration trusts, hop by hop from the nearest; anybody else's header is ignored.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Reads `trusted` as addresses or CIDR ranges (`10.0.0.0/8`, `::1`).
 * Throws a RangeError that names an entry which is neither.
 */
export function clientAddressFrom(trusted: readonly string[]): ClientAddress {
  const isProxy = isProxyOf(trusted);
  return (request) => {
    let address = plain(request.socket.remoteAddress ?? '');
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

/** Whether an address is that of a trusted proxy. Throws as `clientAddressFrom` does. */
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

/** An IPv4 address that arrives on an IPv6 socket is written as IPv4. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
