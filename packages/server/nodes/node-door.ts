// The door for other nodes: each connection brings a request that belongs to a name of this node, under
// the secret of the cluster. It goes to the process with that name. Anything else is closed unread.
import { timingSafeEqual } from 'node:crypto';
import type { Server } from 'node:net';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { homeHeader } from '../http/elsewhere/place.ts';
import { peerHeader } from '../http/elsewhere/peer.ts';
import type { Connection } from '../processes/connection.ts';
import { createDoor } from '../processes/door.ts';

export interface NodeDoorParts {
  readonly secret: string;
  /** Hands it to the process with this name. */
  readonly hand: (name: string, connection: Connection) => void;
}

const toldSecret = new RegExp(`\\r\\n${peerHeader}: ([\\w-]+) `, 'i');
const toldName = new RegExp(`\\r\\n${homeHeader}: (\\d{1,2})\\r\\n`, 'i');

/** Not listening yet. */
export function createNodeDoor({ secret, hand }: NodeDoorParts): Server {
  return createDoor({
    limits: doorLimits,
    // Each connection of a node is somebody else's.
    isProxy: () => true,
    opened(connection, head) {
      const name = toldName.exec(head)?.[1];
      if (name === undefined || !isEqual(toldSecret.exec(head)?.[1] ?? '', secret))
        return connection.destroy();
      hand(name, connection);
    },
  });
}

function isEqual(given: string, known: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(known)];
  return one.length === other.length && timingSafeEqual(one, other);
}
