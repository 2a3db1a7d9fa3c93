// What a server and its successor say to each other, through `npm start` above both: which engines
// run and how they are held, then "leave", then the port. It opens and closes nothing itself.
// Handles go by the channel of a child process, the one way in which Node passes a descriptor.
import type { SendHandle } from 'node:child_process';
import { type Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineName, HandedEngine } from './adapter/process/handed-engine.ts';
import type { HandedLine } from './http/sockets/live-lines.ts';

/** How the process above is spoken to; `process` itself. */
export interface Channel {
  send(message: HandOverMessage, handle?: unknown): Promise<void>;
  onMessage(listener: (message: HandOverMessage, handle: unknown) => void): void;
}

export type HandOverMessage =
  /** The successor has loaded, and asks for what runs. */
  | { readonly type: 'engines.wanted' }
  /** One line of an engine, with its socket. */
  | {
      readonly type: 'engine';
      readonly name: EngineName;
      readonly pid: number;
      readonly fingerprint: string;
      readonly line: 'guard' | 'errors';
    }
  | { readonly type: 'engines.given' }
  /** The successor is ready; the processes in `kept` it has taken over. */
  | { readonly type: 'leave'; readonly kept: readonly number[] }
  /** With the listening socket: from now on it lives without the one who leaves. */
  | { readonly type: 'port' }
  /** The successor is ready; it wants to hold the sockets that are open, before it asks us to leave. */
  | { readonly type: 'sockets.wanted' }
  /** One of them; from now on both hold it, and only one reads and writes. */
  | { readonly type: 'socket'; readonly number: number }
  | { readonly type: 'sockets.given' }
  /** Which of them go on, once nobody serves them any more. */
  | { readonly type: 'lines'; readonly lines: readonly NumberedLine[] }
  /** From above: the one before has ended. */
  | { readonly type: 'left' }
  /** To above: whoever signalled the server meant the whole. */
  | { readonly type: 'restart' }
  /** To above: the successor serves. */
  | { readonly type: 'serving' };

/** A line that goes on, by the number under which its socket was given. */
interface NumberedLine {
  readonly number: number;
  readonly kind: string;
  readonly told: unknown;
}

const types: readonly string[] = [
  'engines.wanted',
  'engine',
  'engines.given',
  'leave',
  'port',
  'sockets.wanted',
  'socket',
  'sockets.given',
  'lines',
  'left',
  'restart',
  'serving',
] satisfies readonly HandOverMessage['type'][];

/** A server that serves now, as its successor sees it. */
export interface Predecessor {
  /** The embedded engines that it would let run; none where it has ended. */
  engines(): Promise<readonly HandedEngine[]>;
  /** Takes hold of the sockets that are open, so that only words are left for the moment of the change. */
  sockets(): Promise<void>;
  /** Asks it to go. Resolves with the listening socket; null where it ended without giving it. */
  leave(kept: readonly number[]): Promise<unknown>;
  /** The lines that go on here; none where it ended without saying. All others are let go. */
  lines(): Promise<readonly (HandedLine & { readonly socket: Socket })[]>;
}

/** How long a server may take to answer its successor: it does so between two other things. */
const answerMs = 15_000;
/** One of another version knows nothing of it: then its browsers come back by themselves. */
const socketsMs = 5000;

export function predecessorOn(channel: Channel): Predecessor {
  const parts = new Map<string, Omit<HandedEngine, 'lines'> & Partial<HandedEngine['lines']>>();
  const engines = Promise.withResolvers<readonly HandedEngine[]>();
  const port = Promise.withResolvers<unknown>();
  const sockets = new Map<number, object>();
  const given = Promise.withResolvers<void>();
  const lines = Promise.withResolvers<readonly NumberedLine[]>();
  channel.onMessage((message, handle) => {
    if (message.type === 'engine' && handle instanceof Socket) {
      const { name, pid, fingerprint, line } = message;
      parts.set(name, { ...parts.get(name), name, pid, fingerprint, [line]: handle });
    }
    if (message.type === 'engines.given' || message.type === 'left')
      engines.resolve([...parts.values()].flatMap(whole));
    if (message.type === 'port') port.resolve(handle);
    if (message.type === 'socket' && isObject(handle)) sockets.set(message.number, handle);
    if (message.type === 'sockets.given') given.resolve();
    if (message.type === 'lines') lines.resolve(message.lines);
    if (message.type === 'left') {
      port.resolve(null);
      given.resolve();
      lines.resolve([]);
    }
  });
  return {
    async engines() {
      await channel.send({ type: 'engines.wanted' });
      return answered(engines.promise);
    },
    async leave(kept) {
      await channel.send({ type: 'leave', kept });
      return answered(port.promise);
    },
    async sockets() {
      await channel.send({ type: 'sockets.wanted' });
      const timer = setTimeout(given.resolve, socketsMs);
      await given.promise;
      clearTimeout(timer);
    },
    async lines() {
      const going = (await lines.promise).flatMap(({ number, kind, told }) => {
        const handle = sockets.get(number);
        sockets.delete(number);
        return handle === undefined ? [] : [{ kind, told, socket: socketOn(handle) }];
      });
      for (const handle of sockets.values()) socketOn(handle).destroy();
      return going;
    },
  };
}

