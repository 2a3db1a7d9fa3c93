// The door of several shards: accepts connections and reads until the head of the first request is
// there, by which their shard is found. Bounded in bytes and time, and in number for each address. It
// answers nothing itself.
import { createServer, type Server, type Socket } from 'node:net';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { addressPrefix } from '../http/address/address-prefix.ts';
import { plain } from '../http/address/client-address.ts';
import type { Connection } from './connection.ts';

export interface DoorParts {
  readonly limits: Readonly<Record<'halfOpen' | 'halfOpenOfAddress', number>>;
  /** Whether the address is a trusted proxy, which carries everybody's connections. */
  readonly isProxy: (address: string) => boolean;
  /**
   * Called with the first bytes, which hold the head of a request or as much as is read of one. The
   * connection counts as half open until this is done, and afterwards destroys itself no more.
   */
  readonly opened: (connection: Connection, head: string) => void | Promise<void>;
}

/** Not listening yet. */
export function createDoor({ limits, isProxy, opened }: DoorParts): Server {
  /** The oldest first, with their addresses. */
  const halfOpen = new Map<Socket, string>();
  const ofPayer = new Map<string, Set<Socket>>();
  const leave = (socket: Socket): void => {
    const payer = halfOpen.get(socket);
    if (payer === undefined || !halfOpen.delete(socket)) return;
    const others = ofPayer.get(payer);
    others?.delete(socket);
    if (others?.size === 0) ofPayer.delete(payer);
  };
  const close = (socket: Socket | undefined): void => {
    if (socket === undefined) return;
    leave(socket);
    socket.destroy();
  };
  return createServer({ pauseOnConnect: true, noDelay: true, highWaterMark: 0 }, (socket) => {
    const address = plain(socket.remoteAddress ?? '');
    // Each connection of a proxy is somebody else's.
    const payer = isProxy(address) ? '' : addressPrefix(address);
    halfOpen.set(socket, payer);
    const own = (ofPayer.get(payer) ?? new Set()).add(socket);
    ofPayer.set(payer, own);
    if (payer !== '' && own.size > limits.halfOpenOfAddress) close(own.values().next().value);
    if (halfOpen.size > limits.halfOpen) close(halfOpen.keys().next().value);
    readHead(socket, {
      opened: (head, text) => opened(connectionOf(socket, { head, payer }), text),
      leave: () => leave(socket),
    });
  });
}

/**
 * Reads chunk by chunk. Without a buffer of its own, a socket stops reading with each chunk until it is
 * asked for more. So nothing reads a socket that is on its way to a shard: what this process read
 * then would be lost.
 */
function readHead(
  socket: Socket,
  {
    opened,
    leave,
  }: {
    readonly opened: (head: Buffer, text: string) => void | Promise<void>;
    readonly leave: () => void;
  },
): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const late = setTimeout(() => socket.destroy(), doorLimits.headMs);
  const hear = (): void => {
    if (socket.readableLength === 0) return;
    for (const chunk of waitingIn(socket)) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
    }
    const head = Buffer.concat(chunks, sizeBytes).toString('latin1');
    if (!head.includes('\r\n\r\n') && sizeBytes < doorLimits.headBytes) return void socket.read(0);
    clearTimeout(late);
    socket.off('readable', hear);
    const placed = opened(Buffer.concat(chunks), head);
    if (placed instanceof Promise) void placed.finally(leave);
    else leave();
  };
  socket.on('readable', hear);
  socket.on('error', () => socket.destroy());
  socket.once('end', () => socket.destroy());
  socket.once('close', () => {
    clearTimeout(late);
    leave();
  });
}

function connectionOf(
  socket: Socket,
  { head, payer }: { readonly head: Buffer; readonly payer: string },
): Connection {
  return {
    payer,
    sizeBytes: head.length,
    take: () => (socket.destroyed ? null : { head, socket }),
    destroy: () => void socket.destroy(),
  };
}

/** What was read. To ask for more than that would begin to read again. */
function waitingIn(socket: Socket): Buffer[] {
  const chunks: Buffer[] = [];
  while (socket.readableLength > 0) {
    const chunk: unknown = socket.read();
    if (!Buffer.isBuffer(chunk)) break;
    chunks.push(chunk);
  }
  return chunks;
}
