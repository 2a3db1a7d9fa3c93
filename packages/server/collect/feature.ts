// Collecting, put together: every way in which events reach the owner of their visitor. It registers
// the public intake on the HTTP server and owns sockets, sessions, rates and the debugger.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { Debugger } from './events/debugger.ts';
import type { CollectDependencies } from './seams.ts';
import { createNetworks } from './networks.ts';
import { serveSegment } from './segment/segment.ts';
import { serveVisitorAttachments } from './visitor/visitor-attachments.ts';
import { serveVisitorEvents } from './visitor/visitor-events.ts';
import { serveVisitorPolls } from './visitor/visitor-http.ts';
import { serveVisitorSockets } from './visitor/visitor-socket.ts';
import { createVisitorTokens } from './greeting/visitor-token.ts';

export interface Collect {
  readonly debugger: Debugger;
  /** Browsers connected now, by socket and by long poll. */
  readonly connected: { readonly sockets: number; readonly polls: number };
  /** Tells every browser to come back later; call it when draining begins. */
  close(): void;
}

/** Registers `/v1/…` on the HTTP server; nothing is served before that listens. */
export function createCollect(dependencies: CollectDependencies): Collect {
  const use = {
    ...dependencies,
    arriving: new HeldBytes(intakeLimits.arrivingBytes),
    debugger: new Debugger(),
    networks: createNetworks(dependencies.tokenSecret),
    tokens: createVisitorTokens(dependencies.tokenSecret),
  };
  const sockets = serveVisitorSockets(use);
  const polls = serveVisitorPolls(use);
  if (use.files !== undefined) serveVisitorAttachments({ ...use, files: use.files });
  use.http.goOn?.('visitor', sockets);
  serveVisitorEvents(use);
  serveSegment(use);
  return {
    debugger: use.debugger,
    get connected() {
      return { sockets: sockets.size, polls: polls.size };
    },
    close() {
      sockets.close();
      polls.close();
    },
  };
}
