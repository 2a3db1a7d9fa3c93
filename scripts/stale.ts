// Decides whether a built part is stale, by a hash of the names and contents of its sources, which
// is stored beside the output. Modification times are ignored, because a fresh clone changes them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Part {
  readonly name: string;
  /** Its source files and folders, relative to the root. */
  readonly sources: readonly string[];
  /** A file that the build writes. */
  readonly output: string;
  build(): Promise<void>;
}

const skipped = new Set(['node_modules', 'dist', 'data']);

/** Builds the part if its sources differ from those of the last build. Returns whether it did. */
export async function buildIfStale(root: string, part: Part): Promise<boolean> {
  const hash = hashOf(root, part.sources);
  const output = path.join(root, part.output);
  const stamp = path.join(path.dirname(output), '.sources');
  const fresh = existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (fresh) return false;
  await part.build();
  if (!existsSync(output)) throw new Error(`building ${part.name} left no ${part.output}`);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

function hashOf(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of filesOf(path.join(root, source))) {
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/** All files below, in a fixed order. Excludes built files, and tests unless they are wanted. */
export function filesOf(
  place: string,
  wanted: { readonly tests: boolean } = { tests: false },
): readonly string[] {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  const entries = readdirSync(place, { withFileTypes: true }).filter(
    (entry) => !skipped.has(entry.name),
  );
  const sorted = entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  const files = sorted.flatMap((entry) => filesOf(path.join(place, entry.name), wanted));
  return wanted.tests ? files : files.filter((file) => !isTest(file));
}

function isTest(file: string): boolean {
  return /\.(test|test-support)\.tsx?$/.test(file) || file.split(path.sep).includes('test');
}
