// Bounds how many connections one address keeps open without a request being answered on them. Those
// that never brought a whole request are few at most; those kept alive between two requests may be
// more. At the bound the oldest of them is closed, so that a newcomer is never the one who suffers.
// A trusted proxy brings everybody's connections and is not counted.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressPrefix } from '../address/address-prefix.ts';

/** Connections of one address. */
export const connectionLimits = { halfOpen: 256, idle: 2000 } as const;

type Kind = keyof typeof connectionLimits;

/** Counts the connections of a server, from now on. `isProxy`: of the address of the other end. */
export function boundConnections(
  server: Server,
  isProxy: (address: string) => boolean,
  limits: Readonly<Record<Kind, number>> = connectionLimits,
): void {
  const waiting = { halfOpen: new Waiting(limits.halfOpen), idle: new Waiting(limits.idle) };
  server.on('connection', (socket) => {
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
  server.prependListener('upgrade', ({ socket }) =>
    waiting.halfOpen.delete(addressPrefix(socket.remoteAddress ?? ''), socket),
  );
}

/** Sockets of one kind, of each address the oldest first. An address without any is forgotten. */
class Waiting {
  readonly #limit: number;
  readonly #sockets = new Map<string, Set<Socket>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(payer: string, socket: Socket): void {
    const sockets = this.#sockets.get(payer) ?? new Set();
    this.#sockets.set(payer, sockets.add(socket));
    if (sockets.size <= this.#limit) return;
    const [oldest] = sockets;
    if (oldest === undefined) return;
    this.delete(payer, oldest);
    oldest.destroy();
  }

  delete(payer: string, socket: Socket): void {
    const sockets = this.#sockets.get(payer);
    if (sockets?.delete(socket) === true && sockets.size === 0) this.#sockets.delete(payer);
  }
}
