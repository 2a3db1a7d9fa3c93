// The server's process: command line, signals and exit codes. It builds nothing itself; what the
// server is made of is in server.ts, how one takes over from another in hand-over.ts. Exit codes: 0
// stopped as asked or left to a successor, 1 failed, 2 wrong options, 130 ended by force.
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
import type { RunningServer } from './server.ts';
import { welcome } from './welcome.ts';

/** How long a stop may take before the process ends without waiting for the rest. */
const stopMs = 30_000;
/** One Ctrl-C arrives several times: from the terminal, from npm, from the script above us. */
const oneKeyMs = 500;
/** Set by `npm start` for a server that takes over from the one that runs. */
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
  keepCompiled(config.dataFolder);
  // Loaded only now: --help answers at once, and answers even where a package is missing.
  const { startServer, succeedServer } = await import('./server.ts');
  const { answerSuccessor, channelAbove, predecessorOn } = await import('./hand-over.ts');
  const log = openJsonLog(config.logLevel);
  const above = channelAbove();
  const succeeds = above !== null && process.env[successor] !== undefined;
  // What waits for another to leave has nothing to stop yet.
  let owning = !succeeds;
  const owns = (): void => void (owning = true);
  if (owning) process.stderr.write('Starting PostgreSQL and ClickHouse …\n');
  const server = succeeds
    ? succeedServer(config, log, predecessorOn(above), owns)
    : startServer(config, log);
  let stopping = false;
  let signalledAt: number | undefined;

  /** A stop that comes during the start waits for its end: half-started engines are not cut off. */
  async function stop(reason: string, exitCode: number): Promise<void> {
    if (!owning) process.exit(exitCode);
    if (stopping) return;
    stopping = true;
    log.info('stopping', { reason });
    setTimeout(() => process.exit(1), stopMs).unref();
    await (await server).close();
    process.exit(exitCode);
  }

  /** The same for a successor, which has asked for it and waits. */
  async function leave(kept: ReadonlySet<number>, to: Heir): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info('leaving to a successor', { kept: kept.size });
    setTimeout(() => process.exit(1), stopMs).unref();
    await (await server).leave(kept, to);
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
    if (above === null) log.warn('nobody above restarts this server');
    else above.send({ type: 'restart' }).catch(fail);
  });
  // `npm start` holds the other end of this channel; when it was killed, nobody can stop us any more.
  const onEndAbove = (): void => void stop('the end of npm start', 0).catch(fail);
  process.on('disconnect', onEndAbove);
  // It may have been killed while this program was loaded, before anybody listened.
  if (above !== null && !process.connected) onEndAbove();
  // What nobody caught leaves a state that nobody knows: end in order, and let the supervisor
  // of the machine start anew. What was acknowledged is stored.
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { reason: error.message, stack: error.stack });
    stop('uncaught exception', 1).catch(fail);
  });
  const started = await server;
  if (above !== null) {
    answerSuccessor(above, started, (kept, to) => void leave(kept, to).catch(fail));
    if (succeeds) await above.send({ type: 'serving' });
  }
  if (!stopping)
    process.stdout.write(`${welcome(config, started, productVersion(), performance.now())}\n`);
}

/**
 * What Node makes of the sources is kept, so that a later start loads them in half the time. Only in
 * a folder that is there: whoever makes it says who may read it.
 */
function keepCompiled(dataFolder: string): void {
  if (!existsSync(dataFolder)) return;
  const folder = path.join(dataFolder, 'compiled');
  try {
    // Node would try for ever in a place where no folder can be made.
    makeFolder(folder, 0o700);
    enableCompileCache(folder);
  } catch {
    // The start goes on as if nothing were kept, and says what is wrong with the data folder.
  }
}

function fail(error: unknown): never {
  const code = codeOf(error);
  process.stderr.write(code === null ? `${stackOf(error)}\n` : `${reasonOf(error)} [${code}]\n`);
  process.exit(code === 'start.option_invalid' ? 2 : 1);
}

/** Of what was foreseen; null of a fault of our own. */
function codeOf(error: unknown): ErrorCode | null {
  if (error instanceof EngineError) return error.code;
  return error instanceof Refusal ? error.problem.code : null;
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : reasonOf(error);
}
