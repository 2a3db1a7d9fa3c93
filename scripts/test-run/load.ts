// Processes that only keep the machine busy while a run lasts, so that it shows which tests depend on
// load. They end with the run, however it ends.
import { spawn } from 'node:child_process';

const busy = 'const { ppid } = process; while (process.ppid === ppid);';

/** Answers what ends them. */
export function startLoad(processes: number): () => void {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['-e', busy], { stdio: 'ignore' }),
  );
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}
