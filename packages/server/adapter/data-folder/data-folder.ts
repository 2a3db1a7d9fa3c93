// The data folder: who may use it (one server at a time, by a kernel lock that is released when its
// holder dies), and the secrets generated on first use. It stores none of the engines' data.
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { closeFolder } from './closed-folder.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { makeFolder } from './make-folder.ts';

export interface DataFolder {
  readonly path: string;
  /** Resolves once the folder is ours. Nothing may be started in it earlier. */
  readonly owned: Promise<void>;
  /** A random secret stored under this name, generated on first use. */
  secret(name: string): string;
  release(): void;
}

/** The folder of a server that is about to leave. */
export interface ExpectedFolder extends DataFolder {
  /**
   * Resolves when the other server has released the folder and it is ours. Throws
   * `start.folder_in_use`.
   */
  take(): Promise<void>;
}

/**
 * How long a server that was asked to leave may take, and how often the lock is tried meanwhile.
 */
const leavingMs = 40_000;
const tryMs = 5;

/** Takes the folder for this process. Throws `start.folder_in_use` or `start.folder_closed`. */
export function takeDataFolder(folder: string): DataFolder {
  const absolute = path.resolve(folder);
  makeFolders(absolute);
  let lock: DatabaseSync | null = lockFolder(absolute);
  closeFolder(absolute);
  return {
    path: absolute,
    owned: Promise.resolve(),
    secret: (name) => keptSecret(path.join(absolute, 'secrets', name)),
    release() {
      lock?.close();
      lock = null;
    },
  };
}

function makeFolders(absolute: string): void {
  try {
    // As root, PostgreSQL's user must traverse the parent folders.
    makeFolder(path.dirname(absolute), process.getuid?.() === 0 ? 0o711 : 0o700);
    makeFolder(absolute, 0o700);
    makeFolder(path.join(absolute, 'secrets'), 0o700);
  } catch (cause) {
    throw new EngineError(
      'start.folder_closed',
      `Cannot write to the data folder ${absolute}: ${reasonOf(cause)}`,
      cause,
    );
  }
}

/** A folder that another server uses and will be asked to leave. It is only read. */
export function expectDataFolder(folder: string): ExpectedFolder {
  const absolute = path.resolve(folder);
  const owned = Promise.withResolvers<void>();
  let lock: DatabaseSync | null = null;
  return {
    path: absolute,
    owned: owned.promise,
    secret: (name) => keptSecret(path.join(absolute, 'secrets', name)),
    release() {
      lock?.close();
      lock = null;
    },
    async take() {
      lock = await lockWhenLeft(absolute);
      owned.resolve();
    },
  };
}

/** Whether a server uses the folder now. Creates nothing. */
export function isFolderInUse(folder: string): boolean {
  const absolute = path.resolve(folder);
  if (!existsSync(path.join(absolute, 'lock'))) return false;
  try {
    lockFolder(absolute).close();
    return false;
  } catch (error) {
    return error instanceof EngineError && error.code === 'start.folder_in_use';
  }
}

async function lockWhenLeft(folder: string): Promise<DatabaseSync> {
  const until = performance.now() + leavingMs;
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, tryMs));
    }
  }
}

/** SQLite's exclusive lock is the one advisory file lock that Node offers without a dependency. */
function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(path.join(folder, 'lock'));
  try {
    lock.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE',
    );
    return lock;
  } catch (cause) {
    lock.close();
    throw new EngineError(
      'start.folder_in_use',
      `Another server uses the data folder ${folder}.`,
      cause,
    );
  }
}

function keptSecret(file: string): string {
  if (!existsSync(file)) {
    const fresh = `${file}.new`;
    writeFileSync(fresh, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
    renameSync(fresh, file);
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * A private folder for the sockets of a data folder. It is in the temporary folder because a
 * socket's path has at most 107 characters. Refuses a folder that somebody else created.
 */
export function socketFolder(
  dataFolder: string,
  engine: 'records' | 'facts' | 'shards',
  owner = ownUser(),
): string {
  const hash = createHash('sha256').update(`${engine} ${dataFolder}`).digest('hex');
  const name = `opportune-${hash.slice(0, 16)}`;
  const parent = tmpdir().length > 60 ? '/tmp' : tmpdir();
  const folder = path.join(parent, name);
  makeFolder(folder, 0o700);
  const found = lstatSync(folder);
  const ours = found.isDirectory() && (found.uid === owner || found.uid === ownUser());
  if (!ours)
    throw new EngineError('start.folder_closed', `${folder} belongs to somebody else; remove it.`);
  chmodSync(folder, 0o700);
  return folder;
}

function ownUser(): number {
  return process.getuid?.() ?? 0;
}
