// `npm start`: installs what is missing, builds what is stale, then becomes the server's parent:
// arguments go in, signals go through, the exit code comes out. SIGUSR2 restarts (serve.mjs).
import { prepare, run } from './prepare.mjs';
import { serve } from './serve.mjs';

/** How often it is looked whether npm is there still: the system does not tell. */
const lookMs = 250;

const args = process.argv.slice(2);
endWithNpm();
const node = prepare();
const asks = args.includes('--help') || args.includes('--version');
const built = asks ? 0 : await run(node, ['scripts/build.ts']);
process.exitCode = built !== 0 ? built : await serve(node, args);

/** npm passes SIGINT and SIGTERM on, but neither SIGHUP nor its own death. */
function endWithNpm() {
  const { npm_lifecycle_event: script, npm_package_name: name } = process.env;
  if (script !== 'start' || name !== 'opportune') return;
  const npm = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, lookMs);
  looking.unref();
}
