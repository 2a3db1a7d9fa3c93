// Where another process of ours takes what is passed on to it: a Unix socket on this machine, or a name
// on another node of the cluster, which hands the connection to the process with that name.
import { connect, type Socket } from 'node:net';

/** Says which name a request is for, to the node that it is passed on to. Never taken from a client. */
export const homeHeader = 'x-opportune-home';

const scheme = 'node://';

/** Of lines between nodes: a machine that vanished is missed although nothing is said. */
export const keptAlive = { keepAlive: true, keepAliveInitialDelay: 10_000 } as const;

/** The place of a name on the node with this address, which is a host and a port. */
export function onNode(address: string, name: string): string {
  return `${scheme}${address}/${name}`;
}

/** Not connected yet. */
export function connectPlace(place: string): Socket {
  const node = nodeOf(place);
  if (node === null) return connect(place);
  const { hostname, port } = new URL(`tcp://${node.address}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  return connect({ ...{ host, port: Number(port), noDelay: true }, ...keptAlive });
}

/** The address of the node at this place. Null for a place on this machine. */
export function addressIn(place: string): string | null {
  return nodeOf(place)?.address ?? null;
}

/** The headers that a request needs on its way there. */
export function headersTo(place: string): Readonly<Record<string, string>> {
  const node = nodeOf(place);
  return node === null ? {} : { [homeHeader]: node.name };
}

function nodeOf(place: string): { readonly address: string; readonly name: string } | null {
  if (!place.startsWith(scheme)) return null;
  const end = place.lastIndexOf('/');
  return { address: place.slice(scheme.length, end), name: place.slice(end + 1) };
}
