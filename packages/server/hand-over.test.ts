// Messages from a server to its successor, over a real channel of a process that acknowledges
// handles. A client that closes during the hand-over affects only its own line.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { answerSuccessor, type Channel, type HandOverMessage, type Heir } from './hand-over.ts';

const other = new URL('./hand-over-other.test-support.ts', import.meta.url);

/**
 * Starts a process at the other end. `says` makes this end receive a message; `heard` is what the
 * process received.
 */
async function channelTo(t: TestContext) {
  const child: ChildProcess = fork(other);
  t.after(() => child.kill('SIGKILL'));
  const heard: HandOverMessage[] = [];
  child.on('message', (message: HandOverMessage) => void heard.push(message));
  const listeners: Parameters<Channel['onMessage']>[0][] = [];
  const channel: Channel = {
    send: (message, handle) =>
      new Promise((resolve, reject) => {
        const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
        child.send(message, handle as Socket | undefined, { keepOpen: true }, done);
      }),
    onMessage: (listener) => void listeners.push(listener),
  };
  const says = (message: HandOverMessage): void =>
    listeners.forEach((listener) => listener(message, undefined));
  const until = async (holds: (all: readonly HandOverMessage[]) => boolean): Promise<void> => {
    while (!holds(heard)) await once(child, 'message', { signal: AbortSignal.timeout(10_000) });
  };
  return { child, channel, says, heard, until };
}

/** Sockets as a server has them after clients connected. */
async function sockets(t: TestContext, count: number): Promise<readonly Socket[]> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const accepted: Socket[] = [];
  for (let each = 0; each < count; each++) {
    const browser = connect(port, '127.0.0.1');
    const [socket] = (await once(server, 'connection')) as [Socket];
    for (const end of [browser, socket]) end.on('error', () => {});
    accepted.push(socket);
    t.after(() => browser.destroy());
  }
  t.after(() => {
    for (const socket of accepted) socket.destroy();
    server.close();
  });
  return accepted;
}

const numbers = (heard: readonly HandOverMessage[]): readonly number[] =>
  heard.flatMap((message) => (message.type === 'socket' ? [message.number] : []));

describe('what a server gives its successor', () => {
  it('[RS6] is every listening socket that stays open, and every open connection', async (t) => {
    const { channel, says, heard, until } = await channelTo(t);
    const accepted = await sockets(t, 5);
    let heir: Heir | undefined;
    const server = { handed: () => [], sockets: () => accepted.slice(0, 4) };
    answerSuccessor(channel, server, (_kept, to) => void (heir = to));
    says({ type: 'sockets.wanted' });
    accepted[1]?.destroy();
    await until((all) => all.some(({ type }) => type === 'sockets.given'));
    assert.deepEqual(numbers(heard), [1, 3, 4]);

    says({ type: 'leave', kept: [] });
    const lines = accepted.map((socket) => ({ kind: 'visitor', socket, told: null }));
    const told = heir?.lines(lines);
    accepted[2]?.destroy();
    await told;
    await until((all) => all.some(({ type }) => type === 'lines'));
    const last = heard.find((message) => message.type === 'lines');
    assert.deepEqual(
      last?.lines.map(({ number }) => number).filter((number) => number > 0),
      [1, 3, 4, 5],
    );
  });

  it('[RS4] is nothing if the successor is gone, and nothing fails', async (t) => {
    const { child, channel, says } = await channelTo(t);
    const accepted = await sockets(t, 2);
    answerSuccessor(channel, { handed: () => [], sockets: () => accepted }, () => {});
    child.kill('SIGKILL');
    await once(child, 'exit');
    says({ type: 'engines.wanted' });
    says({ type: 'sockets.wanted' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(
      accepted.every((socket) => !socket.destroyed),
      true,
    );
  });
});
