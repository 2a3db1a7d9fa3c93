// `node scripts/run.mjs FILE …` installs what is missing, then runs a TypeScript program of the
// project with the project's Node. It builds nothing.
import { prepare, run, say } from './prepare.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  say('Usage: node scripts/run.mjs FILE [arguments]');
  process.exit(2);
}
process.exitCode = await run(prepare(), [file, ...args]);
