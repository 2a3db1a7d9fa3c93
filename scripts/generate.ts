// `npm run generate`: writes every generated file anew.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generated } from './generated.ts';

const root = path.resolve(import.meta.dirname, '..');

for (const { file, render } of generated) {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, await render());
  console.log(`wrote ${file}`);
}
