// What of the network reaches a connection of the host. The library obeys any sender: a packet of a
// stranger would add an address that it then probes, or end the encryption of a voice. So only who
// knows the names of both sides may begin, and only an address that did may send anything else.
import type { RTCPeerConnection } from 'werift';

type Address = readonly [host: string, port: number];

/** The parts of a connection's ICE agent that are used here. Some are private in its types. */
interface Ice {
  readonly localUsername: string;
  readonly remoteUsername: string;
  readonly protocols: readonly {
    readonly transport: { onData: (data: Buffer, from: Address) => void };
  }[];
  readonly checkList: readonly { readonly remoteAddr: Address }[];
}

/**
 * Applies to the sockets that are open, which are all once the answer is made. `takes`: whether it takes
 * a datagram of the browser, which the library then does not get.
 */
export function guard(connection: RTCPeerConnection, takes: (data: Buffer) => boolean): void {
  for (const { connection: agent } of connection.iceTransports) {
    const ice = agent as unknown as Ice;
    for (const { transport } of ice.protocols) {
      const take = transport.onData;
      transport.onData = (data, from) => {
        if (isAdmitted(ice, data, from) && !takes(data)) take(data, from);
      };
    }
  }
}

function isAdmitted(ice: Ice, data: Buffer, [host, port]: Address): boolean {
  if (isStun(data))
    // The library takes an answer only to what it asked.
    return !isRequest(data) || usernameIn(data) === `${ice.localUsername}:${ice.remoteUsername}`;
  return ice.checkList.some(({ remoteAddr }) => remoteAddr[0] === host && remoteAddr[1] === port);
}

/** RFC 7983, 7. */
function isStun(data: Buffer): boolean {
  return data.length >= headerBytes && (data[0] ?? 0) < 4;
}

function isRequest(data: Buffer): boolean {
  return data.readUInt16BE(0) === bindingRequest;
}

/** Of a STUN message (RFC 8489, 5 and 14). Null: it has none, or is cut off. */
function usernameIn(data: Buffer): string | null {
  for (let at = headerBytes; at + 4 <= data.length;) {
    const [type, bytes] = [data.readUInt16BE(at), data.readUInt16BE(at + 2)];
    if (type === username) return data.toString('utf8', at + 4, at + 4 + bytes);
    at += 4 + bytes + ((4 - (bytes % 4)) % 4);
  }
  return null;
}

const headerBytes = 20;
const bindingRequest = 0x0001;
const username = 0x0006;
