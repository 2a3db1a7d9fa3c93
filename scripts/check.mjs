// `npm run check`: everything that can be said about the code without running it. The checks
// themselves are in check.ts; this installs what they need.
import { prepare, run } from './prepare.mjs';

process.exitCode = await run(prepare(), ['scripts/check.ts', ...process.argv.slice(2)]);
