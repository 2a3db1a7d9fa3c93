// Custom attributes at the intake: a declared attribute becomes a fact, an undeclared one is stored
// and reported.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, event } from './browser-socket.test-support.ts';
import { startCollect, type TestCollect } from './collect.test-support.ts';

let server: TestCollect;
before(async () => {
  server = await startCollect();
  await server.attributes.create(server.account, 'test', {
    name: 'tier',
    type: 'text',
    privacy: 'internal',
  });
});
after(() => server.close());

/** `isAway`: the declared attributes cannot be read. */
async function told(properties: Record<string, unknown>, isAway = false) {
  const browser = new Browser(server);
  await browser.arrive(server);
  server.away.configuration = isAway;
  const sent = event({ name: 'Attributes Set', properties });
  browser.send({ type: 'events', batch: 1, sentAt: Date.now(), events: [sent] });
  assert.deepEqual((await browser.frame('ack')).refused, []);
  server.away.configuration = false;
  browser.socket.terminate();
  assert.ok(server.intake.events.some(({ id }) => id === sent['id']));
  const entries = await server.entries();
  const entry = entries.find(({ received }) => received.includes(String(sent['id'])));
  return [entry?.verdict, entry?.code, entry?.path];
}

test('[I16] a value of the declared type is accepted, and so is its removal', async () => {
  assert.deepEqual(await told({ tier: 'gold' }), ['accepted', null, null]);
  assert.deepEqual(await told({ tier: null }), ['accepted', null, null]);
});

test('[I16] a value of another type is stored, and the debugger says which', async () => {
  assert.deepEqual(await told({ other: 1, tier: 5 }), [
    'told',
    'event.attribute_type',
    'properties.tier',
  ]);
});

test('[I16] an attribute that nobody declared is stored, and the debugger says so', async () => {
  assert.deepEqual(await told({ tier: 'gold', shoe: 44 }), [
    'told',
    'event.attribute_undeclared',
    'properties.shoe',
  ]);
});

test('[I16] if the declared attributes cannot be read, a stored value is not reported as refused', async () => {
  assert.deepEqual(await told({ tier: 5 }, true), ['accepted', null, null]);
});
