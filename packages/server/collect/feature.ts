// Builds the collect feature: every way in which events reach the owner of their visitor. It
// registers the public intake on the HTTP server and owns sockets, sessions, rates and the
// debugger.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import type { Registry } from 'prom-client';
import type { Feature, SocketHost } from '../http/feature.ts';
import { addFigures } from '../http/figures.ts';
import { answer } from '@opportune/core/bus/bus-messages.ts';
import { siteEventsQuestion } from '@opportune/protocol/bus/site-events.ts';
import { Debugger } from './events/debugger.ts';
import type { CollectParts } from './seams.ts';
import { createNetworks } from './networks.ts';
import { serveSegment } from './segment/segment.ts';
import { serveVisitorAttachments } from './visitor/visitor-attachments.ts';
import { serveVisitorEvents } from './visitor/visitor-events.ts';
import { serveVisitorPolls } from './visitor/visitor-http.ts';
import { serveVisitorSockets } from './visitor/visitor-socket.ts';
import { createVisitorTokens } from './greeting/visitor-token.ts';

export interface Collect extends Feature {
  /** Browsers connected now, by socket and by long poll. */
  readonly connected: { readonly sockets: number; readonly polls: number };
  /** Registers `/v1/…`. */
  sockets(host: SocketHost): void;
  /** Asks every browser to reconnect later. */
  drain(): void;
  /** Closes sockets whose browsers are furthest behind, which frees about this many bytes. */
  shed(bytes: number): void;
}

/** The ways in whose browsers stay connected. */
interface Connections {
  readonly size: number;
  close(): void;
}

export function createCollect(parts: CollectParts): Collect {
  const { world, work, intake, accounts, identities, conversations, network, tokenSecret } = parts;
  const shared = {
    ...{ ...world, ...work, intake, ...accounts, ...identities, ...conversations, ...network },
    arriving: new HeldBytes(intakeLimits.arrivingBytes, work.passing),
    debugger: new Debugger(),
    networks: createNetworks(tokenSecret),
    tokens: createVisitorTokens(tokenSecret),
  };
  const stop = answer(world.bus, siteEventsQuestion, ({ account, site }) =>
    shared.debugger.list(account, site),
  );
  let sockets: ReturnType<typeof serveVisitorSockets> | undefined;
  let polls: Connections | undefined;
  return {
    name: 'collect',
    get connected() {
      return { sockets: sockets?.size ?? 0, polls: polls?.size ?? 0 };
    },
    sockets(host) {
      const use = { ...shared, http: host };
      const served = serveVisitorSockets(use);
      host.goOn('visitor', served);
      sockets = served;
      polls = serveVisitorPolls(use);
      serveVisitorAttachments(use);
      serveVisitorEvents(use);
      serveSegment(use);
    },
    metrics: (registry: Registry) =>
      addFigures(registry, [
        ['opportune_visitor_sockets', 'Browsers connected by socket', () => sockets?.size ?? 0],
        [
          'opportune_visitor_sockets_passed',
          'Browsers whose socket goes on to another process',
          () => sockets?.passed ?? 0,
        ],
      ]),
    drain() {
      sockets?.close();
      polls?.close();
    },
    shed: (bytes) => sockets?.shed(bytes),
    async close() {
      stop();
    },
  };
}
