// Ends a server without losing what is underway: no new connections, requests finish, sockets are
// told to come back (close code 1012), and what still hangs after a while is cut.
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** An unmasked WebSocket close frame with code 1012, "service restart" (RFC 6455, IANA registry). */
const restartFrame = Buffer.from([0x88, 0x02, 0x03, 0xf4]);

export interface Sockets {
  add(socket: Duplex): void;
  readonly count: number;
  open(): readonly Duplex[];
  /** Resolves when all but those in `except` have ended; those that have not by then are cut. */
  close(graceMs: number, except?: ReadonlySet<Duplex>): Promise<void>;
}

/** Keeps the upgraded sockets so that they can be ended; their owners read and write them. */
export function trackSockets(): Sockets {
  const open = new Set<Duplex>();
  return {
    add(socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    },
    get count() {
      return open.size;
    },
    open: () => [...open],
    close(graceMs, except = new Set()) {
      const ending = [...open].filter((socket) => !except.has(socket));
      return endAll(ending, graceMs);
    },
  };
}

async function endAll(ending: readonly Duplex[], graceMs: number): Promise<void> {
  const cut = setTimeout(() => ending.forEach((socket) => socket.destroy()), graceMs);
  await Promise.all(ending.map(ended));
  clearTimeout(cut);
}

function ended(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    tellRestart(socket);
  });
}

/** Its client comes back by itself. */
export function tellRestart(socket: Duplex): void {
  if (!socket.destroyed && socket.writable) socket.write(restartFrame);
}

/** Stops listening and waits for requests that are being answered, at most `graceMs`. */
export async function stopServer(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Keep-alive connections become idle one by one as their requests end.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

/** Resolves when `count` comes to none, at most `graceMs` later. */
export async function noneLeft(count: () => number, graceMs: number): Promise<void> {
  const until = performance.now() + graceMs;
  while (count() > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
