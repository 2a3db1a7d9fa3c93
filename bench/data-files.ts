// Finds the real data files that some figures need: in OPPORTUNE_TEST_DATA, else in shared/data
// beside the project's folder. It reports which file is absent. It never downloads a file and
// copies none into the project.
import { existsSync } from 'node:fs';
import path from 'node:path';

const beside = path.join(import.meta.dirname, '..', '..', 'shared', 'data');

/** The path of a data file. Null if it is absent: its rows are then skipped by name. */
export function dataFile(name: string): string | null {
  const file = path.join(process.env['OPPORTUNE_TEST_DATA'] ?? beside, name);
  return existsSync(file) ? file : null;
}

/** Names of figures. A name that ends in `*` covers every figure with that prefix. */
const skipped = new Set<string>();

/**
 * Whether a figure was skipped because its file is absent. A part that lacks it is then not broken.
 */
export function isSkipped(figure: string): boolean {
  const begins = (name: string): boolean =>
    name.endsWith('*') && figure.startsWith(name.slice(0, -1));
  return skipped.has(figure) || [...skipped].some(begins);
}

/** Reports on standard error that these figures are skipped because this file is absent. */
export function sayAbsent(file: string, figures: readonly string[]): void {
  for (const figure of figures) skipped.add(figure);
  process.stderr.write(`${file} is absent: no ${figures.join(', ')}\n`);
}
