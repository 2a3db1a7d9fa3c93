// Reduces a client address to the prefix that is charged. One customer of a provider owns a whole
// IPv6 /64 and could use another address for every request, so the /64 is one payer. It stores
// nothing.
import { isIPv6 } from 'node:net';

/** The whole IPv4 address, or the first 64 bits of an IPv6 address, such as `2001:db8:1:2::/64`. */
export function addressPrefix(address: string): string {
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/**
 * A wider network: the first 24 bits of IPv4 or the first 48 of IPv6, such as `192.0.2` and
 * `2001:db8:1`. One customer of a provider often has a whole IPv6 /48, or neighbouring IPv4
 * addresses.
 */
export function networkOfPrefix(prefix: string): string {
  const separator = prefix.includes(':') ? ':' : '.';
  return prefix.split(separator).slice(0, 3).join(separator);
}

/** The eight groups of an IPv6 address, without leading zeros and without the zone. */
function groupsOf(address: string): string[] {
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after];
}

/** An IPv4 address at the end counts as two groups. Neither is among the first four. */
function groups(text: string): string[] {
  if (text === '') return [];
  return text
    .split(':')
    .flatMap((group) =>
      group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)],
    );
}
