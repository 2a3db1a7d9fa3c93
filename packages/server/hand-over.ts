// What a server and its successor say to each other, through `npm start` above both: which engines
// run and how they are held, then "leave", then the port. It opens and closes nothing itself.
// Handles go by the channel of a child process, the one way in which Node passes a descriptor.
import type { SendHandle } from 'node:child_process';
import { type Server, Socket } from 'node:net';
import type { EngineName, HandedEngine } from './adapter/handed-engine.ts';

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
  /** From above: the one before has ended. */
  | { readonly type: 'left' }
  /** To above: whoever signalled the server meant the whole. */
  | { readonly type: 'restart' }
  /** To above: the successor serves. */
  | { readonly type: 'serving' };

const types: readonly string[] = [
  'engines.wanted',
  'engine',
  'engines.given',
  'leave',
  'port',
  'left',
  'restart',
  'serving',
] satisfies readonly HandOverMessage['type'][];

/** A server that serves now, as its successor sees it. */
export interface Predecessor {
  /** The embedded engines that it would let run; none where it has ended. */
  engines(): Promise<readonly HandedEngine[]>;
  /** Asks it to go. Resolves with the listening socket; null where it ended without giving it. */
  leave(kept: readonly number[]): Promise<unknown>;
}

/** How long a server may take to answer its successor: it does so between two other things. */
const answerMs = 15_000;

export function predecessorOn(channel: Channel): Predecessor {
  const parts = new Map<string, Omit<HandedEngine, 'lines'> & Partial<HandedEngine['lines']>>();
  const engines = Promise.withResolvers<readonly HandedEngine[]>();
  const port = Promise.withResolvers<unknown>();
  channel.onMessage((message, handle) => {
    if (message.type === 'engine' && handle instanceof Socket) {
      const { name, pid, fingerprint, line } = message;
      parts.set(name, { ...parts.get(name), name, pid, fingerprint, [line]: handle });
    }
    if (message.type === 'engines.given' || message.type === 'left')
      engines.resolve([...parts.values()].flatMap(whole));
    if (message.type === 'port') port.resolve(handle);
    if (message.type === 'left') port.resolve(null);
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

/** Who serves now, and can leave. */
export interface Leaving {
  handed(): readonly HandedEngine[];
  leave(kept: ReadonlySet<number>, give: (server: Server) => Promise<void>): Promise<void>;
}

/** Answers a successor's questions. `leaving` is called once it wants us to go, and does that. */
export function answerSuccessor(
  channel: Channel,
  server: Pick<Leaving, 'handed'>,
  leaving: (kept: ReadonlySet<number>, give: (server: Server) => Promise<void>) => void,
): void {
  channel.onMessage((message) => {
    if (message.type === 'engines.wanted') void giveEngines(channel, server.handed());
    if (message.type === 'leave')
      leaving(new Set(message.kept), (listening) =>
        // The descriptor alone: sent as a server, it would be listened on where it passes through.
        channel.send({ type: 'port' }, Reflect.get(listening, '_handle')),
      );
  });
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

/** Node sends bare handles too, which its types do not name. */
function isSendable(handle: unknown): handle is SendHandle {
  return typeof handle === 'object' && handle !== null;
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
