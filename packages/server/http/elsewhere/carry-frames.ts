// Carries the frames of a WebSocket, which was accepted before it was known where it belongs, to a
// socket of the process in which its account is at home, and back. A side that reads too slowly
// makes the other one wait. Codes with which one side closes reach the other.
import type { IncomingMessage } from 'node:http';
import { type RawData, WebSocket } from 'ws';
import {
  connectOnce,
  endToEnd,
  passedHeaders,
  type Passing,
  patience,
  waitFor,
} from './pass-on.ts';

/** Beyond so many bytes that the client has not read, its home is not read. */
const clientUnread = 256 * 1024;
/** Beyond so many that its home has not read, the client is not read. */
const homeUnread = 64 * 1024;
/** A client that reads too slowly for so long is cut off. */
const slowMs = 10_000;
/** The client reconnects at once (RFC 6455, IANA registry: service restart). */
const restartCode = 1012;

export interface Carried {
  readonly client: WebSocket;
  readonly request: IncomingMessage;
  readonly mostBytes: number;
  /** Told how many bytes of the client wait for its home while the client is not read, and 0 then. */
  readonly waits: (sizeBytes: number) => void;
}

type Frame = readonly [data: RawData, isBinary: boolean];

/** `heard`: the frames that the client sent until now; it is still paused. */
export async function carryFrames(
  passing: Passing,
  carried: Carried,
  heard: readonly Frame[],
): Promise<void> {
  const { client } = carried;
  const home = await connected(passing, carried);
  if (home === null) return void client.close(restartCode);
  for (const [data, isBinary] of heard) home.send(data, { binary: isBinary });
  join(client, home, { mostUnread: homeUnread, paused: carried.waits });
  let slow: NodeJS.Timeout | null = null;
  const paused = (unread: number): void => {
    if (slow !== null) clearTimeout(slow);
    slow = unread === 0 ? null : setTimeout(() => client.terminate(), slowMs).unref();
  };
  join(home, client, { mostUnread: clientUnread, paused });
  client.resume();
}

interface Joint {
  readonly mostUnread: number;
  /** Called with what waits when one side is not read any more, and with 0 when it is again. */
  readonly paused: (unread: number) => void;
}

function join(from: WebSocket, to: WebSocket, { mostUnread, paused }: Joint): void {
  from.on('message', (data, isBinary) => {
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(data, { binary: isBinary }, () => {
      if (!from.isPaused || to.bufferedAmount >= mostUnread) return;
      paused(0);
      from.resume();
    });
    if (to.bufferedAmount <= mostUnread || from.isPaused) return;
    from.pause();
    paused(to.bufferedAmount);
  });
  from.on('error', () => {});
  from.on('close', (code, reason) => {
    // 1005 and 1006 say that there was no code, and cannot be sent.
    if (code === 1005 || code === 1006) to.terminate();
    else to.close(code, reason);
  });
}

/** Null if nobody listens there for too long, or the client has gone. */
async function connected(passing: Passing, carried: Carried): Promise<WebSocket | null> {
  const isGone = (): boolean => carried.client.readyState !== WebSocket.OPEN;
  for (const end = performance.now() + patience.wholeMs; ;) {
    const home = await tried(passing, carried);
    if (home !== null && !isGone()) return home;
    home?.terminate();
    if (isGone() || performance.now() > end || !(await waitFor(passing))) return null;
  }
}

async function tried(passing: Passing, { request, mostBytes }: Carried): Promise<WebSocket | null> {
  const socket = await connectOnce(passing);
  if (socket === null) return null;
  const headers = Object.fromEntries(
    Object.entries(endToEnd(request)).filter(([name]) => !name.startsWith('sec-websocket-')),
  );
  const home = new WebSocket(`ws://home${request.url ?? '/'}`, {
    createConnection: () => socket,
    handshakeTimeout: patience.wholeMs,
    headers: { ...headers, ...passedHeaders(request, passing) },
    perMessageDeflate: false,
    maxPayload: mostBytes,
  });
  return new Promise((resolve) => {
    home.once('open', () => resolve(home));
    home.once('error', () => resolve(null));
  });
}
