// The other side of the tag's wire for browser tests: a real HTTP and WebSocket server that records
// what it received and sends what a test tells it to. It serves every page and every origin.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { tagFiles } from '@opportune/server/tag/serve.ts';
import type { RawHandler } from '@opportune/server/http/raw-routes.ts';
import type {
  ClientEvent,
  EngagementContent,
  Hello,
  ServerFrame,
  VisitorFrame,
  Welcome,
} from '../wire.ts';

export interface Received {
  readonly via: 'socket' | 'polls' | 'beacon';
  readonly connection: number;
  readonly frame: VisitorFrame;
}

export interface TestPage {
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Peer {
  /** The origin of the tag and its wire. */
  readonly tagOrigin: string;
  /** The origin of the pages, a different one. */
  readonly pageOrigin: string;
  readonly pages: Map<string, TestPage>;
  readonly received: Received[];
  /** The events of one frame. None if it carries none. */
  eventsIn(entry: Received): readonly ClientEvent[];
  /** Every distinct event, in the order of first arrival, and how often each id came. */
  events(): ClientEvent[];
  arrivals(id: string): number;
  names(): string[];
  settings: Welcome['settings'];
  conversations: Welcome['conversations'];
  /** What its welcome says of the trial of a hello. */
  trial: (code: string | undefined) => string | undefined;
  /** Events are acknowledged while this is true. */
  acknowledges: boolean;
  socketsBlocked: boolean;
  down: boolean;
  answer: (frame: VisitorFrame, send: (frame: ServerFrame) => void) => void;
  send(frame: ServerFrame): void;
  cut(): void;
  readonly connections: () => number;
  until<T>(what: string, found: () => T | undefined | false | null): Promise<T>;
  close(): Promise<void>;
}

const patienceMs = 60_000;

async function body(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

export const look = { colour: '#2f5241', radiusPx: 10, name: 'Aldermoor' } as const;

/** Starts the peer. The tag must be built. */
export async function startPeer(): Promise<Peer> {
  const received: Received[] = [];
  const watchers = new Set<() => void>();
  const sockets = new Map<number, WebSocket>();
  const polls = new Map<
    string,
    { readonly frames: ServerFrame[]; wake: () => void; readonly connection: number }
  >();
  const raw = new Map<string, RawHandler>();
  let connections = 0;
  await tagFiles({ raw: (prefix, handler) => void raw.set(prefix, handler) });

  const take = (entry: Received, send: (frame: ServerFrame) => void): void => {
    received.push(entry);
    const { frame } = entry;
    if (frame.type === 'hello') send(welcome(frame));
    if (frame.type === 'ping') send({ type: 'pong' });
    if (frame.type === 'events' && peer.acknowledges)
      send({ type: 'ack', batch: frame.batch, refused: [] });
    peer.answer(frame, send);
    for (const watch of [...watchers]) watch();
  };
  const welcome = (hello: Hello): ServerFrame => ({
    type: 'welcome',
    visitor: hello.visitor,
    token: `token-of-${hello.visitor}`,
    serverTime: Date.now(),
    settings: peer.settings,
    conversations: peer.conversations,
    ...trialIn(peer.trial(hello.trial)),
  });
  const takePoll = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { session = `s${(connections += 1)}`, frames, wait } = JSON.parse(await body(request));
    const poll = polls.get(session) ?? { frames: [], wake: () => {}, connection: connections };
    polls.set(session, poll);
    const send = (frame: ServerFrame): void => {
      poll.frames.push(frame);
      poll.wake();
    };
    for (const frame of frames) take({ via: 'polls', connection: poll.connection, frame }, send);
    if (!poll.frames.length && wait > 0)
      await new Promise<void>((resolve) => (poll.wake = resolve));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ session, frames: poll.frames.splice(0) }));
  };
  const takeBeacon = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { events, sentAt } = JSON.parse(await body(request));
    take(
      { via: 'beacon', connection: 0, frame: { type: 'events', batch: 0, sentAt, events } },
      () => {},
    );
    response.writeHead(200).end('{"refused":[]}');
  };
  const tagServer = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const handler = raw.get(path) ?? (path.startsWith('/tag/') ? raw.get('/tag/') : undefined);
    response.setHeader('access-control-allow-origin', '*');
    if (handler) return handler(request, response);
    if (peer.down) return request.socket.destroy();
    if (path === '/v1/frames') return void takePoll(request, response);
    if (path === '/v1/events') return void takeBeacon(request, response);
    response.writeHead(404).end();
  });
  const wss = new WebSocketServer({ noServer: true });
  tagServer.on('upgrade', (request, socket, head) => {
    if (peer.down || peer.socketsBlocked) return socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => {
      const connection = (connections += 1);
      sockets.set(connection, ws);
      ws.on('close', () => sockets.delete(connection));
      ws.on('message', (data) =>
        take({ via: 'socket', connection, frame: JSON.parse(String(data)) }, (frame) =>
          ws.send(JSON.stringify(frame)),
        ),
      );
    });
  });
  const pageServer = createServer((request, response) => {
    const page = peer.pages.get((request.url ?? '').split('?')[0] ?? '');
    if (!page) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
    response.end(page.html.replaceAll('TAG', tagOrigin));
  });

  const tagOrigin = await listen(tagServer);
  const pageOrigin = await listen(pageServer);
  // The protocol parses events one by one. The peer trusts the tag. The tests check the events.
  const eventsIn = ({ frame }: Received): readonly ClientEvent[] =>
    frame.type === 'events' ? (frame.events as ClientEvent[]) : [];
  const batches = (): ClientEvent[] => received.flatMap(eventsIn);
  const peer: Peer = {
    tagOrigin,
    pageOrigin,
    pages: new Map(),
    received,
    eventsIn,
    events: () => [...new Map(batches().map((event) => [event.id, event])).values()],
    arrivals: (id) => batches().filter((event) => event.id === id).length,
    names: () => peer.events().map(({ name }) => name),
    settings: {
      look,
      contactButton: { shown: false, label: 'Chat with us' },
      typingPreview: true,
      agentsOnline: true,
    },
    conversations: [],
    trial: () => undefined,
    acknowledges: true,
    socketsBlocked: false,
    down: false,
    answer: () => {},
    send(frame) {
      for (const ws of sockets.values()) ws.send(JSON.stringify(frame));
      for (const poll of polls.values()) {
        poll.frames.push(frame);
        poll.wake();
      }
    },
    cut() {
      for (const ws of sockets.values()) ws.terminate();
    },
    connections: () => sockets.size,
    until(what, found) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(check);
          clearInterval(every);
          reject(
            new Error(
              `${what}: not within ${patienceMs} ms; received ${JSON.stringify(peer.names())}`,
            ),
          );
        }, patienceMs);
        const check = (): void => {
          const value = found();
          if (value === undefined || value === false || value === null) return;
          clearTimeout(timer);
          clearInterval(every);
          watchers.delete(check);
          resolve(value);
        };
        // Some conditions change when a socket closes, not by a frame.
        const every = setInterval(check, 50);
        watchers.add(check);
        check();
      });
    },
    async close() {
      for (const ws of sockets.values()) ws.terminate();
      for (const each of [tagServer, pageServer]) each.closeAllConnections();
      await Promise.all(
        [tagServer, pageServer].map((each) => new Promise((resolve) => each.close(resolve))),
      );
    },
  };
  return peer;
}

function trialIn(trial: string | undefined): Pick<Welcome, 'trial'> {
  return trial === undefined ? {} : { trial };
}

/** An engagement as the server would send it. */
export function engagement(
  change: Partial<EngagementContent> = {},
  creative: Partial<EngagementContent['creative']> = {},
): EngagementContent {
  return {
    decision: 'decision-1',
    campaign: 'campaign-1',
    zone: 'corner',
    pageView: null,
    action: 'chat',
    skill: null,
    heldUntil: null,
    trial: false,
    ...change,
    creative: {
      format: 'toast',
      headline: 'Shall we check delivery for you?',
      text: 'We can tell you the day, and combine parcels.',
      action: 'Ask Mara',
      image: null,
      link: null,
      slot: null,
      side: 'right',
      mutable: true,
      ...creative,
    },
  };
}
