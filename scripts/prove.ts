// `npm run prove` runs the slow proofs in full. `npm test` runs a part of them. `npm run prove --
// chaos` runs one group, and `npm run prove -- quotes FOLDER` measures
// corpora that are not part of this project. Arguments that start with a dash go to the test runner.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { groupOf, type ProofGroup, proofGroups, slowProofs } from './proof-groups.ts';

const root = path.resolve(import.meta.dirname, '..');
const known = Object.keys(proofGroups) as ProofGroup[];
const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('-'));
const named = args.filter((arg) => !arg.startsWith('-'));
// The one group with an argument: the folder of its corpora.
const corpora = named[0] === 'quotes' ? named[1] : undefined;
const asked = corpora === undefined ? named : ['quotes'];
if (named.includes('quotes') && corpora === undefined) {
  console.error('Name the folder of the corpora: npm run prove -- quotes FOLDER');
  process.exit(2);
}
const unknown = asked.filter((arg) => !(known as string[]).includes(arg));
if (unknown.length > 0) {
  console.error(`Unknown groups: ${unknown.join(', ')}. The groups are ${known.join(', ')}.`);
  process.exit(2);
}
const files = slowProofs(root).filter(
  (file) => asked.length === 0 || asked.includes(groupOf(file) ?? ''),
);
// Without a path, every test would run.
assert.ok(files.length > 0, 'No slow proof was found.');
// A full proof may take longer than `npm test` allows.
const hour = '--test-timeout=3600000';
const child = spawn(
  process.execPath,
  [path.join(root, 'scripts/test.mjs'), ...files, hour, ...options],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      OPPORTUNE_PROOFS: 'full',
      ...(corpora !== undefined && { OPPORTUNE_QUOTES: path.resolve(corpora) }),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
