// The door of several shards: accepts connections, reads until the head of the first request is there,
// and says which shard it is for. Bounded in bytes and time; half-open connections are bounded for each
// address. It answers nothing itself.
import { createServer, type Server, type Socket } from 'node:net';
import { addressPrefix } from '../http/address/address-prefix.ts';
import { connectionLimits } from '../http/sockets/connections.ts';
import type { Connection } from './shards.ts';

/** Node allows a whole head so many bytes. */
const headBytes = 16 * 1024;
/** As long as a server alone waits for a head. */
const headMs = 15_000;

export interface DoorParts {
  /** Whether the address is a trusted proxy, which carries everybody's connections. */
  readonly isProxy: (address: string) => boolean;
  /** Called with the first bytes, which hold the head of a request or as much as is read of one. */
  readonly opened: (connection: Connection, head: string) => void;
}

/** Not listening yet. */
export function createDoor(parts: DoorParts): Server {
  const halfOpen = new Map<string, Set<Socket>>();
  return createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    const payer = addressPrefix(socket.remoteAddress ?? '');
    const leave = parts.isProxy(socket.remoteAddress ?? '')
      ? () => {}
      : enter(halfOpen, payer, socket);
    readHead(socket, parts.opened, leave);
  });
}

/** At the bound the oldest of its address makes way, so a newcomer always gets in. */
function enter(halfOpen: Map<string, Set<Socket>>, payer: string, socket: Socket): () => void {
  const sockets = halfOpen.get(payer) ?? new Set();
  halfOpen.set(payer, sockets.add(socket));
  const [oldest] = sockets;
  if (sockets.size > connectionLimits.halfOpen) oldest?.destroy();
  return () => {
    if (sockets.delete(socket) && sockets.size === 0 && halfOpen.get(payer) === sockets)
      halfOpen.delete(payer);
  };
}

function readHead(socket: Socket, opened: DoorParts['opened'], leave: () => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const late = setTimeout(() => socket.destroy(), headMs);
  const hear = (chunk: Buffer): void => {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    const head = Buffer.concat(chunks, sizeBytes).toString('latin1');
    if (!head.includes('\r\n\r\n') && sizeBytes < headBytes) return;
    clearTimeout(late);
    leave();
    socket.off('data', hear).pause();
    opened(connectionOf(socket, chunks), head);
  };
  socket.on('data', hear).resume();
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    clearTimeout(late);
    leave();
  });
}

/** A paused socket may still read a little, which belongs to the head. */
function connectionOf(socket: Socket, chunks: Buffer[]): Connection {
  return {
    take() {
      if (socket.destroyed) return null;
      for (let rest: unknown = socket.read(); Buffer.isBuffer(rest); rest = socket.read())
        chunks.push(rest);
      return { head: Buffer.concat(chunks), socket };
    },
    destroy: () => void socket.destroy(),
  };
}
