// The door for other nodes: each connection brings a request that belongs to a name of this node, under
// the secret of the cluster. It goes to the process with that name. Any other connection is closed
// after the head of its first request, and one of an address without a node counts against that.
import { timingSafeEqual } from 'node:crypto';
import type { Server } from 'node:net';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { homeHeader, keptAlive } from '../http/elsewhere/place.ts';
import { peerHeader } from '../http/elsewhere/peer.ts';
import type { Connection } from '../processes/connection.ts';
import { createDoor } from '../processes/door.ts';

export interface NodeDoorParts {
  readonly secret: string;
  /** Whether a node of the cluster is at this address. */
  readonly isNode: (address: string) => boolean;
  /** Hands it to the process with this name. */
  readonly hand: (name: string, connection: Connection) => void;
}

const toldSecret = /^([\w-]+) \S+$/;
const toldName = /^\d{1,2}$/;

/** Not listening yet. */
export function createNodeDoor({ secret, isNode, hand }: NodeDoorParts): Server {
  const door = createDoor({
    limits: doorLimits,
    // Each connection of a node is somebody else's.
    isProxy: isNode,
    opened(connection, head) {
      const name = toldName.exec(onlyValue(head, homeHeader))?.[0];
      const told = toldSecret.exec(onlyValue(head, peerHeader))?.[1] ?? '';
      if (name === undefined || !isEqual(told, secret)) return connection.destroy();
      hand(name, connection);
    },
  });
  const { keepAlive, keepAliveInitialDelay } = keptAlive;
  door.on('connection', (socket) => socket.setKeepAlive(keepAlive, keepAliveInitialDelay));
  return door;
}

/** Of a header that is there once. Else empty: of two, a client may have said one. */
function onlyValue(head: string, name: string): string {
  const end = head.indexOf('\r\n\r\n');
  const start = `${name}:`;
  const lines = head.slice(0, Math.max(0, end)).split('\r\n').slice(1);
  const [line, ...more] = lines.filter((each) => each.toLowerCase().startsWith(start));
  return line === undefined || more.length > 0 ? '' : line.slice(start.length).trim();
}

function isEqual(given: string, known: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(known)];
  return one.length === other.length && timingSafeEqual(one, other);
}
