// The embedded PostgreSQL: initialised once in the data folder, reached by a Unix socket alone,
// kept running, and stopped with us. It ends a postmaster that a killed server left behind rather
// than adopt it: ending takes milliseconds and leaves one way of owning a process.
// Sign-in is by password (SCRAM) although the socket's folder is private: as root PostgreSQL runs
// as a user that other services may share, and such a service could reach the socket.
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
import { endChild, type GuardedChild, spawnGuarded } from './child-process.ts';
import { type DataFolder, socketFolder } from './data-folder.ts';
import { EngineError } from './engine-error.ts';
import { endLeftover } from './postgres-leftover.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts';
import { type Running, supervise, type Supervised } from './supervise.ts';

export interface EmbeddedPostgres {
  /** The folder of the socket, as `pg` takes it for a host. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
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
  readonly log: Log;
}

/** Starts PostgreSQL on `data` and keeps it running. Throws `start.engine_failed` with its words. */
export async function openEmbeddedPostgres(data: DataFolder, log: Log): Promise<EmbeddedPostgres> {
  const binaries = findPostgresBinaries();
  const folder = path.join(data.path, 'postgres');
  const user = choosePostgresUser(folder, binaries.postgres);
  const sockets = socketFolder(data.path, 'records', user.ids?.uid);
  if (user.ids) chownSync(sockets, user.ids.uid, user.ids.gid);
  const cluster = { binaries, user, folder, sockets, password: data.secret('postgres-owner'), log };
  const forget = () => rmSync(sockets, { recursive: true, force: true });
  const running = await open(cluster).catch((error: unknown) => {
    forget();
    throw error;
  });
  return {
    host: sockets,
    user: superuser,
    password: cluster.password,
    async close() {
      await running.close();
      forget();
    },
  };
}

async function open(cluster: Cluster): Promise<Supervised> {
  if (!existsSync(cluster.folder)) await initialise(cluster);
  return supervise('PostgreSQL', () => start(cluster), cluster.log);
}

/** Into a folder beside, renamed when whole: a start that is killed here leaves nothing half-made. */
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

async function runInitdb(cluster: Cluster, folder: string, passwordFile: string): Promise<void> {
  const lines: string[] = [];
  const child = spawnGuarded({
    command: cluster.binaries.initdb,
    args: [
      `--pgdata=${folder}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
    ],
    user: cluster.user,
    env: environment,
    onLine: (line) => lines.push(line),
  });
  const reason = await child.exited;
  if (reason !== 'exit code 0') {
    throw new EngineError('start.engine_failed', `initdb failed (${reason}): ${lines.join(' ')}`);
  }
}

async function start(cluster: Cluster): Promise<Running> {
  await endLeftover(cluster.folder, cluster.log);
  const ready = Promise.withResolvers<void>();
  const last: string[] = [];
  const child = spawnGuarded({
    command: cluster.binaries.postgres,
    args: ['-D', cluster.folder, '-k', cluster.sockets, ...settings()],
    user: cluster.user,
    env: environment,
    onLine(line) {
      if (line.includes(readyLine)) ready.resolve();
      last.push(line);
      if (last.length > 20) last.shift();
      if (isTold(line)) cluster.log.warn('PostgreSQL', { line });
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
  return { exited: child.exited, stop: () => stop(child) };
}

/** SIGINT is a fast shutdown: transactions are rolled back, a checkpoint is written. */
function stop(child: GuardedChild): Promise<void> {
  return endChild(child, ['SIGINT', 'SIGQUIT', 'SIGKILL'], 10_000);
}

function settings(): readonly string[] {
  const values = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    fsync: 'on',
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    synchronous_commit: 'on',
    io_method: 'sync',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Neither statements nor the values in them belong in a log.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** What belongs in our log: neither refused statements, nor what a start or stop says anyway. */
function isTold(line: string): boolean {
  const routine =
    /the database system is|due to (unexpected postmaster exit|administrator command)/;
  return /WARNING|FATAL|PANIC/.test(line) && !routine.test(line);
}
