// The server's process: command line, signals and exit codes. It builds nothing itself: server.ts
// composes the server, and hand-over.ts is how one takes over from another. Exit codes: 0 stopped
// as asked or left to a successor, 1 failed, 2 wrong options, 130 ended by force.
import type { Log } from '@opportune/core/ports/log.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { EngineError, reasonOf } from './adapter/engine-error.ts';
import { openJsonLog } from './adapter/log-json.ts';
import { makeFolder } from './adapter/data-folder/make-folder.ts';
import { type Config, productVersion, readCommandLine } from './config.ts';
import { Refusal } from './http/problem/refusal.ts';
import { helpText } from './options-text.ts';
import type { Channel, Predecessor } from './hand-over.ts';
import type { RunningProcesses, StartedWith } from './processes/first-process.ts';
import type { RunningServer } from './server.ts';
import nodeEnvironment from './node-environment.json' with { type: 'json' };
import { welcome } from './welcome.ts';

/** How long a stop may take before the process ends anyway. */
const stopMs = 30_000;
/** How often the progress of the sample shop is said. */
const sampleMs = 5_000;
/** One Ctrl-C arrives several times: from the terminal, from npm and from the script above us. */
const oneKeyMs = 500;
/** Set by `npm start` for a server that takes over from the running one. */
const successor = 'OPPORTUNE_SUCCESSOR';

type Heir = Parameters<RunningServer['leave']>[1];

await main();

async function main(): Promise<void> {
  try {
    const command = readCommandLine(process.argv.slice(2), process.env);
    if (command.type === 'help') process.stdout.write(helpText());
    else if (command.type === 'version') process.stdout.write(`${productVersion()}\n`);
    else await serve(command.config);
  } catch (error) {
    fail(error);
  }
}

async function serve(config: Config): Promise<void> {
  const stopping = new AbortController();
  const startedWith = startedNow(stopping.signal);
  // They are for this process alone, which has read them: its engines allocate as they are used to.
  for (const name of Object.keys(nodeEnvironment)) delete process.env[name];
  keepCompiled(config.dataFolder);
  // Loaded only here, so that --help answers at once and even if a package is missing.
  const { answerSuccessor, channelAbove, predecessorOn } = await import('./hand-over.ts');
  const log = openJsonLog(config.logLevel);
  const above = channelAbove();
  const succeeds = above !== null && process.env[successor] !== undefined;
  // A successor that still waits for its predecessor owns nothing to stop yet.
  let owning = !succeeds;
  if (owning) process.stderr.write('Starting PostgreSQL and ClickHouse …\n');
  const server = succeeds
    ? succeed(config, log, predecessorOn(above), () => void (owning = true))
    : start(config, log, startedWith);
  let signalledAt: number | undefined;
  /**
   * Stops in order. A stop during the start waits for the start to finish, so that no half-started
   * engine is cut off. A node that waits for others gives up its start.
   */
  async function stop(reason: string, exitCode: number): Promise<void> {
    if (!owning) process.exit(exitCode);
    if (stopping.signal.aborted) return;
    stopping.abort();
    log.info('stopping', { reason });
    setTimeout(() => process.exit(1), stopMs).unref();
    await (await unlessStopped(server, stopping.signal))?.close();
    process.exit(exitCode);
  }

  /** Stops in order and hands over to the successor that asked for it. */
  async function leave(kept: ReadonlySet<number>, to: Heir): Promise<void> {
    if (stopping.signal.aborted) return;
    stopping.abort();
    log.info('handing over to a successor', { kept: kept.size });
    setTimeout(() => process.exit(1), stopMs).unref();
    const leaving = await server;
    if ('leave' in leaving) await leaving.leave(kept, to);
    process.exit(0);
  }

  function onSignal(signal: string): void {
    const now = performance.now();
    if (signalledAt !== undefined && now - signalledAt > oneKeyMs) process.exit(130);
    signalledAt ??= now;
    stop(signal, 0).catch(fail);
  }

  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  process.on('SIGUSR2', () => {
    if (above === null) log.warn('cannot restart: this server was not started by npm start');
    else above.send({ type: 'restart' }).catch(fail);
  });
  // `npm start` holds the other end of this channel. If it was killed, nothing else can stop this
  // process.
  const onEndAbove = (): void => void stop('the end of npm start', 0).catch(fail);
  process.on('disconnect', onEndAbove);
  // `npm start` may have been killed while this program loaded, before the listener was added.
  if (above !== null && !process.connected) onEndAbove();
  // After an uncaught exception the state is unknown. Stop in order and let the machine's
  // supervisor start anew. Everything acknowledged is stored.
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { reason: error.message, stack: error.stack });
    stop('uncaught exception', 1).catch(fail);
  });
  const started = await unlessStopped(server, stopping.signal);
  if (started === null) return;
  if (above !== null && 'leave' in started) {
    answerSuccessor(above, started, (kept, to) => void leave(kept, to).catch(fail));
    if (succeeds) await above.send({ type: 'serving' });
  }
  if (above !== null && 'roll' in started) await rollWhenAsked(above, started, log);
  if (stopping.signal.aborted) return;
  process.stdout.write(`${welcome(config, started, productVersion(), performance.now())}\n`);
  if (started.sample !== null) await tellSample(started.sample);
}

