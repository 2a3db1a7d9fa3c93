// Bounds how many idle connections one address keeps open. Connections that never sent a whole
// request have a low bound; connections kept alive between requests have a higher one. At the bound
// the oldest is closed, so a newcomer always gets in. A trusted proxy carries everybody's
// connections and is not counted for its address. All connections together have a bound, too. At that
// one, the network with most sockets makes way if no connection waits.
import { FairRanks, Holding } from '@opportune/core/bounds/fair-ranks.ts';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressPrefix, networkOfPrefix } from '../address/address-prefix.ts';
import type { ClientAddress } from '../address/client-address.ts';

/** Of one address. */
export const connectionLimits = { halfOpen: 256, idle: 2000 } as const;
/** Sockets that a network keeps, however full it is. */
const fairSockets = 64;

export interface ConnectionBounds {
  /** Whether the peer's address is a trusted proxy. */
  readonly isProxy: (address: string) => boolean;
  readonly clientAddress: ClientAddress;
  /** Connections of everybody. */
  readonly all: number;
  readonly halfOpen?: number;
  readonly idle?: number;
}

/** Counts the connections of a server from now on. */
export function boundConnections(server: Server, bounds: ConnectionBounds): void {
  const { isProxy, clientAddress, all, halfOpen, idle } = { ...connectionLimits, ...bounds };
  const waiting = { halfOpen: new Waiting(halfOpen), idle: new Waiting(idle) };
  const upgraded = new FairRanks<Socket>(fairSockets);
  let many = 0;
  server.on('connection', (socket) => {
    many += 1;
    socket.once('close', () => (many -= 1));
    if (many > all) {
      const evicted =
        waiting.halfOpen.takeOldest() ??
        waiting.idle.takeOldest() ??
        upgraded.firstOfHeaviest()?.thing;
      (evicted ?? socket).destroy();
      if (evicted === undefined) return;
    }
    if (isProxy(socket.remoteAddress ?? '')) return;
    const payer = addressPrefix(socket.remoteAddress ?? '');
    waiting.halfOpen.add(payer, socket);
    socket.once('close', () => {
      waiting.halfOpen.delete(payer, socket);
      waiting.idle.delete(payer, socket);
    });
  });
  server.prependListener('request', ({ socket }, response) => {
    const payer = addressPrefix(socket.remoteAddress ?? '');
    waiting.halfOpen.delete(payer, socket);
    waiting.idle.delete(payer, socket);
    response.once('close', () => {
      if (!socket.destroyed && !isProxy(socket.remoteAddress ?? ''))
        waiting.idle.add(payer, socket);
    });
  });
  server.prependListener('upgrade', (request: IncomingMessage) => {
    const { socket } = request;
    waiting.halfOpen.delete(addressPrefix(socket.remoteAddress ?? ''), socket);
    const network = networkOfPrefix(addressPrefix(clientAddress(request)));
    const holding = new Holding(socket, network, 1);
    upgraded.add(holding);
    socket.once('close', () => upgraded.remove(holding));
  });
}

/** Sockets of one kind by address, oldest first. Forgets an address without sockets. */
class Waiting {
  readonly #limit: number;
  readonly #sockets = new Map<string, Set<Socket>>();
  /** With their payers, the oldest first. */
  readonly #all = new Map<Socket, string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(payer: string, socket: Socket): void {
    const sockets = this.#sockets.get(payer) ?? new Set();
    this.#sockets.set(payer, sockets.add(socket));
    this.#all.set(socket, payer);
    if (sockets.size <= this.#limit) return;
    const [oldest] = sockets;
    if (oldest === undefined) return;
    this.delete(payer, oldest);
    oldest.destroy();
  }

  takeOldest(): Socket | undefined {
    const [oldest] = this.#all;
    if (oldest === undefined) return undefined;
    const [socket, payer] = oldest;
    this.delete(payer, socket);
    return socket;
  }

  delete(payer: string, socket: Socket): void {
    this.#all.delete(socket);
    const sockets = this.#sockets.get(payer);
    if (sockets?.delete(socket) === true && sockets.size === 0) this.#sockets.delete(payer);
  }
}