function whole(
  part: Omit<HandedEngine, 'lines'> & Partial<HandedEngine['lines']>,
): readonly HandedEngine[] {
  const { guard, errors, ...engine } = part;
  return guard === undefined || errors === undefined
    ? []
    : [{ ...engine, lines: { guard, errors } }];
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`The server that runs did not answer within ${answerMs / 1000} s.`));
  }, answerMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A socket of a bare descriptor, as a server of HTTP has it after an upgrade. */
function socketOn(handle: object): Socket {
  return Reflect.construct(Socket, [{ handle, allowHalfOpen: true }]) as Socket;
}

/** Who serves now, and can leave. */
export interface Leaving {
  handed(): readonly HandedEngine[];
  /** The upgraded sockets that are open. */
  sockets(): readonly Duplex[];
  leave(kept: ReadonlySet<number>, to: Heir): Promise<void>;
}

/** What a server that leaves gives its successor. */
export interface Heir {
  port(server: Server): Promise<void>;
  lines(lines: readonly HandedLine[]): Promise<void>;
}

/** Answers a successor's questions. `leaving` is called once it wants us to go, and does that. */
export function answerSuccessor(
  channel: Channel,
  server: Pick<Leaving, 'handed' | 'sockets'>,
  leaving: (kept: ReadonlySet<number>, to: Heir) => void,
): void {
  const given: Given = { last: 0, numbers: new WeakMap() };
  channel.onMessage((message) => {
    if (message.type === 'engines.wanted')
      giveEngines(channel, server.handed()).catch(withoutAnswer);
    if (message.type === 'sockets.wanted') {
      // One that asked before and failed held others.
      given.numbers = new WeakMap();
      giveSockets(channel, server.sockets(), given)
        .then(() => channel.send({ type: 'sockets.given' }))
        .catch(withoutAnswer);
    }
    if (message.type === 'leave')
      leaving(new Set(message.kept), {
        port: (listening) => giveHandle(channel, { type: 'port' }, listening),
        lines: (lines) => giveLines(channel, lines, given),
      });
  });
}

/** Who gets none gives up by itself: nothing that is said to a successor ends the server that serves. */
function withoutAnswer(): void {}

/** The sockets that a successor holds, by the number that it knows each by. */
interface Given {
  last: number;
  numbers: WeakMap<Duplex, number>;
}

/** The descriptor alone: sent as a server or socket, it would be read from where it passes through. */
function giveHandle(channel: Channel, message: HandOverMessage, of: object): Promise<void> {
  return channel.send(message, Reflect.get(of, '_handle'));
}

/** Those that have no number yet get one and are given, unless they close before it is their turn. */
async function giveSockets(
  channel: Channel,
  sockets: readonly Duplex[],
  given: Given,
): Promise<void> {
  const fresh = sockets.filter((socket) => !given.numbers.has(socket) && !socket.destroyed);
  await Promise.all(
    fresh.map((socket) => {
      const number = ++given.last;
      given.numbers.set(socket, number);
      return giveHandle(channel, { type: 'socket', number }, socket).catch(() => {
        given.numbers.delete(socket);
      });
    }),
  );
}

async function giveLines(
  channel: Channel,
  lines: readonly HandedLine[],
  given: Given,
): Promise<void> {
  await giveSockets(
    channel,
    lines.map(({ socket }) => socket),
    given,
  );
  const numbered = lines.map(({ socket, kind, told }) => ({
    number: given.numbers.get(socket) ?? 0,
    kind,
    told,
  }));
  await channel.send({ type: 'lines', lines: numbered });
}

async function giveEngines(channel: Channel, engines: readonly HandedEngine[]): Promise<void> {
  for (const { name, pid, fingerprint, lines } of engines) {
    const engine = { type: 'engine', name, pid, fingerprint } as const;
    await channel.send({ ...engine, line: 'guard' }, lines.guard);
    await channel.send({ ...engine, line: 'errors' }, lines.errors);
  }
  await channel.send({ type: 'engines.given' });
}

/** The channel to `npm start`; null where nobody above holds one. */
export function channelAbove(): Channel | null {
  if (process.send === undefined) return null;
  return {
    send: (message, handle) =>
      new Promise((resolve, reject) => {
        const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
        // Ours stays open: until we have gone, both hold it.
        process.send?.(message, isSendable(handle) ? handle : undefined, { keepOpen: true }, done);
      }),
    onMessage: (listener) =>
      void process.on('message', (message: unknown, handle: unknown) => {
        if (isMessage(message)) listener(message, handle);
      }),
  };
}

function isObject(handle: unknown): handle is object {
  return typeof handle === 'object' && handle !== null;
}

/** Node sends bare handles too, which its types do not name. */
function isSendable(handle: unknown): handle is SendHandle {
  return isObject(handle);
}

/** Both ends are ours, so a message is known by its type. */
function isMessage(message: unknown): message is HandOverMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    types.includes(String(message.type))
  );
}
