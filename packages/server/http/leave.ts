// Ends the HTTP server: for good, or in favour of a successor that answers all further clients.
import type { Server } from 'node:http';
import type { App } from './rest/app.ts';
import { noneLeft, type Sockets, stopServer, tellRestart } from './sockets/drain.ts';
import type { HandedLine, LineSource, LiveLine } from './sockets/live-lines.ts';

/**
 * How long requests, and then sockets, may delay a server whose successor waits, in milliseconds.
 */
const leaving = { requestsMs: 300, socketsMs: 200, answersMs: 5000 } as const;

export interface Ending {
  readonly app: App;
  readonly server: Server;
  readonly sockets: Sockets;
  readonly sources: ReadonlyMap<string, LineSource>;
  readonly drainers: readonly (() => void)[];
  readonly state: {
    draining: boolean;
    /** The number of requests being answered. */
    readonly requests: number;
  };
}

export async function close(
  { app, server, sockets, drainers, state }: Ending,
  graceMs: number,
): Promise<void> {
  if (state.draining) return;
  state.draining = true;
  for (const drain of drainers) drain();
  await Promise.all([
    stopServer(server, graceMs, () => state.requests),
    sockets.close(Math.min(graceMs, 3000)),
  ]);
  await app.close();
}

/** See `Http.leave`. */
export async function leave(
  { app, server, sockets, sources, drainers, state }: Ending,
  give: (server: Server) => Promise<void>,
): Promise<() => readonly HandedLine[]> {
  if (state.draining) return () => [];
  await give(server);
  server.close();
  server.closeIdleConnections();
  // Requests first, while sockets are still served, because only requests would be lost.
  await noneLeft(() => state.requests, leaving.requestsMs);
  state.draining = true;
  const lines = [...sources].flatMap(([kind, source]) =>
    source.stay().map((line) => ({ kind, line })),
  );
  for (const drain of drainers) drain();
  await Promise.all([
    sockets.close(leaving.socketsMs, new Set(lines.map(({ line }) => line.socket))),
    // Clients whose sockets continue notice nothing while pending answers are sent.
    noneLeft(() => lines.filter(({ line }) => !line.isAnswered()).length, leaving.answersMs),
  ]);
  server.closeAllConnections();
  await app.close();
  return () => handedOf(lines);
}

function handedOf(
  lines: readonly { readonly kind: string; readonly line: LiveLine }[],
): readonly HandedLine[] {
  return lines.flatMap(({ kind, line }) => {
    const told = line.told();
    if (told !== null) return [{ kind, socket: line.socket, told }];
    tellRestart(line.socket);
    return [];
  });
}
