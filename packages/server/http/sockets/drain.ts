// Ends a server without losing work in progress. It accepts no new connections, lets requests
// finish, asks sockets to reconnect (close code 1012), and cuts what remains after a grace period.
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** An unmasked WebSocket close frame with code 1012, "service restart" (RFC 6455, IANA registry). */
const restartFrame = Buffer.from([0x88, 0x02, 0x03, 0xf4]);

export interface Sockets {
  add(socket: Duplex): void;
  readonly count: number;
  open(): readonly Duplex[];
  /**
   * Resolves when all sockets but those in `except` have ended. Cuts the remaining ones after
   * `graceMs`.
   */
  close(graceMs: number, except?: ReadonlySet<Duplex>): Promise<void>;
}

/** Tracks the upgraded sockets so that they can be ended. Their owners read and write them. */
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

/** The client reconnects by itself. */
export function tellRestart(socket: Duplex): void {
  if (!socket.destroyed && socket.writable) socket.write(restartFrame);
}

/**
 * Stops listening and waits for current requests, at most `graceMs`. `requests` counts them: connections
 * that the server did not accept itself are none of those it waits for.
 */
export async function stopServer(
  server: Server,
  graceMs: number,
  requests: () => number,
): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Keep-alive connections become idle one by one as their requests end.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await Promise.all([closed, noneLeft(requests, graceMs)]);
  server.closeIdleConnections();
  clearInterval(sweep);
  clearTimeout(cut);
}

/** Resolves when `count` reaches zero, or after `graceMs`. */
export async function noneLeft(count: () => number, graceMs: number): Promise<void> {
  const until = performance.now() + graceMs;
  while (count() > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
