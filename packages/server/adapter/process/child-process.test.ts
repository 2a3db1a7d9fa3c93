// A guarded child whose server is killed ends, even if it ignores signals.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { runs, until } from './processes.test-support.ts';

const module = path.join(import.meta.dirname, 'child-process.ts');

/** A process that holds a guarded child, and the child's pid. */
async function holding(t: TestContext, command: readonly string[]) {
  const script = `
    const { spawnGuarded } = await import(${JSON.stringify(module)});
    const child = spawnGuarded({
      command: ${JSON.stringify(command[0])}, args: ${JSON.stringify(command.slice(1))},
      user: { prefix: [] }, env: { PATH: '/usr/bin:/bin' },
      onLine: () => console.log(child.pid),
    });`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: holder.stdout }), 'line');
  const pid = Number(line);
  assert.ok(runs(pid));
  return { holder, pid };
}

// The guard of each waits for up to twenty seconds.
describe('a guarded child', { concurrency: true }, () => {
  it('[OP2] ends with its killed server even if it is frozen', async (t) => {
    const { holder, pid } = await holding(t, [
      '/bin/sh',
      '-c',
      'echo up >&2; while :; do sleep 1; done',
    ]);
    process.kill(pid, 'SIGSTOP');
    holder.kill('SIGKILL');
    await until('it has ended', () => !runs(pid), 30_000);
  });

  it('[OP2] ends with its killed server even if it hangs and ignores signals', async (t) => {
    const deaf = "trap '' INT QUIT; echo up >&2; while :; do sleep 1; done";
    const { holder, pid } = await holding(t, ['/bin/sh', '-c', deaf]);
    holder.kill('SIGKILL');
    await until('it has ended', () => !runs(pid), 30_000);
  });
});
