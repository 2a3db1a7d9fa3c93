// The facts port through the engine host: starts the host or takes over one that was handed to us,
// starts it again when it dies, and turns batches and queries into its frames. What happens to calls under way is in host-calls.ts.
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { FactBatch, FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  adoptGuarded,
  endChild,
  type GuardedChild,
  spawnGuarded,
} from '../process/child-process.ts';
import { type DataFolder, socketFolder } from '../data-folder/data-folder.ts';
import { EngineError } from '../engine-error.ts';
import { batchParts, parseRows } from './facts-rows.ts';
import { type HandedEngine, hostFingerprint, toHand } from '../process/handed-engine.ts';
import { HostCalls } from './host-calls.ts';
import { type Running, supervise, type Supervised } from '../process/supervise.ts';

const program = path.join(import.meta.dirname, 'engine-host.ts');
export const readyLine = 'engine host ready';

/** Facts that are not ours yet: read at most, until `own`. */
export interface PreparedFacts {
  readonly facts: FactStore;
  /** Starts the host where it was not handed over. Throws `start.engine_failed` with its words. */
  own(): Promise<void>;
  /** Resolves when the engine answers. */
  ping(): Promise<void>;
  /** The host, for a successor. */
  handed(): HandedEngine | null;
  /** Ends our line to the host and lets it run: a successor has it. */
  letGo(): Promise<void>;
}

/** Where the host of a data folder is reached. */
export function hostSocket(dataFolder: string): string {
  return socketPathIn(socketFolder(dataFolder, 'facts'));
}

function socketPathIn(sockets: string): string {
  return path.join(sockets, 'facts.sock');
}

/** Starts the engine host on the data folder. Throws `start.engine_failed` with its words. */
export async function openFactsHost(data: DataFolder, log: Log): Promise<FactStore> {
  const { facts, own } = await prepareFactsHost(data, log);
  try {
    await own();
    return facts;
  } catch (error) {
    await facts.close();
    throw error;
  }
}

/** What facts will be, on the host that was handed over where we would have started the same. */
export async function prepareFactsHost(
  data: DataFolder,
  log: Log,
  given: HandedEngine | null = null,
): Promise<PreparedFacts> {
  const folder = path.join(data.path, 'clickhouse');
  const sockets = socketFolder(data.path, 'facts');
  const socketPath = socketPathIn(sockets);
  const calls = new HostCalls();
  const fingerprint = hostFingerprint();
  let child: GuardedChild | null = null;
  const connectTo = async (host: GuardedChild): Promise<Running> => {
    child = host;
    calls.attach(await connectedTo(host, socketPath));
    return { exited: host.exited, stop: () => endChild(host, ['SIGINT', 'SIGKILL'], 15_000) };
  };
  const start = async () => {
    await data.owned;
    // Who owned the data until now has taken its folder away.
    socketFolder(data.path, 'facts');
    return connectTo(await startHost(folder, socketPath, log));
  };
  const adopted =
    given?.fingerprint === fingerprint
      ? await connectTo(adoptGuarded(given, told(log)))
      : undefined;
  let host: Supervised | null = null;
  return {
    facts: { ...factsThrough(calls), close },
    async own() {
      host ??= await supervise('the engine host', start, log, adopted);
    },
    ping: () => calls.ping(),
    handed: () => toHand('facts', child, fingerprint),
    async letGo() {
      host?.letGo();
      await calls.close();
    },
  };

  async function close(): Promise<void> {
    await calls.close();
    await host?.close();
    rmSync(sockets, { recursive: true, force: true });
  }
}

/** What the port is on calls to a host. */
export function factsThrough(calls: HostCalls): Omit<FactStore, 'close'> {
  return {
    append: (batch) => append(calls, batch),
    async query<Row>(
      account: AccountId,
      sql: string,
      params: Readonly<Record<string, unknown>> = {},
    ) {
      const body = await calls.query({ account, sql, params });
      return parseRows<Row>(body.toString('utf8'));
    },
    queryLines: (account, sql, params = {}) => calls.query({ account, sql, params }),
  };
}

function told(log: Log): (line: string) => void {
  return (line) => log.warn('the engine host', { line });
}

async function append(calls: HostCalls, batch: FactBatch): Promise<void> {
  const filled = await batchParts(batch);
  if (filled.length === 0) return;
  const parts = filled.map(({ bytes, ...part }) => ({ ...part, sizeBytes: bytes.length }));
  const [only] = filled;
  const body =
    only !== undefined && filled.length === 1
      ? only.bytes
      : Buffer.concat(filled.map(({ bytes }) => bytes));
  await calls.append({ token: batch.token, parts }, body);
}

/** Beside the engine's folder, as the server keeps its own: `main.ts`. */
function compiledIn(engine: string): Readonly<Record<string, string>> {
  return { NODE_COMPILE_CACHE: path.join(path.dirname(engine), 'compiled') };
}

async function startHost(folder: string, socketPath: string, log: Log): Promise<GuardedChild> {
  const ready = Promise.withResolvers<void>();
  const last: string[] = [];
  const tell = told(log);
  const child = spawnGuarded({
    command: process.execPath,
    args: [program, folder, socketPath],
    user: { prefix: [] },
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', ...compiledIn(folder) },
    onLine(line) {
      if (line === readyLine) ready.resolve();
      else tell(line);
      last.push(line);
      if (last.length > 20) last.shift();
    },
  });
  await readyOrGone(child, ready.promise, last);
  return child;
}

/** A host that closed its socket is of no use, whatever else it still does. */
async function connectedTo(host: GuardedChild, socketPath: string): Promise<Socket> {
  const socket = await connected(socketPath);
  socket.once('close', () => host.kill('SIGKILL'));
  return socket;
}

async function readyOrGone(
  child: GuardedChild,
  ready: Promise<void>,
  last: readonly string[],
): Promise<void> {
  const gone = child.exited.then((reason) => {
    throw new EngineError(
      'start.engine_failed',
      `The engine host did not start (${reason}): ${last.join(' ')}`,
    );
  });
  gone.catch(() => {});
  await Promise.race([ready, gone]);
}

export function connected(socketPath: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => resolve(socket));
    socket.once('error', reject);
  });
}
