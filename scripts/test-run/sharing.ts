// Which test files run in one process, one after the other. A file that starts nothing and has no
// hooks shares: it leaves nothing behind. Starting a process for it would cost more than its tests.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importsOf, targetFile } from '../check-imports.ts';

/** What test files import, at any depth. Files are relative to the root. */
export interface Sources {
  /** Why a test file has a process of its own; undefined where it shares one. */
  reasonToStandAlone(file: string): string | undefined;
  reaches(file: string, target: string): boolean;
}

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

interface Source {
  readonly imports: readonly string[];
  readonly binds: boolean;
}

export function sourcesBelow(root: string): Sources {
  const known = new Map<string, Source>();
  return {
    reasonToStandAlone(file) {
      for (const place of reached(file)) {
        const { imports, binds } = read(place);
        if (binds) return `${place} has hooks or mocks`;
        const found = imports.find((each) => starting.has(each));
        if (found !== undefined) return `${place} imports ${found}`;
      }
      return undefined;
    },
    reaches: (file, target) => reached(file).has(target),
  };

  /** The file and all of ours that it imports. */
  function reached(file: string): ReadonlySet<string> {
    const found = new Set([file]);
    for (const each of found)
      for (const target of read(each).imports) {
        const ours = targetFile(each, target);
        if (ours !== undefined && existsSync(path.join(root, ours))) found.add(ours);
      }
    return found;
  }

  function read(file: string): Source {
    const before = known.get(file);
    if (before !== undefined) return before;
    const text = readFileSync(path.join(root, file), 'utf8');
    const imports = importsOf(text).filter(({ typeOnly }) => !typeOnly);
    const source = { imports: imports.map(({ target }) => target), binds: binding.test(text) };
    known.set(file, source);
    return source;
  }
}
