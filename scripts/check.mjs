// `npm run check`: installs what the checks need, then runs check.ts.
import { prepare, run } from './prepare.mjs';

process.exitCode = await run(prepare(), ['scripts/check.ts', ...process.argv.slice(2)]);