/** Shards are started with it, as this process was. */
function startedNow(stop: AbortSignal): StartedWith {
  return { args: process.argv.slice(2), env: { ...process.env }, stop };
}

/** Null if a node gave up its start, because it was asked to stop. */
async function unlessStopped<Server>(
  server: Promise<Server>,
  stop: AbortSignal,
): Promise<Server | null> {
  return server.catch((error: unknown) => {
    if (!stop.aborted || error !== stop.reason) throw error;
    return null;
  });
}

/** Tells `npm start` that a restart of this server goes shard by shard, and does so when asked. */
async function rollWhenAsked(above: Channel, { roll }: RunningProcesses, log: Log): Promise<void> {
  above.onMessage(({ type }) => {
    if (type !== 'roll') return;
    roll()
      .then(
        () => log.info('all shards have been replaced'),
        (error: unknown) => log.error('a restart stopped', { reason: reasonOf(error) }),
      )
      .then(() => above.send({ type: 'rolled' }))
      .catch(fail);
  });
  await above.send({ type: 'rolls' });
}

/** One process, or several that this one starts. */
async function start(
  config: Config,
  log: Log,
  startedWith: StartedWith,
): Promise<RunningServer | RunningProcesses> {
  if (isOneProcess(config)) return (await import('./server.ts')).startServer(config, log);
  const { startProcesses } = await import('./processes/first-process.ts');
  return startProcesses(config, log, startedWith);
}

function isOneProcess({ processes, node }: Config): boolean {
  return processes === 1 && node === undefined;
}

async function succeed(
  config: Config,
  log: Log,
  predecessor: Predecessor,
  owns: () => void,
): Promise<RunningServer> {
  if (isOneProcess(config))
    return (await import('./server.ts')).succeedServer(config, log, predecessor, owns);
  throw new EngineError(
    'start.option_invalid',
    'Several processes cannot be restarted; stop them.',
  );
}

/** Says how far the sample shop is, until it is there. */
async function tellSample({ now, made }: NonNullable<RunningServer['sample']>): Promise<void> {
  const tell = async (): Promise<void> => {
    const { state, done } = await now();
    const how = state === 'making' ? `${Math.floor(done * 100)} %` : state;
    process.stdout.write(`  Sample shop  ${how}\n`);
  };
  const timer = setInterval(() => void tell().catch(() => {}), sampleMs);
  timer.unref();
  await made;
  clearInterval(timer);
  await tell();
}

/**
 * Keeps Node's compile cache, which halves the loading time of later starts. Only if the data
 * folder exists: the code that creates it sets its permissions.
 */
function keepCompiled(dataFolder: string): void {
  if (!existsSync(dataFolder)) return;
  const folder = path.join(dataFolder, 'compiled');
  try {
    // Where no folder can be created, Node would retry forever.
    makeFolder(folder, 0o700);
    enableCompileCache(folder);
  } catch {
    // Start without a cache. The start itself reports what is wrong with the data folder.
  }
}

function fail(error: unknown): never {
  const code = codeOf(error);
  process.stderr.write(code === null ? `${stackOf(error)}\n` : `${reasonOf(error)} [${code}]\n`);
  process.exit(code === 'start.option_invalid' ? 2 : 1);
}

/** The code of an expected failure, or null for a bug. */
function codeOf(error: unknown): ErrorCode | null {
  if (error instanceof EngineError) return error.code;
  return error instanceof Refusal ? error.problem.code : null;
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : reasonOf(error);
}
