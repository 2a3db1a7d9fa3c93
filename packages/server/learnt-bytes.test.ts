// The bytes that are stated of what is learnt for an account's needs and campaigns, and of what a console
// has not read: each is filled with the largest that there can be, and measured.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { needLimits } from '@opportune/core/learning/needs/evidence.ts';
import { writeNeedModel } from '@opportune/core/learning/needs/model-bytes.ts';
import type { EngagementPolicyOptions } from '@opportune/core/learning/uplift/engagement-options.ts';
import { newEngagementPolicy, skillOf } from '@opportune/core/learning/uplift/engagement-state.ts';
import type { FollowedVisits } from '@opportune/core/learning/uplift/visit-asking.ts';
import { AccountId, NeedId } from '@opportune/protocol/ids.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { AgentLine, Gathering } from './agent/agent-line.ts';
import { shedUnread } from './http/sockets/shed-unread.ts';
import { bytesOfOne, followingTables } from './memory/following-tables.ts';
import { longId, takesAtMost, wide } from './memory/heap-bytes.test-support.ts';
import { NeedLearner } from './needs/need-learner.ts';

const clock = { now: () => 1_800_000_000_000 };
const statedOf = (name: string): number => {
  const group = followingTables.find(({ each }) => each === name);
  if (group === undefined) throw new Error(`no group ${name}`);
  return bytesOfOne(group);
};

/** With as many needs, terms and weights as a model may have. */
function largestModel(): Uint8Array {
  const needs = Array.from({ length: needLimits.needs }, (_, at) => longId(at));
  const terms = Math.floor(needLimits.weights / needs.length) - 1;
  const none = { word: 0, pair: 0, piece: 0, pieceFrom: 0, pieceTo: 0, context: 0 };
  return writeNeedModel({
    ...{ needs, examples: needLimits.examples },
    vocabulary: {
      ...{ mix: none, leastLength: 1 },
      places: Uint32Array.from({ length: terms }, (_, at) => at),
      rarity: new Float32Array(terms).fill(1),
    },
    weights: {
      steps: new Int8Array(needs.length * (terms + 1)).fill(1),
      scales: new Float32Array(needs.length).fill(1),
    },
    calibration: { factor: 1, held: 1, right: 1 },
  });
}

test('[OP11.2] the needs of accounts, with the largest model', async () => {
  const bytes = largestModel();
  const many = 4;
  await takesAtMost(many * statedOf('account whose needs are learnt'), async () => {
    const learner = new NeedLearner({
      ...{ clock, schedule: () => () => {}, log: { info() {}, warn() {}, error() {} } },
      learn: async () => bytes,
      needs: async () =>
        Array.from({ length: needLimits.needs }, (_, at) => ({
          ...{ id: NeedId.parse(longId(at)), name: wide(at, 60), skill: null },
        })),
      examples: async () => [
        { need: 'n', evidence: { said: 'x', searched: [], sections: [], errors: [] } },
      ],
    });
    for (let at = 0; at < many; at++) learner.of(AccountId.parse(longId(at)));
    await learner.settle();
    const learnt = Array.from({ length: many }, (_, at) => learner.of(AccountId.parse(longId(at))));
    assert.ok(learnt.every((each) => each?.model !== null && each?.model !== undefined));
    return learner;
  });
});

const options: EngagementPolicyOptions = {
  ...{ salt: 'salt', delaysS: [0, 10, 60, 300], needsAgent: true, features: 64 },
  ...{ exploration: 0.02, cost: 1, annoyance: 1, earliestS: 30 },
};

test('[OP11.2] a campaign that optimises, with the visits that it follows and its skills', () =>
  takesAtMost(statedOf('campaign that optimises'), () => {
    const policy = newEngagementPolicy(options);
    for (let at = 0; at < 1000; at++) skillOf(policy, longId(at));
    const followed: FollowedVisits = new Map();
    for (let at = 0; at < 20_000; at++)
      followed.set(longId(at), { cell: at, worth: at / 7, now: clock.now() + at });
    return [policy, followed];
  }));

/** A console that reads nothing, on a real connection. */
async function openSlowConsole(): Promise<{ line: AgentLine; close: () => void }> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  const upgraded = new Promise<[WebSocket, Duplex]>((resolve) =>
    server.on('upgrade', (request, stream, head) =>
      sockets.handleUpgrade(request, stream, head, (socket) => resolve([socket, stream])),
    ),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.pause();
  client.write(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const [socket, stream] = await upgraded;
  const close = (): void => {
    socket.terminate();
    client.destroy();
    server.close();
  };
  return { line: new AgentLine(socket, stream, new Gathering()), close };
}

test('[OP11.5] a console that does not read holds no more than its bound, on a real connection, and is ended', async () => {
  const { line, close } = await openSlowConsole();
  const sizeBytes = 256 * 1024;
  let most = 0;
  let sent = 0;
  for (; line.socket.readyState === line.socket.OPEN && sent < 1000; sent++) {
    line.send({ type: 'x', text: 'x'.repeat(sizeBytes) } as unknown as ConsoleServerFrame);
    most = Math.max(most, line.socket.bufferedAmount);
    await new Promise((resolve) => setImmediate(resolve));
  }
  close();
  assert.ok(sent < 1000, 'it is never ended');
  assert.ok(most > socketLimits.outboundBytes, `${most}: it was never behind`);
  // Beyond the bound: the largest frame, which does not count, and the one that went over it.
  assert.ok(most <= socketLimits.outboundBytes + 2 * (sizeBytes + 1024), `${most} bytes`);
});

test('[OP11.6] a console that is behind is closed when memory nears its maximum, long before its own bound', async () => {
  const { line, close } = await openSlowConsole();
  for (let sent = 0; line.unreadBytes < 300 * 1024 && sent < 1000; sent++) {
    shedUnread([line], 0);
    line.send({ type: 'x', text: 'x'.repeat(16 * 1024) } as unknown as ConsoleServerFrame);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(line.socket.readyState, line.socket.OPEN);
  assert.ok(line.unreadBytes < socketLimits.outboundBytes);
  shedUnread([line], 1);
  assert.equal(line.socket.readyState, line.socket.CLOSING);
  close();
});
