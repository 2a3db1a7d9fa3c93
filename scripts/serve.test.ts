// Runs serve.mjs with other programs instead of the server, which stay or cannot be run. A failed
// restart does not affect the running server, and the next restart begins like the first.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';

const serve = path.join(import.meta.dirname, 'serve.mjs');

/** `npm start` from the point where it serves, with `program` as its Node, and its output. */
function holding(t: TestContext, program: string, environment: NodeJS.ProcessEnv = {}) {
  const script = `(await import(${JSON.stringify(serve)})).serve(${JSON.stringify(program)}, [])`;
  const held = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  t.after(async () => {
    if (held.exitCode !== null || held.signalCode !== null) return;
    held.kill('SIGTERM');
    await once(held, 'exit');
  });
  const said: string[] = [];
  const lines = createInterface({ input: held.stderr });
  lines.on('line', (line) => said.push(line));
  createInterface({ input: held.stdout }).on('line', (line) => {
    said.push(line);
    lines.emit('said');
  });
  lines.on('line', () => lines.emit('said'));
  const says = async (wanted: RegExp, times = 1): Promise<void> => {
    while (said.filter((line) => wanted.test(line)).length < times)
      await once(lines, 'said', { signal: AbortSignal.timeout(20_000) });
  };
  return { held, said, says };
}

/** Whether its parent knows that it has ended. */
function isReaped(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** Writes a program that runs instead of Node. `$1` says whether it builds. */
function programOf(t: TestContext, script: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-held-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const program = path.join(folder, 'node');
  writeFileSync(program, `#!/bin/sh\ncd '${folder}'\n${script}`);
  chmodSync(program, 0o755);
  return program;
}

test('[OP1] a server that is killed while a restart builds ends all: nothing is started any more', async (t) => {
  const program = programOf(
    t,
    `case "$*" in
  *build.ts*) echo builds; until [ -e built ]; do sleep 0.05; done ;;
  *) echo "serves $$"; exec sleep 30 ;;
esac
`,
  );
  const { held, said, says } = holding(t, program);
  await says(/^serves/);
  held.kill('SIGUSR2');
  await says(/^builds$/);
  const server = Number(said.find((line) => line.startsWith('serves'))?.split(' ')[1]);
  process.kill(server, 'SIGKILL');
  // Its end is known before the end of the build.
  await until('its end is known', () => isReaped(server));
  writeFileSync(path.join(path.dirname(program), 'built'), '');
  await once(held, 'exit', { signal: AbortSignal.timeout(20_000) });
  assert.equal(said.filter((line) => line.startsWith('serves')).length, 1, said.join('\n'));
});

test('[OP1] a server that is asked to stop while its successor loads takes the successor along', async (t) => {
  const program = programOf(
    t,
    `case "$*" in *build.ts*) exit 0 ;; esac
echo "serves $$"
trap 'exit 0' TERM
while :; do sleep 0.05; done
`,
  );
  const { held, said, says } = holding(t, program);
  await says(/^serves/);
  held.kill('SIGUSR2');
  await says(/^serves/, 2);
  const [first] = said.flatMap((line) => (line.startsWith('serves') ? [line.split(' ')[1]] : []));
  process.kill(Number(first), 'SIGTERM');
  const [code] = await once(held, 'exit', { signal: AbortSignal.timeout(20_000) });
  assert.equal(code, 0);
});

test('[RS3] a successor that cannot be run leaves the server as it is, and the next restart is begun', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-held-'));
  const program = path.join(folder, 'node');
  const away = path.join(folder, 'away');
  // Deletes itself when it builds. Otherwise it serves and stays.
  writeFileSync(
    program,
    `#!/bin/sh
case "$*" in *build.ts*) mv '${program}' '${away}' ;; *) echo serves; exec sleep 30 ;; esac
`,
  );
  chmodSync(program, 0o755);
  const { held, says } = holding(t, program);
  t.after(() => rmSync(folder, { recursive: true }));
  await says(/^serves$/);
  held.kill('SIGUSR2');
  await says(/could not be run/);
  await says(/The server goes on/);
  // Even its build cannot be run.
  held.kill('SIGUSR2');
  await says(/could not be run/, 2);
  await says(/The build failed/);
  renameSync(away, program);
  held.kill('SIGUSR2');
  await says(/could not be run/, 3);
  assert.equal(held.exitCode, null);
});

test('[OP9.5] the server has the allocator of node-environment.json, or that of the administrator', async (t) => {
  const script = 'echo "arenas $MALLOC_ARENA_MAX, trims at $MALLOC_TRIM_THRESHOLD_"; exec sleep 30';
  const program = programOf(t, script);
  await holding(t, program).says(/^arenas 2, trims at 131072$/);
  await holding(t, program, { MALLOC_ARENA_MAX: '4' }).says(/^arenas 4, trims at 131072$/);
});
