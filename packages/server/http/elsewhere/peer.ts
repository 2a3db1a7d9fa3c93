// The address of a client whose request another process of ours passed on. It is believed under a
// secret that the processes share and no client knows. Anybody else's header is ignored.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const peerHeader = 'x-opportune-peer';

/** Null if the request was not passed on. An empty secret believes nothing. */
export function passedPeer({ headers }: IncomingMessage, secret: string): string | null {
  const told = headers[peerHeader];
  if (secret === '' || typeof told !== 'string') return null;
  const given = Buffer.from(told.slice(0, secret.length));
  const known = Buffer.from(secret);
  if (given.length !== known.length || !timingSafeEqual(given, known)) return null;
  return told.slice(secret.length + 1);
}
