// `node scripts/run.mjs FILE …`: runs one of the project's TypeScript programs with the project's
// Node, after installing what is missing. It builds nothing.
import { prepare, run, say } from './prepare.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  say('Usage: node scripts/run.mjs FILE [arguments]');
  process.exit(2);
}
process.exitCode = await run(prepare(), [file, ...args]);
