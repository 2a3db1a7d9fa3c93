// `npm run bench [-- PART …]` prints one JSON line a figure, beside its target. Each part runs in a
// process of its own, so that it does not measure the memory and compiled code of another part. A
// part that fails or takes too long is reported on standard error, and the exit code is 1. A missed
// target does not change the exit code.
import { spawn } from 'node:child_process';
import { isSkipped } from './data-files.ts';
import { parts, type Part } from './parts.ts';

const one = 'OPPORTUNE_BENCH_PART';
const wanted = process.argv.slice(2);
const inside = parts.find(({ name }) => name === process.env[one]);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));

if (inside !== undefined) {
  // The parent is gone, so this part ends together with everything that it started.
  process.on('disconnect', () => process.exit(1));
  await printRows(inside);
  process.exit();
} else if (unknown.length > 0) {
  const names = parts.map(({ name }) => name).join(' ');
  process.stderr.write(`No such part: ${unknown.join(' ')}. Parts: ${names}\n`);
  process.exitCode = 2;
} else await runAll(wanted.length === 0 ? parts : parts.filter(isWanted));

function isWanted({ name, under = name }: Part): boolean {
  return wanted.includes(name) || wanted.includes(under);
}

async function runAll(chosen: readonly Part[]): Promise<void> {
  for (const part of chosen) {
    const failure = await runApart(part);
    if (failure === null) continue;
    process.stderr.write(`The part ${part.name} ${failure}; its figures are missing.\n`);
    process.exitCode = 1;
  }
}

/** Null on success, else what went wrong. */
function runApart({ name, mostMs }: Part): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', import.meta.filename], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, [one]: name },
    });
    const late = setTimeout(() => child.kill('SIGKILL'), mostMs);
    child.on('exit', (code, signal) => {
      clearTimeout(late);
      if (signal !== null) resolve(`was ended by ${signal} (it may take ${mostMs / 1000} s)`);
      else resolve(code === 0 ? null : `failed with exit code ${code}`);
    });
  });
}

async function printRows(part: Part): Promise<void> {
  const yielded = new Set<string>();
  for await (const { name, value, unit, target, how } of await part.rows()) {
    yielded.add(name);
    process.stdout.write(`${JSON.stringify({ name, value, unit, target, how })}\n`);
  }
  const missing = part.figures.filter((name) => !yielded.has(name) && !isSkipped(name));
  if (missing.length > 0) throw new Error(`the part ${part.name} yielded no ${missing.join(', ')}`);
}
