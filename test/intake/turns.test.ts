// Work that waits for its account's turn, on an event loop that the test stops and starts: real
// sockets and requests, some of which close before their turn.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { Browser, event } from './browser-socket.test-support.ts';
import { shopOrigin, startCollect, type TestCollect, until } from './collect.test-support.ts';

/** Room for one of two small bodies. */
const waitingBytes = 5000;

let isStill = false;
const held: (() => void)[] = [];
const turns = new FairTurns(
  {
    now: () => performance.now(),
    soon: (run) => (isStill ? void held.push(run) : void setImmediate(run)),
    settled: (run) => queueMicrotask(() => process.nextTick(run)),
  },
  { turnMs: 5, shareMs: 1, waitingBytes },
);
let server: TestCollect;
before(async () => {
  server = await startCollect({ turns });
});
afterEach(goOn);
after(() => server.close());

/** From now on everything that arrives must wait. Returns how much is waiting. */
function standStill(): number {
  isStill = true;
  turns.wait('somebody else', 0, () => {});
  return turns.sizeBytes;
}

function goOn(): void {
  isStill = false;
  for (const run of held.splice(0)) setImmediate(run);
}

const frame = (batch: number) => ({
  ...{ type: 'events', batch, sentAt: server.clock.now(), events: [event()] },
});

function post(): Promise<Response> {
  const events = [event({ properties: { text: 'x'.repeat(400) } })];
  return fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { origin: shopOrigin },
    body: JSON.stringify({ key: server.writeKey, visitor: 'visitor-of-the-turns', events }),
  });
}

test('[I24] a body that finds no room to wait is refused with 503 and may retry, and a waiting one is accepted', async () => {
  const atRest = standStill();
  const first = post();
  await until(() => turns.sizeBytes > atRest);
  const { length } = server.intake.batches;
  const second = await post();
  assert.equal(second.status, 503);
  assert.equal(second.headers.get('retry-after'), '1');
  assert.equal(((await second.json()) as { code: string }).code, 'server.overloaded');
  assert.equal(server.intake.batches.length, length);
  goOn();
  assert.equal((await first).status, 200);
  assert.equal((await post()).status, 200);
  assert.equal(turns.sizeBytes, 0);
});

test('[I24] a socket that closes drops the frame that waits for its turn', async () => {
  const browser = new Browser(server);
  await browser.arrive(server);
  const { length } = server.intake.batches;
  const sockets = server.collect.connected.sockets;
  const atRest = standStill();
  for (const batch of [1, 2]) browser.send(frame(batch));
  await until(() => turns.sizeBytes > atRest);
  browser.socket.terminate();
  await until(() => server.collect.connected.sockets < sockets);
  assert.equal(turns.sizeBytes, atRest);
  goOn();
  await until(() => turns.sizeBytes === 0);
  assert.equal(server.intake.batches.length, length);
});

test('[I24] [RS2] a socket with a waiting frame counts as unanswered until the frame was handled and answered', async () => {
  const browser = new Browser(server);
  await browser.arrive(server);
  const atRest = standStill();
  browser.send(frame(1));
  await until(() => turns.sizeBytes > atRest);
  const lines = server.sources.get('visitor')?.stay() ?? [];
  const [line] = lines;
  assert.equal(lines.length, 1);
  assert.equal(line?.isAnswered(), false);
  goOn();
  await browser.frame('ack', ({ batch }) => batch === 1);
  await until(() => line?.isAnswered() === true);
  assert.notEqual(line?.told(), null);
  // Nothing more is read from it, so its end would not be noticed.
  line?.socket.destroy();
});
