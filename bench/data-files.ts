// Where the real data lies that some figures rest on: OPPORTUNE_TEST_DATA, else shared/data beside the
// project's folder. It finds files and says which is absent; it never fetches one, and none is copied
// into the project.
import { existsSync } from 'node:fs';
import path from 'node:path';

const beside = path.join(import.meta.dirname, '..', '..', 'shared', 'data');

/** The path of a data file, or null where it is absent: its rows are then skipped by name. */
export function dataFile(name: string): string | null {
  const file = path.join(process.env['OPPORTUNE_TEST_DATA'] ?? beside, name);
  return existsSync(file) ? file : null;
}

/** Names of figures, or how they begin with `*` at the end. */
const skipped = new Set<string>();

/** Whether a figure was skipped for want of a file: its part is not broken for not yielding it. */
export function isSkipped(figure: string): boolean {
  const begins = (name: string): boolean =>
    name.endsWith('*') && figure.startsWith(name.slice(0, -1));
  return skipped.has(figure) || [...skipped].some(begins);
}

/** Says on standard error that these figures are skipped, and for want of which file. */
export function sayAbsent(file: string, figures: readonly string[]): void {
  for (const figure of figures) skipped.add(figure);
  process.stderr.write(`${file} is absent: no ${figures.join(', ')}\n`);
}
