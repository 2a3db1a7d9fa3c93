// `npm run generate` writes every generated file. With `-- --check` it writes nothing, names stale
// files, and fails if there are any.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generated } from './generated.ts';

const root = path.resolve(import.meta.dirname, '..');
const checkOnly = process.argv.includes('--check');

for (const { file, render } of generated) {
  const target = path.join(root, file);
  const text = await render();
  if (checkOnly) {
    const fresh = existsSync(target) && readFileSync(target, 'utf8') === text;
    console.log(`${fresh ? 'fresh' : 'STALE'} ${file}`);
    if (!fresh) process.exitCode = 1;
    continue;
  }
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`wrote ${file}`);
}
