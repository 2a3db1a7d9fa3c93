// Whom an address is charged to. One customer of a provider has a whole IPv6 /64, and could use
// another address of it for every request, so all of them are one payer. It stores nothing.
import { isIPv6 } from 'node:net';

/** An IPv4 address as it is; of an IPv6 address the first 64 bits, such as `2001:db8:1:2::/64`. */
export function addressPrefix(address: string): string {
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/**
 * Wider than a prefix: the first 24 bits of IPv4, the first 48 of IPv6, such as `192.0.2` and
 * `2001:db8:1`. Who holds one line of a provider often has all of an IPv6 /48, and neighbouring IPv4
 * addresses.
 */
export function networkOfPrefix(prefix: string): string {
  const separator = prefix.includes(':') ? ':' : '.';
  return prefix.split(separator).slice(0, 3).join(separator);
}

/** The eight groups of an IPv6 address, without leading zeros and without its zone. */
function groupsOf(address: string): string[] {
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after];
}

/** An IPv4 address at the end stands for two groups, neither of which is among the first four. */
function groups(text: string): string[] {
  if (text === '') return [];
  return text
    .split(':')
    .flatMap((group) =>
      group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)],
    );
}
