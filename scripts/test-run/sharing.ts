// Which test files run in one process, one after the other. A file that starts nothing and has no
// hooks shares: it leaves nothing behind. Starting a process for it would cost more than its tests.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importsOf, targetFile } from '../check-imports.ts';

/** What starts processes, threads or browsers. */
const starting = new Set([
  'node:child_process',
  'node:cluster',
  'node:worker_threads',
  'esbuild',
  'playwright-core',
  'vite',
]);
/** In a shared process hooks and mocks of one file would apply to all. */
const binding =
  /import\s*\{[^}]*\b(?:before|after|beforeEach|afterEach|mock)\b[^}]*\}\s*from 'node:test'/;

/** Why a test file, relative to `root`, has a process of its own; undefined where it shares one. */
export function reasonToStandAlone(root: string, file: string): string | undefined {
  for (const [place, { imports, binds }] of reached(root, file)) {
    if (binds) return `${place} has hooks or mocks`;
    const found = imports.find((each) => starting.has(each));
    if (found !== undefined) return `${place} imports ${found}`;
  }
  return undefined;
}

interface Source {
  readonly imports: readonly string[];
  readonly binds: boolean;
}

const read = (root: string, file: string): Source => {
  const text = readFileSync(path.join(root, file), 'utf8');
  const imports = importsOf(text).filter(({ typeOnly }) => !typeOnly);
  return { imports: imports.map(({ target }) => target), binds: binding.test(text) };
};

/** The file and all of ours that it imports, at any depth. */
function reached(root: string, file: string): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const waiting = [file];
  for (const each of waiting) {
    if (found.has(each) || !existsSync(path.join(root, each))) continue;
    const source = read(root, each);
    found.set(each, source);
    waiting.push(...source.imports.flatMap((target) => targetFile(each, target) ?? []));
  }
  return found;
}
