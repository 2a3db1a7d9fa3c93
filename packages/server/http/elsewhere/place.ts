// Where another process of ours takes what is passed on to it: a Unix socket on this machine, or a name
// on another node of the cluster, which hands the connection to the process with that name.
import { connect, type Socket } from 'node:net';

/** Says which name a request is for, to the node that it is passed on to. Never taken from a client. */
export const homeHeader = 'x-opportune-home';

const scheme = 'node://';

/** The place of a name on the node with this address, which is a host and a port. */
export function onNode(address: string, name: string): string {
  return `${scheme}${address}/${name}`;
}

/** Not connected yet. */
export function connectPlace(place: string): Socket {
  const node = nodeOf(place);
  if (node === null) return connect(place);
  const { hostname, port } = new URL(`tcp://${node.address}`);
  return connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true });
}

/** The URL of a WebSocket at this place. */
export function webSocketAt(place: string, path: string): string {
  const node = nodeOf(place);
  return node === null ? `ws+unix:${place}:${path}` : `ws://${node.address}${path}`;
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
