// The protocol between a server and its successor, relayed by `npm start` above both: the engines
// that run, then "leave", then the listening port. It opens and closes nothing itself. Handles
// travel over the channel of a child process, the only way in which Node passes a descriptor.
import type { SendHandle } from 'node:child_process';
import { type Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineName, HandedEngine } from './adapter/process/handed-engine.ts';
import type { HandedLine } from './http/sockets/live-lines.ts';

/** The channel to the process above; usually `process` itself. */
export interface Channel {
  send(message: HandOverMessage, handle?: unknown): Promise<void>;
  onMessage(listener: (message: HandOverMessage, handle: unknown) => void): void;
}

export type HandOverMessage =
  /** The successor has loaded and requests the running engines. */
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
  /** A restart of this server goes shard by shard, within it. */
  | { readonly type: 'rolls' }
  /** Such a restart is asked for. */
  | { readonly type: 'roll' }
  /** Such a restart is over. */
  | { readonly type: 'rolled' }
  /** The successor is ready. It has taken over the processes in `kept`. */
  | { readonly type: 'leave'; readonly kept: readonly number[] }
  /** Carries the listening socket, which from now on outlives the leaving server. */
  | { readonly type: 'port' }
  /** The successor is ready and requests the open sockets before it sends `leave`. */
  | { readonly type: 'sockets.wanted' }
  /** One open socket. From now on both processes hold it, but only one reads and writes. */
  | { readonly type: 'socket'; readonly number: number }
  | { readonly type: 'sockets.given' }
  /** The lines that continue in the successor, sent once this server no longer serves them. */
  | { readonly type: 'lines'; readonly lines: readonly NumberedLine[] }
  /** From above: the previous server has ended. */
  | { readonly type: 'left' }
  /** To above: a signal sent to the server was meant for the whole product. */
  | { readonly type: 'restart' }
  /** To above: the successor serves. */
  | { readonly type: 'serving' };

/** A line that continues in the successor, with the number under which its socket was given. */
interface NumberedLine {
  readonly number: number;
  readonly kind: string;
  readonly told: unknown;
}

const types: readonly string[] = [
  'engines.wanted',
  'engine',
  'engines.given',
  'rolls',
  'roll',
  'rolled',
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

/** The running server, as its successor sees it. */
export interface Predecessor {
  /** The embedded engines that it would hand over. Empty if it has ended. */
  engines(): Promise<readonly HandedEngine[]>;
  /**
   * Takes hold of the open sockets early, so that only messages remain to be exchanged at the
   * change.
   */
  sockets(): Promise<void>;
  /**
   * Asks the running server to leave. Resolves with the listening socket, or null if the server
   * ended without giving it.
   */
  leave(kept: readonly number[]): Promise<unknown>;
  /**
   * The lines that continue here. Empty if the server ended without naming any. All other sockets
   * are closed.
   */
  lines(): Promise<readonly (HandedLine & { readonly socket: Socket })[]>;
}

/** How long a server may take to answer its successor. It answers between two other tasks. */
const answerMs = 15_000;
/**
 * A server of another version may not know this request. Its browsers then reconnect by themselves.
 */
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
    late.reject(new Error(`The running server did not answer within ${answerMs / 1000} s.`));
  }, answerMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A socket on a bare descriptor, like one of an HTTP server after an upgrade. */
function socketOn(handle: object): Socket {
  return Reflect.construct(Socket, [{ handle, allowHalfOpen: true }]) as Socket;
}

/** The running server, which can leave. */
export interface Leaving {
  handed(): readonly HandedEngine[];
  /** The upgraded sockets that are open. */
  sockets(): readonly Duplex[];
  leave(kept: ReadonlySet<number>, to: Heir): Promise<void>;
}

/** What a leaving server passes to its successor. */
export interface Heir {
  port(server: Server): Promise<void>;
  lines(lines: readonly HandedLine[]): Promise<void>;
}

/** Answers a successor's requests. Calls `leaving` once the successor asks this server to leave. */
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
      // An earlier successor that failed held sockets under other numbers.
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

/**
 * Ignores the failure. A successor without an answer gives up by itself, and a failed message never
 * ends the server that serves.
 */
function withoutAnswer(): void {}

/** The sockets that a successor holds, with the number that it knows each by. */
interface Given {
  last: number;
  numbers: WeakMap<Duplex, number>;
}

/**
 * Sends the bare descriptor. Node would start to read from a server or socket in the process that
 * relays it.
 */
function giveHandle(channel: Channel, message: HandOverMessage, of: object): Promise<void> {
  return channel.send(message, Reflect.get(of, '_handle'));
}

/**
 * Numbers and sends the sockets that have no number yet. Skips a socket that closes before its
 * turn.
 */
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

/** The channel to `npm start`. Null if the server was not started by it. */
export function channelAbove(): Channel | null {
  if (process.send === undefined) return null;
  return {
    send: (message, handle) =>
      new Promise((resolve, reject) => {
        const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
        // Our copy stays open. Both processes hold the handle until this one has ended.
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

/** Node also sends bare handles, which its types do not cover. */
function isSendable(handle: unknown): handle is SendHandle {
  return isObject(handle);
}

/** Checks the type alone, because both ends are ours. */
function isMessage(message: unknown): message is HandOverMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    types.includes(String(message.type))
  );
}
