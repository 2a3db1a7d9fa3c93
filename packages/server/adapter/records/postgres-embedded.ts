// The embedded PostgreSQL: initialised once in the data folder, reached only by a Unix socket, kept
// running, and stopped with us or left to a successor. It ends a postmaster that a killed server
// left behind, and takes over only one that was handed over with its guard. Sign-in uses a password
// (SCRAM) although the socket's folder is private: as root, PostgreSQL runs as a user that other
// services may share, and such a service could reach the socket.
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import {
  adoptGuarded,
  endChild,
  type GuardedChild,
  spawnGuarded,
} from '../process/child-process.ts';
import { letPass } from '../data-folder/closed-folder.ts';
import { type DataFolder, socketFolder } from '../data-folder/data-folder.ts';
import { EngineError } from '../engine-error.ts';
import { fingerprintOf, type HandedEngine, toHand } from '../process/handed-engine.ts';
import { endLeftover } from './postgres-leftover.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts';
import { type Running, supervise, type Supervised } from '../process/supervise.ts';

export interface EmbeddedPostgres {
  /** The folder of the socket, in `pg`'s form of a host. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** Starts it if it was not handed over, once the folder is ours. Throws `start.engine_failed`. */
  own(): Promise<void>;
  /** For a successor. Null if it does not run. */
  handed(): HandedEngine | null;
  close(): Promise<void>;
  /** Leaves it running for a successor. */
  letGo(): void;
}

const superuser = 'opportune_owner';
const readyLine = 'database system is ready to accept connections';
const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

interface Cluster {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  readonly folder: string;
  readonly sockets: string;
  readonly password: string;
  /** Nothing of it has to survive a power cut. */
  readonly isThrownAway: boolean;
  readonly log: Log;
}

/** PostgreSQL on `data`: the one that was handed over, if it is the same as we would start. */
export function embeddedPostgres(
  data: DataFolder,
  log: Log,
  given: HandedEngine | null = null,
  isThrownAway = false,
): EmbeddedPostgres {
  const binaries = findPostgresBinaries();
  const folder = path.join(data.path, 'postgres');
  const user = choosePostgresUser(folder, binaries.postgres, ({ gid }) => letPass(data.path, gid));
  const makeSockets = (): string => {
    const made = socketFolder(data.path, 'records', user.ids?.uid);
    if (user.ids) chownSync(made, user.ids.uid, user.ids.gid);
    return made;
  };
  const sockets = makeSockets();
  const password = data.secret('postgres-owner');
  const cluster = { binaries, user, folder, sockets, password, isThrownAway, log };
  const fingerprint = fingerprintOf([binaries.postgres, ...commandOf(cluster)]);
  let child: GuardedChild | null = null;
  const note = (running: GuardedChild): Running => {
    child = running;
    return { exited: running.exited, stop: () => stop(running) };
  };
  const start = async () => {
    await data.owned;
    // The previous owner of the data has removed its socket folder.
    makeSockets();
    return note(await startPostmaster(cluster));
  };
  const adopted =
    given?.fingerprint === fingerprint ? note(adoptGuarded(given, told(log))) : undefined;
  let supervised: Supervised | null = null;
  const supervising = async () => {
    if (adopted === undefined && !existsSync(folder)) await initialise(cluster);
    supervised ??= await supervise('PostgreSQL', start, log, adopted);
  };
  const forget = () => rmSync(sockets, { recursive: true, force: true });
  return {
    host: sockets,
    user: superuser,
    password,
    own: supervising,
    handed: () => toHand('records', child, fingerprint),
    async close() {
      await supervised?.close();
      forget();
    },
    letGo: () => supervised?.letGo(),
  };
}

/**
 * Into a temporary folder, renamed when complete, so that a killed start leaves nothing half-made.
 */
async function initialise(cluster: Cluster): Promise<void> {
  const fresh = `${cluster.folder}.new`;
  const passwordFile = path.join(cluster.sockets, 'first-password');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  for (const given of [fresh, passwordFile]) own(given, cluster.user);
  try {
    await runInitdb(cluster, fresh, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, cluster.folder);
}

function own(file: string, user: PostgresUser): void {
  if (user.ids) chownSync(file, user.ids.uid, user.ids.gid);
  else chmodSync(file, 0o700);
}

function initdbOptions(folder: string, passwordFile: string): readonly string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ];
}

async function runInitdb(cluster: Cluster, folder: string, passwordFile: string): Promise<void> {
  const lines: string[] = [];
  const child = spawnGuarded({
    command: cluster.binaries.initdb,
    args: initdbOptions(folder, passwordFile),
    user: cluster.user,
    env: environment,
    onLine: (line) => lines.push(line),
  });
  const reason = await child.exited;
  if (reason !== 'exit code 0') {
    throw new EngineError('start.engine_failed', `initdb failed (${reason}): ${lines.join(' ')}`);
  }
}

/** Resolves with the postmaster when it accepts connections. */
async function startPostmaster(cluster: Cluster): Promise<GuardedChild> {
  await endLeftover(cluster.folder, cluster.log);
  const ready = Promise.withResolvers<void>();
  const last: string[] = [];
  const tell = told(cluster.log);
  const child = spawnGuarded({
    command: cluster.binaries.postgres,
    args: commandOf(cluster),
    user: cluster.user,
    env: environment,
    onLine(line) {
      if (line.includes(readyLine)) ready.resolve();
      last.push(line);
      if (last.length > 20) last.shift();
      tell(line);
    },
  });
  const failure = child.exited.then((reason) => {
    throw new EngineError(
      'start.engine_failed',
      `PostgreSQL did not start (${reason}): ${last.join(' ')}`,
    );
  });
  failure.catch(() => {});
  await Promise.race([ready.promise, failure]);
  return child;
}

function commandOf({ folder, sockets, isThrownAway }: Cluster): readonly string[] {
  return ['-D', folder, '-k', sockets, ...settings(isThrownAway)];
}

function told(log: Log): (line: string) => void {
  return (line) => {
    if (isTold(line)) log.warn('PostgreSQL', { line });
  };
}

/** SIGINT is a fast shutdown: transactions are rolled back, a checkpoint is written. */
function stop(child: GuardedChild): Promise<void> {
  return endChild(child, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 10_000);
}

function settings(isThrownAway: boolean): readonly string[] {
  const values = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    fsync: isThrownAway ? 'off' : 'on',
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    synchronous_commit: 'on',
    io_method: 'sync',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and their values must not be logged.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** What belongs in our log: neither refused statements nor the usual lines of a start or stop. */
function isTold(line: string): boolean {
  const routine =
    /the database system is|due to (unexpected postmaster exit|administrator command)/;
  return /WARNING|FATAL|PANIC/.test(line) && !routine.test(line);
}
