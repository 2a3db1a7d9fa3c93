// Runs the process that makes the file of one recording (make-process.ts).
import { type ChildProcess, fork } from 'node:child_process';
import { recordingLimits } from '@opportune/protocol/limits/calls.ts';
import type { MakeAnswer } from './make-file.ts';

interface Maker {
  /** Makes `target` of these logs, in their order. 'ended': the process did not answer. */
  make(logs: readonly string[], target: string): Promise<MakeAnswer>;
  /** Ends what it makes now. */
  stop(): void;
  /** The same, for good. */
  close(): void;
}

const program = new URL('./make-process.ts', import.meta.url);

/** It may write in this folder only. It makes one file at a time. */
export function createMaker(folder: string): Maker {
  let child: ChildProcess | null = null;
  let isClosed = false;
  const stop = () => void child?.kill('SIGKILL');
  return {
    make(logs, target) {
      if (isClosed) return Promise.resolve('ended');
      const { promise, resolve } = Promise.withResolvers<MakeAnswer>();
      child = fork(program, [JSON.stringify({ logs, target })], {
        // No environment: what reads strangers' packets knows no secret.
        env: {},
        execArgv: ['--permission', '--allow-fs-read=*', `--allow-fs-write=${folder}/*`],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        ...{ timeout: recordingLimits.makingMs, killSignal: 'SIGKILL' },
      });
      child.on('message', (answer: MakeAnswer) => resolve(answer));
      child.on('exit', () => resolve('ended')).on('error', () => resolve('ended'));
      return promise.finally(() => (child = null));
    },
    stop,
    close() {
      isClosed = true;
      stop();
    },
  };
}
