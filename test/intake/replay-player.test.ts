// The player of recorded visits against a server that is temporarily full: it waits as long as it
// is told, and nothing is lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { problem } from '@opportune/protocol/errors.ts';
import { EventId, VisitorId } from '@opportune/protocol/ids.ts';
import { play } from '@opportune/server/replay/player.ts';
import { Browser } from './browser-socket.test-support.ts';
import { shopOrigin, startCollect, until, type TestCollect } from './collect.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect({ budgets: { places: { 'greetings.address': 1 } } });
});
after(() => server.close());

/** Plays a visit of this many events, all at once. */
function played(visitor: string, events: number) {
  const visit = {
    visitor: VisitorId.parse(visitor),
    startsAt: 0,
    events: Array.from({ length: events }, (_, at) => ({
      id: EventId.parse(`${visitor}-${at}`),
      kind: 'track' as const,
      name: 'Played',
      path: '/',
      title: '',
      offsetMs: 0,
      properties: {},
    })),
  };
  const target = { url: server.url, writeKey: server.writeKey, origin: shopOrigin };
  return play(target, [{ visit, startMs: 0 }], 1, () => {});
}

test('waits as long as a refused event says, and sends it again', async () => {
  const toldMs = 1500;
  const from = performance.now();
  server.intake.failing = problem('server.overloaded', { retryAfterMs: toldMs });
  const playing = played('told', 2);
  await until(() => server.intake.refused > 0);
  server.intake.failing = null;
  const tally = await playing;
  assert.deepEqual([tally.acknowledged, [...tally.refused]], [2, []]);
  assert.ok(performance.now() - from >= toldMs);
  assert.equal(server.intake.refused, 1, 'asked before it was told to');
});

test('waits if its socket is refused, and gets in once there is room', async () => {
  const stranger = new Browser(server);
  await new Promise((resolve) => stranger.socket.once('open', resolve));
  const from = performance.now();
  const playing = played('late', 1);
  setTimeout(() => stranger.socket.terminate(), 100);
  const tally = await playing;
  assert.deepEqual([tally.acknowledged, [...tally.refused]], [1, []]);
  assert.ok(performance.now() - from >= 1000, 'the server asked for a second');
});

test('a refusal for good is counted once, and not sent again', async () => {
  const before = server.intake.refused;
  server.intake.failing = problem('event.invalid');
  const tally = await played('never', 1);
  server.intake.failing = null;
  assert.deepEqual([...tally.refused], [['event.invalid', 1]]);
  assert.equal(server.intake.refused, before + 1);
});
