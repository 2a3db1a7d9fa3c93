// Which test files run in one process, one after the other: those that start no process or thread
// themselves. What they open on the engines of the run, or start of the server in their own process,
// their hooks close, and their browser is that of the next. Loading the server for each would cost more
// than most tests.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importsOf, targetFile } from '../check-imports.ts';
import { drivesBrowser, runsAlone } from './plan.ts';

/** What a test file imports that may use the engines of the run. */
export const engineSupport = 'packages/server/adapter/engines.test-support.ts';

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
/** A process opens one folder with it, and keeps it open: two files could not each have theirs. */
const embeddedFacts = 'chdb/connection';
/** What a test file measures its heap with. Garbage of the files before it would count. */
const heap = 'node:v8';
/** In a shared process those of one file would apply to all. */
const mocks = /import\s*\{[^}]*\bmock\b[^}]*\}\s*from 'node:test'/;
/**
 * Of a support file, hooks and what it draws once would be of the first file that loads it. A function
 * draws whenever it is called.
 */
const once = /^(?:(?:before|after|beforeEach|afterEach)\(|(?:export )?const (?!.*=>).*\brandom)/m;
const isSupport = (file: string) => /\.(test-support|contract)\.ts$/.test(file);
/** What the server starts it ends itself, as engines do that a file asks for; the last only looks. */
const isServers = (file: string) =>
  (file.startsWith('packages/server/') && !/\.test(-support)?\.ts$/.test(file)) ||
  file === engineSupport ||
  file === 'packages/server/adapter/process/processes.test-support.ts';

/** What browsers and the product are started by, and ended. */
const browserSupport = new Set([
  'packages/tag/test/browser.test-support.ts',
  'test/e2e/product.test-support.ts',
]);

interface Source {
  readonly imports: readonly string[];
  readonly binds: boolean;
}

export function sourcesBelow(root: string): Sources {
  const known = new Map<string, Source>();
  return {
    reasonToStandAlone(file) {
      if (read(file).imports.includes(heap)) return `${file} imports ${heap}`;
      const mayDrive = drivesBrowser(file) && !runsAlone(file);
      for (const place of reached(file)) {
        const { imports, binds } = read(place);
        if (binds) return `${place} has mocks, or something of one file alone`;
        if (imports.includes(embeddedFacts)) return `${place} imports ${embeddedFacts}`;
        if (isServers(place) || (mayDrive && browserSupport.has(place))) continue;
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
    const source = {
      imports: imports.map(({ target }) => target),
      binds: mocks.test(text) || (isSupport(file) && once.test(text)),
    };
    known.set(file, source);
    return source;
  }
}
