// Decides whether a built part is stale: a hash over the names and contents of all that it is made
// from, kept beside what was built. Times of files play no part, so a fresh clone agrees with itself.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Part {
  readonly name: string;
  /** Files and folders that it is made from, relative to the root. */
  readonly sources: readonly string[];
  /** A file that the build leaves behind. */
  readonly output: string;
  build(): Promise<void>;
}

const skipped = new Set(['node_modules', 'dist', 'data']);

/** Builds the part when its sources differ from those of the last build. Says whether it did. */
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

/** All files below, in a fixed order. What was built does not count, nor do tests unless wanted. */
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
