// ClickHouse by URL for tests, in a process of its own, which tests can kill and stop.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openClickhouseHttp } from './clickhouse-http.test-support.ts';

export interface ClickhouseApart {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** Serves the engine in this folder. `port`: that of one which was killed. */
export async function openClickhouseApart(folder: string, port = 0): Promise<ClickhouseApart> {
  const child = fork(import.meta.filename, [folder, String(port)], { execArgv: [] });
  const ended = once(child, 'exit');
  const said = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (said === null) throw new Error('the ClickHouse of this test ended');
  return {
    ...{ url: String(said[0]), child },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  const [, , folder = '', port] = process.argv;
  const { url } = await openClickhouseHttp(folder, Number(port));
  process.on('disconnect', () => process.exit(0));
  process.send?.(url);
}
