// `npm run house [FOLDER]` prints figures about the structure of a checkout, so that two checkouts
// can be compared. It reads the code below packages/ without tests and the contracts of ports.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { functionsIn, type Source } from './house-figures.ts';
import { circlesIn } from './import-circles.ts';
import { importsOf, targetFile } from './check-imports.ts';
import { filesOf } from './stale.ts';

type Row = readonly [what: string, figure: number, where?: string | undefined];

const root = path.resolve(process.argv[2] ?? path.resolve(import.meta.dirname, '..'));
const sources = readSources();
console.log(`${sources.length} files below packages/, without tests\n`);
for (const [what, figure, where = ''] of [...functionRows(), ...fileRows()])
  console.log(`${what.padEnd(36)}${String(figure).padStart(8)}  ${where}`.trimEnd());
if (sources.length === 0) process.exitCode = 1;

function readSources(): readonly Source[] {
  return filesOf(path.join(root, 'packages'))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.contract.ts'))
    .map((file) => ({
      file: path.relative(root, file).split(path.sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function functionRows(): readonly Row[] {
  const functions = sources.flatMap(functionsIn).toSorted((one, other) => one.lines - other.lines);
  const packages = [...new Set(functions.map(({ place }) => place.split('/')[1] ?? ''))].toSorted();
  const longest = functions.at(-1);
  const quantile = (share: number, of = functions) => of[Math.floor(of.length * share)]?.lines ?? 0;
  return [
    ['functions', functions.length],
    ['lines of a function, median', quantile(0.5)],
    ['lines of a function, p90', quantile(0.9)],
    ...packages.map((name): Row => {
      const own = functions.filter(({ place }) => place.startsWith(`packages/${name}/`));
      return [`  p90 in ${name}`, quantile(0.9, own)];
    }),
    ['lines of a function, most', longest?.lines ?? 0, longest?.place],
  ];
}

function fileRows(): readonly Row[] {
  const imports = sources.map(({ file, text }): Row => [file, importsOf(text).length]);
  const [most, mostImports] = largest(imports);
  const circles = circlesIn(importsByFile());
  const [folder, inFolder] = largest([...filesByFolder()]);
  return [
    ['imports of one file, most', mostImports, most],
    ['import circles, types included', circles.length],
    ...circles.map((files): Row => ['  files in a circle', files.length, files.join(' ')]),
    ['comments with "left out:"', sum(({ text }) => text.match(/left out:/gi)?.length ?? 0)],
    ['files in one folder, most', inFolder, folder],
    ['lines', sum(({ text }) => text.split('\n').length - 1)],
  ];
}

function importsByFile(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.map(({ file, text }) => [
      file,
      importsOf(text).flatMap(({ target }) => targetFile(file, target) ?? []),
    ]),
  );
}

function filesByFolder(): ReadonlyMap<string, number> {
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

function sum(count: (source: Source) => number): number {
  return sources.reduce((total, source) => total + count(source), 0);
}
