// `npm start` as people use it, for tests and benches: runs the script on a folder of its own,
// collects its output and what it leaves behind, and restarts it.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { processes, until } from '@opportune/server/adapter/process/processes.test-support.ts';

const checkout = path.resolve(import.meta.dirname, '..', '..');
const readyMs = 120_000;
const readyWords = 'Ctrl-C stops it';

export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

/**
 * Node's compile cache is shared by a whole run of tests. Otherwise each folder would build its
 * own.
 */
const { NODE_COMPILE_CACHE: compiled } = process.env;

/** What runs the script in a checkout: as a rule, Node itself. */
const scriptOf = (root: string): readonly [string, ...string[]] => [
  process.execPath,
  path.join(root, 'scripts', 'start.mjs'),
];

/** Starts the script, or what runs it, as a terminal does: in a process group of its own. */
export function startScript(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  {
    root = checkout,
    by = scriptOf(root),
  }: { readonly root?: string; readonly by?: readonly [string, ...string[]] } = {},
): Started {
  const [command, ...first] = by;
  const child = spawn(command, [...first, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
      // As on a machine with two cores, on any.
      OPPORTUNE_PROCESSES: '1',
      ...environment,
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  return { child, output: () => text, exit };
}

/** The address of its console, once the `nth` server has reported it. */
export async function ready(started: Started, nth = 1): Promise<string> {
  const gone = started.exit.then((code) =>
    assert.fail(`it ended with ${code}: ${started.output()}`),
  );
  gone.catch(() => {});
  const times = () => started.output().split(readyWords).length - 1;
  const isReady = until(`it is ready (${nth})`, () => times() >= nth, readyMs).catch(
    (error: Error) => assert.fail(`${error.message}: ${started.output()}`),
  );
  await Promise.race([isReady, gone]);
  return /Console +(\S+)/.exec(started.output())?.[1] ?? assert.fail(started.output());
}

/** What still runs on the folder or in the script's group. */
export function left(folder: TestFolder, { child }: Started): readonly string[] {
  const found = processes().filter(
    ({ pid, session, command }) =>
      pid !== process.pid && (session === child.pid || command.includes(folder.path)),
  );
  return found.map(({ command }) => command);
}

/** The processes of the folder whose command contains the word, the oldest first. */
export function pidsOf(folder: TestFolder, word: string): readonly number[] {
  return processes()
    .filter(
      ({ command }) =>
        command.includes(word) &&
        command.includes(folder.path) &&
        !command.startsWith('/bin/sh') &&
        !command.includes('start.mjs'),
    )
    .map(({ pid }) => pid)
    .toSorted((one, other) => startOf(one) - startOf(other) || one - other);
}

/** When it started, by proc(5), in ticks: pids begin anew at some number. 0 elsewhere than on Linux. */
function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
}
