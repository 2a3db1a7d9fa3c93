// The facts port through the engine host: starts the host, starts it again when it dies, and turns
// batches and queries into its frames. What happens to calls under way is in host-calls.ts.
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { FactBatch, FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { endChild, type GuardedChild, spawnGuarded } from './child-process.ts';
import { type DataFolder, socketFolder } from './data-folder.ts';
import { EngineError } from './engine-error.ts';
import { batchParts, parseRows } from './facts-rows.ts';
import { HostCalls } from './host-calls.ts';
import { type Running, supervise } from './supervise.ts';

const program = path.join(import.meta.dirname, 'engine-host.ts');
export const readyLine = 'engine host ready';

/** Starts the engine host on the data folder. Throws `start.engine_failed` with its words. */
export async function openFactsHost(data: DataFolder, log: Log): Promise<FactStore> {
  const folder = path.join(data.path, 'clickhouse');
  const sockets = socketFolder(data.path, 'facts');
  const socketPath = path.join(sockets, 'facts.sock');
  const calls = new HostCalls();
  const start = () => startHost(folder, socketPath, calls, log);
  const forget = () => rmSync(sockets, { recursive: true, force: true });
  const host = await supervise('the engine host', start, log).catch((error: unknown) => {
    forget();
    throw error;
  });
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
    async close() {
      await calls.close();
      await host.close();
      forget();
    },
  };
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

async function startHost(
  folder: string,
  socketPath: string,
  calls: HostCalls,
  log: Log,
): Promise<Running> {
  const ready = Promise.withResolvers<void>();
  const last: string[] = [];
  const child = spawnGuarded({
    command: process.execPath,
    args: [program, folder, socketPath],
    user: { prefix: [] },
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', ...compiledIn(folder) },
    onLine(line) {
      if (line === readyLine) ready.resolve();
      else log.warn('the engine host', { line });
      last.push(line);
      if (last.length > 20) last.shift();
    },
  });
  await readyOrGone(child, ready.promise, last);
  const socket = await connected(socketPath);
  // A host that closed its socket is of no use, whatever else it still does.
  socket.once('close', () => child.process.kill('SIGKILL'));
  calls.attach(socket);
  return { exited: child.exited, stop: () => endChild(child, ['SIGINT', 'SIGKILL'], 15_000) };
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

function connected(socketPath: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => resolve(socket));
    socket.once('error', reject);
  });
}
