// PostgreSQL refuses to run as root. This chooses its user: ourselves if we are an ordinary user,
// else the owner of an existing cluster, the user `postgres`, or `nobody`. If a folder above the
// data is closed to that user (a checkout in /root), the one capability that traverses it is passed
// on with `setpriv`. No folder of the administrator is opened up.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EngineError } from '../engine-error.ts';

export interface PostgresUser {
  /** Set only if we are root. */
  readonly ids?: { readonly uid: number; readonly gid: number };
  /** A command prefix that runs a command as this user. */
  readonly prefix: readonly string[];
}

/**
 * Chooses who runs PostgreSQL over `data` with programs in `programs`. `admit` opens our folders
 * that this user must traverse. Throws `start.folder_closed`.
 */
export function choosePostgresUser(
  data: string,
  programs: string,
  admit: (ids: Ids) => void = () => {},
): PostgresUser {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const ids = ownerOf(data) ?? userNamed('postgres') ?? userNamed('nobody');
  if (ids === undefined) {
    throw new EngineError(
      'start.folder_closed',
      'No user `postgres` or `nobody` to run PostgreSQL as.',
    );
  }
  admit(ids);
  const closed = closedAbove(data, ids) ?? closedAbove(programs, ids);
  if (closed === undefined) return { ids, prefix: [] };
  return { ids, prefix: passClosedFolders(ids, closed) };
}

type Ids = { readonly uid: number; readonly gid: number };

function ownerOf(folder: string): Ids | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? undefined : { uid: found.uid, gid: found.gid };
}

/**
 * initdb requires a user with an entry in the password file, so an arbitrary uid would not work.
 */
function userNamed(name: string): Ids | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined
    ? undefined
    : { uid: Number(uid), gid: Number(gid) };
}

/** The nearest parent folder that this user cannot traverse. */
function closedAbove(folder: string, ids: Ids): string | undefined {
  for (let above = path.dirname(path.resolve(folder)); ; above = path.dirname(above)) {
    const found = statSync(above, { throwIfNoEntry: false });
    if (found !== undefined && !passable(found, ids)) return above;
    if (above === path.dirname(above)) return undefined;
  }
}

function passable(folder: { mode: number; uid: number; gid: number }, ids: Ids): boolean {
  if (folder.uid === ids.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === ids.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/**
 * PostgreSQL finds its own programs by access(2). That respects an ordinary user's capabilities
 * only if the kernel is told to keep them (capabilities(7), SECBIT_NO_SETUID_FIXUP).
 */
function passClosedFolders(ids: Ids, closed: string): readonly string[] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(executable);
  const words = mayPassAs(ids);
  // A container may have been started without the capability.
  if (setpriv !== undefined && spawnSync(setpriv, [...words, '/bin/true']).status === 0)
    return [setpriv, ...words];
  const advice = 'Put the checkout and OPPORTUNE_DATA where other users may pass, such as /srv.';
  throw new EngineError(
    'start.folder_closed',
    `PostgreSQL cannot run as root and ${closed} is closed to others. ${advice}`,
  );
}

/** Arguments of setpriv for a user who may pass and read what is closed. */
function mayPassAs({ uid, gid }: Ids): readonly string[] {
  const capability = '+dac_read_search';
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
    '--',
  ];
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
