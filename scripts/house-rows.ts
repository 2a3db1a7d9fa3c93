// Figures about the structure of a checkout: of the code below packages/, without tests and the contracts
// of ports. Some have a most, which `npm run check` holds.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { importsOf, targetFile } from './check-imports.ts';
import { functionsIn, type Source } from './house-figures.ts';
import { circlesIn } from './import-circles.ts';
import { filesOf } from './stale.ts';

const p90Name = 'lines of a function, p90';

export type Row = readonly [what: string, figure: number, where?: string | undefined];

/**
 * The most of a figure, by its name. `npm run check` holds all but the quantile, for which no single change
 * is at fault.
 */
export const houseMost: Readonly<Record<string, number>> = {
  [p90Name]: 20,
  'lines of a function, most': 80,
  'imports of one file, most': 25,
  'import circles, types included': 0,
  'comments with "left out:"': 10,
  'files in one folder, most': 20,
};

/** `root`: the folder of the checkout. */
export function houseRows(root: string): {
  readonly files: number;
  readonly rows: readonly Row[];
} {
  const sources = readSources(root);
  return { files: sources.length, rows: [...functionRows(sources), ...fileRows(sources)] };
}

/** The figures that are above their most, for people. */
export function houseFindings(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(([what, figure, where = '']) => {
    const most = houseMost[what];
    return most !== undefined && what !== p90Name && figure > most
      ? [`${what}: ${figure}, at most ${most}. ${where}`.trimEnd()]
      : [];
  });
}

function readSources(root: string): readonly Source[] {
  return filesOf(path.join(root, 'packages'))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.contract.ts'))
    .map((file) => ({
      file: path.relative(root, file).split(path.sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function functionRows(sources: readonly Source[]): readonly Row[] {
  const functions = sources.flatMap(functionsIn).toSorted((one, other) => one.lines - other.lines);
  const packages = [...new Set(functions.map(({ place }) => place.split('/')[1] ?? ''))].toSorted();
  const longest = functions.at(-1);
  const quantile = (share: number, of = functions) => of[Math.floor(of.length * share)]?.lines ?? 0;
  return [
    ['functions', functions.length],
    ['lines of a function, median', quantile(0.5)],
    [p90Name, quantile(0.9)],
    ...packages.map((name): Row => {
      const own = functions.filter(({ place }) => place.startsWith(`packages/${name}/`));
      return [`  p90 in ${name}`, quantile(0.9, own)];
    }),
    ['lines of a function, most', longest?.lines ?? 0, longest?.place],
  ];
}

function fileRows(sources: readonly Source[]): readonly Row[] {
  const sum = (count: (source: Source) => number) =>
    sources.reduce((total, source) => total + count(source), 0);
  const imports = sources.map(({ file, text }): Row => [file, importsOf(text).length]);
  const [most, mostImports] = largest(imports);
  const circles = circlesIn(importsByFile(sources));
  const [folder, inFolder] = largest([...filesByFolder(sources)]);
  return [
    ['imports of one file, most', mostImports, most],
    ['import circles, types included', circles.length],
    ...circles.map((files): Row => ['  files in a circle', files.length, files.join(' ')]),
    ['comments with "left out:"', sum(({ text }) => text.match(/left out:/gi)?.length ?? 0)],
    ['files in one folder, most', inFolder, folder],
    ['lines', sum(({ text }) => text.split('\n').length - 1)],
  ];
}

function importsByFile(sources: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.map(({ file, text }) => [
      file,
      importsOf(text).flatMap(({ target }) => targetFile(file, target) ?? []),
    ]),
  );
}

function filesByFolder(sources: readonly Source[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of sources) {
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

function largest(rows: readonly Row[]): Row {
  return rows.toSorted(([, one], [, other]) => other - one)[0] ?? ['', 0];
}
