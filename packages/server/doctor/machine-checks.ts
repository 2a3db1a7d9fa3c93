// Checks the machine: runtime, libraries, memory, disk, descriptors, clock, ports. Changes nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import path from 'node:path';
import { isOpenToOthers } from '../adapter/data-folder/closed-folder.ts';
import { makeFolder } from '../adapter/data-folder/make-folder.ts';
import { type Finding, failed, ok, warning } from './finding.ts';

const neededMajor = 24;
const gib = 1024 ** 3;

export function checkNode(version = process.versions.node): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= neededMajor) return ok(`Node ${version}`);
  return failed(`Node ${version} runs this`, `Use npm start: it brings Node ${neededMajor}.`);
}

export function checkLibrary(): Finding {
  const { platform, arch } = process;
  const system = `${platform} ${arch}`;
  if (platform === 'darwin') return ok(system);
  if (platform !== 'linux') return failed(system, 'The embedded engines run on Linux and macOS.');
  if (glibcVersion() !== undefined) return ok(`${system}, glibc ${glibcVersion()}`);
  const advice =
    'Use a distribution with glibc (not Alpine), or set OPPORTUNE_DATABASE_URL and OPPORTUNE_CLICKHOUSE_URL.';
  return failed(`${system} without glibc`, advice);
}

function glibcVersion(): string | undefined {
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return undefined;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header))
    return undefined;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
}

export function checkMemory(bytes = memoryBytes()): Finding {
  const seen = `${(bytes / gib).toFixed(1)} GiB of memory`;
  if (bytes < gib)
    return failed(seen, 'The engines need about 1 GiB; give the machine or container more.');
  if (bytes < 2 * gib)
    return warning(seen, 'Enough for a small site. Larger ones need 2 GiB or more.');
  return ok(seen);
}

/** A container may be limited to less than the machine has. */
function memoryBytes(): number {
  const held = process.constrainedMemory();
  return held > 0 && held < totalmem() ? held : totalmem();
}

export function checkDisk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(nearest(folder));
  const free = bavail * bsize;
  const seen = `${(free / gib).toFixed(1)} GiB free for ${folder}`;
  if (free < gib)
    return failed(seen, 'Make room or move OPPORTUNE_DATA: a full disk stops the intake.');
  if (free < 5 * gib)
    return warning(seen, 'Ten million events take about 0.4 GiB. Watch the free space.');
  return ok(seen);
}

/** The folder, or the nearest above that exists. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(path.dirname(folder));
}

export function checkFolder(folder: string): Finding {
  const probe = path.join(folder, '.doctor');
  try {
    const made = makeFolder(folder, 0o700);
    writeFileSync(probe, '');
    rmSync(probe);
    // The topmost folder that was made, with those below it.
    if (made !== undefined) rmSync(made, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice =
      'Give the folder to the user who starts the server, or set OPPORTUNE_DATA to another.';
    return failed(`cannot write to the data folder (${reason})`, advice);
  }
  const open = openBelow(folder);
  if (open !== undefined)
    return warning(`${open} is open to other users`, 'The next start closes it.');
  return ok(`the data folder ${folder} can be written to`);
}

/** The data folder, or a folder in it, that others may read. */
function openBelow(folder: string): string | undefined {
  return ['', 'secrets', 'clickhouse', 'attachments']
    .map((name) => path.join(folder, name))
    .find(isOpenToOthers);
}

export function checkDescriptors(limit = descriptorLimit()): Finding {
  const seen = `at most ${limit === Infinity ? 'unlimited' : limit} open files a process`;
  if (limit < 1024)
    return failed(seen, 'Raise it (ulimit -n 65536): each connected visitor is one.');
  if (limit < 16_384) {
    return warning(
      seen,
      'One for each connected visitor: raise it (ulimit -n 65536, or LimitNOFILE) for more than that many.',
    );
  }
  return ok(seen);
}

/** Node raises its own soft limit to the hard limit. */
function descriptorLimit(): number {
  const text = execFileSync('/bin/sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return text === 'unlimited' ? Infinity : Number(text);
}

/** Compared with the newest known file: a clock before the release of this version is wrong. */
export function checkClock(now = Date.now(), release = releasedAt()): Finding {
  const seen = `the clock says ${new Date(now).toISOString()}`;
  if (now + 24 * 3600_000 > release) return ok(seen);
  return failed(
    seen,
    'That is before this version was made. Set the clock (timedatectl set-ntp true): results are dated by it.',
  );
}

function releasedAt(): number {
  const manifest = path.resolve(import.meta.dirname, '..', '..', '..', 'package.json');
  return existsSync(manifest) ? statSync(manifest).mtimeMs : 0;
}

export interface PortQuestion {
  /** What will listen there. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly fixed: boolean;
  /** A server runs in the data folder, so it may be what listens there. */
  readonly running: boolean;
}

export async function checkPort(of: PortQuestion): Promise<Finding> {
  const { name, host, port, fixed, running } = of;
  const taken = await isTaken(host, port);
  if (!taken) return ok(`port ${port} is free for ${name}`);
  if (running) return ok(`port ${port} is taken, as it seems by the server that runs`);
  if (!fixed) return warning(`port ${port} is taken`, `${name} will take the next free port.`);
  return failed(
    `port ${port} is taken`,
    `Stop what listens there (ss -ltnp 'sport = :${port}') or choose another port for ${name}.`,
  );
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen({ host, port }, () => server.close(() => resolve(false)));
  });
}

/** A server that runs in the data folder, or processes of one that has ended. */
export function checkLeftovers(folder: string, running: boolean): Finding {
  if (running) return ok(`a server runs in the data folder ${folder}`);
  const pidFile = path.join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return ok('no process was left behind');
  const pid = readFileSync(pidFile, 'utf8').split('\n')[0];
  return warning(
    `PostgreSQL (process ${pid}) runs, or ran, in the data folder`,
    'If no server runs, the next start ends it by itself.',
  );
}
