// `npm start`: installs what is missing, builds what is stale, then becomes the server's parent:
// arguments go in, signals go through, the exit code comes out.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prepare, root, run } from './prepare.mjs';

// A small young generation: collecting a large one stops every decision for 15–30 ms.
const flags = JSON.parse(readFileSync(path.join(root, 'packages/server/node-flags.json'), 'utf8'));

const args = process.argv.slice(2);
const node = prepare();
const asks = args.includes('--help') || args.includes('--version');
const built = asks ? 0 : await run(node, ['scripts/build.ts']);
process.exitCode =
  built !== 0
    ? built
    : await run(node, [...flags, 'packages/server/main.ts', ...args], {
        stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      });
