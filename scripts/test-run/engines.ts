// The engines that the files of a run share, in a process that ends with the run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface RunEngines {
  /** For the environment of the files. */
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
  close(): Promise<void>;
}

const adapter = 'packages/server/adapter';

/** `onGone` is told when they end before they are closed. */
export async function openRunEngines(
  root: string,
  onGone: (how: string) => void,
): Promise<RunEngines> {
  const program = path.join(root, adapter, 'shared-engines.test-support.ts');
  // Its input ends with us, and it then ends its engines. In a session of its own it does not get
  // the Ctrl-C of a terminal.
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const gone = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), gone])) as unknown[];
  if (typeof line !== 'string') throw new Error('The engines of the run did not start.');
  let isClosing = false;
  void gone.then(([code, signal]) => {
    if (!isClosing) onGone(`${signal ?? `exit code ${code}`}`);
  });
  return {
    env: { OPPORTUNE_TEST_ENGINES: line },
    pid: child.pid ?? 0,
    async close() {
      isClosing = true;
      child.stdin.end();
      await gone;
    },
  };
}
