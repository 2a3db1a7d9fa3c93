// Calls of the pocket: somebody calls the business, or is called by it. The carrier is the stand-in of the
// tests. The page lends a microphone and a loudspeaker over one socket, which is the line of one call.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import {
  type CarrierCall,
  type RingingCall,
  startCarrierTwin,
} from '../../test/twins/carrier-twin.test-support.ts';
import { newSecret } from './app.ts';
import { Line } from './line-of-page.ts';

export interface Telephone {
  readonly settings: Readonly<Record<string, string>>;
  /** Says where its webhook is. Null: it is not connected. */
  connect(webhook: string | null): void;
  /** What the page knows of it. */
  shown(): Shown;
  /** A page opens the line of a call. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stop(): Promise<void>;
}

interface Shown {
  readonly kind: 'telephone';
  readonly connected: boolean;
  readonly lines: readonly [];
  /** Of the business, and of whose telephone it is. */
  readonly number: string;
  readonly own: string;
  readonly rings: boolean;
}

/** Fictitious, by the numbering plan of North America. */
const number = '+12065550199';
const own = '+12065550142';
const messageBytes = 1024;
/** Sockets of pages. Beyond: a further one is refused. */
const mostSockets = 16;
/** How long one may be open without saying what it wants. */
const usualSilentMs = 10_000;
/** Of the demonstration. The shop has no such teams, so each key leads to everybody. */
const menu = {
  menu: 'For an order, press 1. For advice on furniture, press 2.',
  ...{ key1: 'orders', key2: 'advice', voicemail: 'on' },
};

/** `changed` is called when what the page knows has changed. */
export async function openTelephone(
  changed: () => void,
  silentMs = usualSilentMs,
): Promise<Telephone> {
  const carrier = await startCarrierTwin({
    ...{ accountSid: `AC${newSecret().slice(0, 32)}`, authToken: newSecret(), number },
    onDialled: (ringing) => ring(ringing),
  });
  const sockets = new WebSocketServer({
    ...{ noServer: true, perMessageDeflate: false, maxPayload: messageBytes },
  });
  let isConnected = false;
  let rings: RingingCall | null = null;
  let line: Line | null = null;

  /** All numbers lead to this telephone, which has one line. */
  function ring(ringing: RingingCall): void {
    if (rings !== null || line !== null) return refuse(ringing, 'busy');
    rings = ringing;
    changed();
    setTimeout(() => {
      if (rings === ringing) refuse(ringing, 'no-answer');
    }, ringing.ringS * 1000);
    void ringing.silent.then(() => {
      if (rings !== ringing) return;
      rings = null;
      changed();
    });
  }

  function begin(of: Line, what: 'call' | 'answer' | 'decline'): void {
    if (what === 'decline') return decline(of);
    const ringing = rings;
    if (line !== null || !isConnected || (what === 'answer') !== (ringing !== null))
      return of.over('busy');
    line = of;
    const call = ringing === null ? carrier.call(own, of) : ringing.answer(of);
    rings = null;
    changed();
    // The carrier ends a call at its bound.
    const end =
      ringing === null ? undefined : setTimeout(() => call.hangUp(), ringing.seconds * 1000);
    of.carries(call);
    void outcomeOf(call).then((why) => {
      clearTimeout(end);
      line = null;
      of.over(why);
    });
  }

  function decline(of: Line): void {
    if (rings !== null) refuse(rings, 'busy');
    of.over('over');
  }

  return {
    settings: {
      ...{ accountSid: carrier.accountSid, authToken: carrier.authToken, number, ...menu },
      apiBase: carrier.base,
    },
    connect(webhook) {
      isConnected = webhook !== null;
      carrier.ask(webhook ?? '');
    },
    shown: () => ({
      ...{ kind: 'telephone', connected: isConnected, lines: [], number, own },
      rings: rings !== null,
    }),
    open(request, socket, head) {
      if (!isOfPage(request)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      if (sockets.clients.size >= mostSockets)
        return void socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      sockets.handleUpgrade(request, socket, head, (ready) => new Line(ready, silentMs, begin));
    },
    async stop() {
      for (const each of sockets.clients) each.terminate();
      sockets.close();
      await carrier.stop();
    },
  };
}

/** Pages of other origins may open sockets, and must not call. */
function isOfPage({ headers: { origin = '', host } }: IncomingMessage): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(ringing: RingingCall, why: 'busy' | 'no-answer'): void {
  // Whoever asked for the call may be gone.
  ringing.refuse(why).catch(() => undefined);
}

async function outcomeOf(call: CarrierCall): Promise<'over' | 'busy' | 'failed'> {
  try {
    await call.over;
    return call.told.at(-1) === 'Reject' ? 'busy' : 'over';
  } catch {
    return 'failed';
  }
}
