// Starts a shard with a channel, in a way in which it cannot outlive the first process: a guard holds a
// pipe from it, and ends the shard if the pipe ends without a word.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { Socket } from 'node:net';
import nodeFlags from '../node-flags.json' with { type: 'json' };

const program = path.join(import.meta.dirname, 'shard.ts');

// The guard is a grandchild of the shell, which then becomes the shard itself. It closes its copy of
// the channel, so that the end of the shard is the end of the channel.
const guarded = `umask 077
( ( exec 4<&-; read -r released <&3 || kill -KILL $$ ) >/dev/null 2>&1 & ); exec "$@" 3<&-`;

/** The environment, with what the memory of the C library needs. */
export function startGuardedShard(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ChildProcess {
  const words = [process.execPath, ...nodeFlags, program, ...args];
  const child = spawn('/bin/sh', ['-c', guarded, 'opportune', ...words], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'ipc'],
    env: { ...env },
    detached: true,
  });
  const guard = child.stdio[3];
  if (guard instanceof Socket) {
    guard.on('error', () => {});
    child.once('exit', () => guard.end('released\n'));
  }
  return child;
}
