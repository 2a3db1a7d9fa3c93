// `npm start`: installs what is missing, builds what is stale, then becomes the server's parent:
// arguments go in, signals go through, the exit code comes out. SIGUSR2 restarts (serve.mjs).
import { prepare, run } from './prepare.mjs';
import { serve } from './serve.mjs';

const args = process.argv.slice(2);
const node = prepare();
const asks = args.includes('--help') || args.includes('--version');
const built = asks ? 0 : await run(node, ['scripts/build.ts']);
process.exitCode = built !== 0 ? built : await serve(node, args);
