// The benches' load generator against the real intake. Its counts must be exact, or its figures
// mean nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLoad, standardEvents } from './intake-client.ts';
import { percentile } from './row.ts';
import { shopOrigin, startCollect } from '../test/intake/collect.test-support.ts';

/** For a busy machine: every frame is answered, however late. */
const graceMs = 110_000;

test('a load counts every event that it sent, and the server stores exactly those', async () => {
  const server = await startCollect();
  const load = await openLoad({
    url: server.url,
    key: server.writeKey,
    origin: shopOrigin,
    prefix: 'load-',
    events: standardEvents,
    visitors: 60,
    processes: 2,
  });
  assert.equal(server.collect.connected.sockets, 60);
  const result = await load.run({ eventsPerSecond: 600, framesOf: 3, durationMs: 1000, graceMs });
  assert.deepEqual(
    [result.eventsAcknowledged, result.eventsRefused, result.eventsUnanswered, result.socketsLost],
    [result.eventsSent, {}, 0, 0],
  );
  assert.ok(result.eventsSent >= 590 && result.eventsSent <= 610, String(result.eventsSent));
  assert.equal(server.intake.events.length, result.eventsSent);
  assert.equal(result.ackMs.length, result.eventsSent / 3);
  assert.ok(percentile(result.ackMs, 0.5) <= percentile(result.ackMs, 0.99));
  const [stored] = await server.engines.facts.query<{ n: string }>(
    server.account,
    'SELECT toString(count()) AS n FROM $events',
  );
  assert.equal(stored?.n, String(result.eventsSent));
  const again = await load.run({ eventsPerSecond: 600, framesOf: 3, durationMs: 500, graceMs });
  assert.equal(again.eventsAcknowledged, again.eventsSent);
  assert.equal(server.intake.events.length, result.eventsSent + again.eventsSent);
  const ids = new Set(server.intake.events.map(({ id }) => id));
  assert.equal(ids.size, server.intake.events.length, 'no id of a run comes again in the next');
  await load.close();
  await server.close();
});
