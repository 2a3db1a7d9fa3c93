// A line between two parts of a product on one machine, whose network tests can trouble: it passes
// bytes on late, holds them back, or cuts connections.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Trouble =
  | { readonly type: 'none' }
  /** Bytes arrive so much later. */
  | { readonly type: 'delay'; readonly ms: number }
  /** Nothing arrives until the trouble ends, and then everything. */
  | { readonly type: 'stall' }
  /** Nothing arrives. What was open is reset once the trouble ends, and what was on its way is lost. */
  | { readonly type: 'partition' }
  /** What is open, and whatever is opened, is reset. */
  | { readonly type: 'reset' };

export interface TcpProxy {
  readonly port: number;
  trouble(trouble: Trouble): void;
  /** What was said to the target and is held back. */
  waitingBytes(): number;
  /** Passes no byte on any more, and ends all. */
  close(): void;
}

/** `to`: a port of 127.0.0.1, or the path of a Unix socket. */
export async function openTcpProxy(to: number | string): Promise<TcpProxy> {
  let now: Trouble = { type: 'none' };
  let changed = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  let heldBytes = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  };
  const reset = (): void => sockets.forEach(resetOne);
  const pass = async (from: Socket, on: Socket, isAsking: boolean): Promise<void> => {
    try {
      for await (const chunk of from) {
        const sizeBytes = isAsking ? (chunk as Buffer).length : 0;
        heldBytes += sizeBytes;
        while (now.type === 'stall' || now.type === 'partition') await changed.promise;
        heldBytes -= sizeBytes;
        if (now.type === 'delay') await pause(now.ms);
        if (!on.write(chunk as Buffer)) await once(on, 'drain');
      }
      on.end();
    } catch {
      on.destroy();
    }
  };
  const server = createServer({ noDelay: true }, (client) => {
    keep(client);
    if (now.type === 'reset') return resetOne(client);
    const target = typeof to === 'number' ? connect(to, '127.0.0.1') : connect(to);
    keep(target);
    target.setNoDelay(true);
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      void pass(one, other, one === client);
      one.once('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    trouble(trouble) {
      if (now.type === 'partition' || trouble.type === 'reset') reset();
      now = trouble;
      changed.resolve();
      changed = Promise.withResolvers();
    },
    waitingBytes: () => heldBytes,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A Unix socket has no reset. One that has not sent all waits for that first, perhaps for ever. */
function resetOne(socket: Socket): void {
  if (socket.remoteAddress === undefined || socket.writableLength > 0) socket.destroy();
  else socket.resetAndDestroy();
}
