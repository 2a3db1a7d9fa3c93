// Builds what browsers run: the tag's bundles, the console and the documents. It builds only what
// is stale. The server runs its TypeScript without a build.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { buildIfStale, type Part } from './stale.ts';

const root = path.resolve(import.meta.dirname, '..');
const shared = ['package-lock.json', 'packages/protocol', 'packages/content', 'packages/words'];

const parts: readonly Part[] = [
  {
    name: 'the tag',
    sources: [...shared, 'packages/tag'],
    output: 'packages/tag/dist/tag.js',
    build: buildTag,
  },
  {
    name: 'the console',
    sources: [...shared, 'packages/core', 'packages/console'],
    output: 'packages/console/dist/index.html',
    build: buildConsole,
  },
  {
    name: 'the documents',
    sources: [
      'package-lock.json',
      'packages/docs',
      'packages/console/theme/tokens.css',
      'packages/console/compress-files.ts',
      'docs',
      ...readdirSync(root).filter((file) => file.endsWith('.md')),
    ],
    output: 'packages/docs/dist/index.html',
    build: buildDocs,
  },
];

for (const part of parts) {
  const startedAt = performance.now();
  if (!(await buildIfStale(root, part))) continue;
  process.stderr.write(`Built ${part.name} in ${Math.round(performance.now() - startedAt)} ms.\n`);
}

async function buildTag(): Promise<void> {
  const tag: { buildTag(): Promise<unknown> } = await import('@opportune/tag/build.ts');
  await tag.buildTag();
}

function buildConsole(): Promise<void> {
  process.stderr.write('Building the console …\n');
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return program([vite, 'build', '--logLevel', 'warn'], path.join(root, 'packages', 'console'));
}

/** Runs in its own process, because the generator searches the working folder for documents. */
function buildDocs(): Promise<void> {
  return program([path.join(root, 'packages', 'docs', 'build.ts')], root);
}

function program(args: readonly string[], folder: string): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${path.basename(args[0] ?? '')} failed (${code})`)),
    );
  });
}
