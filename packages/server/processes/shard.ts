// The program of a shard: it loads the code, waits for its name, and serves what the first process hands
// to it and what other shards pass on. It obeys the first process and ends with it, whatever else
// happens. Signals of a terminal are for the first process.
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { Socket } from 'node:net';
import { getHeapStatistics } from 'node:v8';
import { openJsonLog } from '../adapter/log-json.ts';
import { EngineError, reasonOf } from '../adapter/engine-error.ts';
import { openSharedEngines } from '../adapter/shared-engines.ts';
import { type Config, readCommandLine } from '../config.ts';
import { partOfMaximum } from '../memory/plan.ts';
import { Lines } from '../http/elsewhere/lines.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { type GuardedLease, guardLease } from '../nodes/guarded-lease.ts';
import type { Known } from '../nodes/hold-names.ts';
import nodeEnvironment from '../node-environment.json' with { type: 'json' };
import { type ComposedServer, loadParts, startShard } from '../server.ts';
import { beatMs, type FromShard, type ServeOrder, type ToShard } from './messages.ts';
import { shardOf, shardSocket } from './shard-of.ts';

/** How long a stop may take before the process ends anyway. */
const stopMs = 25_000;
/** The fewest connections to PostgreSQL with which a shard works. */
const leastConnections = 4;

const command = readCommandLine(process.argv.slice(2), process.env);
if (command.type !== 'start') throw new Error('a shard is started by the first process');
for (const name of Object.keys(nodeEnvironment)) delete process.env[name];
const { config } = command;
const log = openJsonLog(config.logLevel);
let serving: Promise<ComposedServer> | null = null;
let http: Server | null = null;
let isStopping = false;
/** In a cluster: where other names are. */
let known: Pick<Known, 'elsewhere'> & Partial<Known> = { elsewhere: {} };
let hasMissed = false;
const lines = new Lines();
let lease: GuardedLease | null = null;

process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', () => void stop(0));
process.on('uncaughtException', (error) => {
  log.error('uncaught exception', { reason: error.message, stack: error.stack });
  void stop(1);
});
process.on('message', (message: ToShard, handle: unknown) => hear(message, handle));
await loadParts();
say({ type: 'loaded' });

function say(message: FromShard): void {
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

function hear(message: ToShard, handle: unknown): void {
  if (message.type === 'serve') {
    serving = serve(message);
    serving.catch(fail);
  }
  if (message.type === 'connection') take(handle, Buffer.from(message.head, 'base64'));
  if (message.type === 'known') {
    known = message;
    lines.keep(Object.values(message.nodes));
    lease?.holdUntil(message.heldUntil);
  }
  if (message.type === 'stop') void stop(0);
}

/** What was read goes back in front of what is still to come. */
function take(handle: unknown, head: Buffer): void {
  say({ type: 'taken' });
  // The client has gone meanwhile.
  if (!(handle instanceof Socket)) return;
  if (http === null) return void handle.destroy();
  handle.unshift(head);
  http.emit('connection', handle);
}

async function serve(order: ServeOrder): Promise<ComposedServer> {
  const { shard: of, port, engines: at, bus, holder, node } = order;
  if (node !== null) {
    known = node.known;
    lease = guardLease(node.known.heldUntil, log, {
      over: () => void serving?.then((server) => server.suspend()).catch(() => {}),
      held: () => void serving?.then((server) => server.resume()).catch(() => {}),
    });
  }
  const shard = shardOf(of, {
    elsewhere: () => known.elsewhere,
    passed: (place, line) => lines.add(place, line),
  });
  const opened = await openSharedEngines(
    {
      ...{ engines: at, bus, holder, node: node?.id ?? null },
      connections: Math.max(leastConnections, Math.floor(config.databaseConnections / of.of)),
      name: of.name,
      isNode: (id) => known.nodes === undefined || id in known.nodes,
      mayTell: () => lease?.isHeld() ?? true,
      missed,
    },
    log,
  );
  const engines = lease === null ? opened : { ...opened, facts: lease.guarded(opened.facts) };
  const server = await startShard(partOf(config, order), log, engines, {
    shard,
    bind: async (made) => {
      await lease?.held();
      http = made;
      await listen(made, shardSocket(of.sockets, of.name));
      return port;
    },
    first: order.first,
  });
  const { url, signIn, shopUrl, pocketUrl, first } = server;
  say({ type: 'serving', told: { url, port, signIn, shopUrl, pocketUrl, first } });
  setInterval(() => say({ type: 'beat' }), beatMs);
  return server;
}

/** Its part of what the product may use. */
function partOf(given: Config, { shard: { of }, port }: ServeOrder): Config {
  return {
    ...given,
    listen: { port, fixed: true },
    maximumBytes: partOfMaximum(given.maximumBytes, of, getHeapStatistics().heap_size_limit),
  };
}

/** The process that had this name before has ended, and left its socket. */
async function listen(server: Server, path: string): Promise<void> {
  rmSync(path, { force: true });
  const listening = once(server, 'listening');
  server.listen(path);
  await listening;
}

/** Another process takes the place, and reads everything anew. Not all at once. */
function missed(reason: string): void {
  if (hasMissed) return;
  hasMissed = true;
  log.warn('messages of other processes may have been missed', { reason });
  say({ type: 'missed' });
}

/** A second call changes nothing: the first one still waits for what is being done. */
async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  say({ type: 'leaving' });
  setTimeout(() => process.exit(1), stopMs).unref();
  await serving?.then((server) => server.close()).catch(() => {});
  process.exit(code);
}

function fail(error: unknown): void {
  const code = error instanceof EngineError ? error.code : null;
  const reason = error instanceof Error && code === null ? (error.stack ?? '') : reasonOf(error);
  say({ type: 'failed', reason, code: error instanceof Refusal ? error.problem.code : code });
  setTimeout(() => process.exit(1), 100);
}
