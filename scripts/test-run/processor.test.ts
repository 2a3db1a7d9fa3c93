// Real processes: what one becomes is read from /proc.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openProcessorTime } from './processor.ts';

/** Waits for the name of a program, becomes Node with it, and computes until it is ended. */
const program = `process.stdin.once('data', (name) => {
  const args = [process.execPath, '-e', 'console.log(); for (;;) {}', String(name)];
  process.execve(process.execPath, args, process.env);
});`;

test(
  'what a process uses counts for the program that it has become, whatever both are called',
  { skip: existsSync('/proc/self/stat') ? false : 'nothing is known here' },
  async () => {
    const processor = openProcessorTime();
    const child = spawn(process.execPath, ['-e', program], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const gone = once(child, 'exit');
    const spent = (kind: Parameters<ReturnType<typeof processor.sums>['get']>[0]): number =>
      processor.sums().get(kind) ?? 0;
    try {
      while (spent('products and programs apart') === 0) await pause(20);
      assert.equal(spent('ClickHouse'), 0);
      child.stdin.write('/facts/engine-host.ts');
      // Node is called as before again.
      await once(child.stdout, 'data');
      while (spent('ClickHouse') === 0) await pause(20);
    } finally {
      processor.close();
      child.kill('SIGKILL');
      await gone;
    }
  },
);
