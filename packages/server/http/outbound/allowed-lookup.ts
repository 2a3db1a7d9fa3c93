// Connects only to allowed addresses. It checks the address of the actual connection, so that a
// name cannot resolve to another address in between.
import { lookup } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';

type IsAllowed = (ip: string) => boolean;

/**
 * Resolves names. Refuses a name if any of its addresses is not allowed. Literal addresses are not
 * looked up.
 */
export function lookupAllowed(isAllowed: IsAllowed): LookupFunction {
  return (host, options, found) =>
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return found(error, '', 0);
      const refused = addresses.find(({ address }) => !isAllowed(address));
      const [first] = addresses;
      if (refused !== undefined || first === undefined)
        return found(new NotAllowed(refused?.address ?? host), '', 0);
      if (options.all === true) found(null, addresses);
      else found(null, first.address, first.family);
    });
}

/** Opens a TCP connection. The socket emits `error` if the address is not allowed. */
export function connectAllowed(isAllowed: IsAllowed) {
  return (host: string, port: number): Socket => {
    const socket = connect({ host, port, lookup: lookupAllowed(isAllowed) });
    if (isIP(host) !== 0 && !isAllowed(host)) socket.destroy(new NotAllowed(host));
    return socket;
  };
}

/**
 * Whether every address of a host is allowed. A name that does not resolve now passes and is
 * retried later.
 */
export async function isHostAllowed(host: string, isAllowed: IsAllowed): Promise<boolean> {
  if (isIP(host) !== 0) return isAllowed(host);
  const addresses = await lookupAll(host, { all: true }).catch(() => []);
  return addresses.every(({ address }) => isAllowed(address));
}

/** The error of a connection to an address that is not allowed. */
export class NotAllowed extends Error {
  constructor(address: string) {
    super(`Connecting to ${address} is not allowed.`);
  }
}
