// A real `nats-server` for tests, on a free port of 127.0.0.1. Tests that need it are skipped by name
// where it is not installed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

function hasNats(): boolean {
  try {
    execFileSync('nats-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** For the options of a test. */
export const withNats = { skip: hasNats() ? false : 'nats-server is not installed' };

export interface NatsServer {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** Starts it. `port`: that of one which was killed. */
export async function startNats(port = 0): Promise<NatsServer> {
  const wanted = port === 0 ? -1 : port;
  const child = spawn('nats-server', ['--addr', '127.0.0.1', '--port', String(wanted)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  const found = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stderr }).on('line', (line) => {
      const listening = /client connections on [^ ]*:(\d+)/.exec(line)?.[1];
      if (listening !== undefined) resolve(Number(listening));
    });
    void exited.then(() => reject(new Error('nats-server ended')));
  });
  await answers(found);
  return {
    url: `nats://127.0.0.1:${found}`,
    child,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** It says that it listens a moment before it does. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
