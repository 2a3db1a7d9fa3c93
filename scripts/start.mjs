// `npm start` installs what is missing, builds what is stale, then runs the server as a child. It
// passes arguments and signals on and returns the server's exit code. SIGUSR2 restarts (serve.mjs).
import { prepare, run } from './prepare.mjs';
import { serve } from './serve.mjs';

/** How often to check whether npm still runs. The system does not report its end. */
const lookMs = 250;

const args = process.argv.slice(2);
endWithNpm();
const node = prepare();
const asks = args.includes('--help') || args.includes('--version');
const built = asks ? 0 : await run(node, ['scripts/build.ts']);
process.exitCode = built !== 0 ? built : await serve(node, args);

/** npm passes SIGINT and SIGTERM on, but not SIGHUP, and does not stop its child when it dies. */
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
