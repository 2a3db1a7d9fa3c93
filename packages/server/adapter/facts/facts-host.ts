// The facts port through the engine host. Starts the host or takes over a running one, restarts it
// when it dies, and converts batches and queries into its frames. host-calls.ts handles pending
// calls.
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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
import { batchParts, parseRows, sizeOf } from './facts-rows.ts';
import { type HandedEngine, hostFingerprint, toHand } from '../process/handed-engine.ts';
import { HostCalls } from './host-calls.ts';
import { type Running, supervise, type Supervised } from '../process/supervise.ts';

const program = path.join(import.meta.dirname, 'engine-host.ts');
export const readyLine = 'engine host ready';
/** How long a start waits for an earlier host to release the folder. */
const lockedMs = 20_000;
const lockPauseMs = 250;

/** Facts that are not ours yet. They may only be read until `own`. */
export interface PreparedFacts {
  readonly facts: FactStore;
  /** Starts the host if it was not handed over. Throws `start.engine_failed` with its message. */
  own(): Promise<void>;
  /** Resolves when the engine answers. */
  ping(): Promise<void>;
  /** Resolves once nothing of the process with this name, which is gone, is on its way to the store. */
  settled(name: string): Promise<void>;
  /** The host, for a successor. */
  handed(): HandedEngine | null;
  /** Closes our line to the host and leaves it running for a successor. */
  letGo(): Promise<void>;
}

/** The socket path of a data folder's host. */
export function hostSocket(dataFolder: string): string {
  return socketPathIn(socketFolder(dataFolder, 'facts'));
}

function socketPathIn(sockets: string): string {
  return path.join(sockets, 'facts.sock');
}

/** Starts the engine host on the data folder. Throws `start.engine_failed` with its message. */
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

/** Prepares facts, on the host that was handed over if it is the same as we would start. */
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
    // The previous owner of the data has removed its socket folder.
    socketFolder(data.path, 'facts');
    return connectTo(await startUnlocked(folder, socketPath, log));
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
    settled: (name) => calls.settled(name),
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

/** The port on calls to a host. */
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
    remove: (account) => calls.remove(account),
  };
}

function told(log: Log): (line: string) => void {
  return (line) => log.warn('the engine host', { line });
}

async function append(calls: HostCalls, batch: FactBatch): Promise<void> {
  const filled = await batchParts(batch);
  if (filled.length === 0) return;
  const parts = filled.map(({ chunks, ...part }) => ({ ...part, sizeBytes: sizeOf(chunks) }));
  const body = filled.flatMap(({ chunks }) => chunks);
  await calls.append({ token: batch.token, parts }, body);
}

/**
 * Its compile cache is beside the engine's folder, as the server's is in the data folder
 * (`main.ts`).
 */
function compiledIn(engine: string): Readonly<Record<string, string>> {
  return { NODE_COMPILE_CACHE: path.join(path.dirname(engine), 'compiled') };
}

/** Facts that the engine does not have yet are beside its folder. */
function journalOf(engine: string): string {
  return path.join(path.dirname(engine), 'journal');
}

/** A host whose server was killed ends a moment later, and holds the lock of the folder until then. */
async function startUnlocked(folder: string, socketPath: string, log: Log): Promise<GuardedChild> {
  for (const end = performance.now() + lockedMs; ; await pause(lockPauseMs)) {
    const seen = { isLocked: false };
    try {
      return await startHost(folder, socketPath, log, seen);
    } catch (error) {
      if (!seen.isLocked || performance.now() > end) throw error;
    }
  }
}

async function startHost(
  folder: string,
  socketPath: string,
  log: Log,
  seen: { isLocked: boolean },
): Promise<GuardedChild> {
  const ready = Promise.withResolvers<void>();
  const last: string[] = [];
  const tell = told(log);
  const child = spawnGuarded({
    command: process.execPath,
    args: [program, folder, journalOf(folder), socketPath],
    user: { prefix: [] },
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', ...compiledIn(folder) },
    onLine(line) {
      if (line === readyLine) ready.resolve();
      else tell(line);
      seen.isLocked ||= line.includes('Cannot lock file');
      last.push(line);
      if (last.length > 20) last.shift();
    },
  });
  await readyOrGone(child, ready.promise, last);
  return child;
}

/** A host that closed its socket is useless, whatever else it still does. */
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
