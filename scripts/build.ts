// Builds what browsers run: the tag's bundles and the console. Only what is stale is built;
// `--force` builds all of it. The server runs its TypeScript as it is.
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
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: path.join(root, 'packages', 'console'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`vite build failed (${code})`)),
    );
  });
}
