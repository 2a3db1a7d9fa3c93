// When a campaign may pause itself, on the real engine. Harm shown by one network of senders is
// reported and pauses nothing. Harm shown by many pauses it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { World } from './orders-world.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

/** Visitors of an arm. The first ones order, each from the network named for it. */
function enrol(
  world: World,
  arm: 'treatment' | 'control',
  {
    visitors,
    orders,
    network,
  }: { visitors: number; orders: number; network: (at: number) => number },
): void {
  for (let at = 0; at < visitors; at++) {
    const visitor = `${arm}-${randomUUID()}`;
    const sent = { network: network(at) };
    if (at < orders) world.order(arm, visitor, sent);
    else world.enrol(arm, visitor, sent);
  }
}

const many = (at: number): number => 1 + (at % 200);
const one = (): number => 201;

test('[F30] 201 fake orders of one network are said to be harm, and pause nothing', async () => {
  const world = new World(engines);
  enrol(world, 'treatment', { visitors: 300, orders: 30, network: many });
  enrol(world, 'control', { visitors: 300, orders: 30, network: many });
  assert.equal((await world.results()).harm, null);
  enrol(world, 'control', { visitors: 201, orders: 201, network: one });
  const results = await world.results();
  assert.equal(results.harm?.measure, 'rate');
  assert.equal(results.harm.spread, false);
  assert.ok(results.harm.upper < 0);
});

test('[F30] as many orders from 201 networks are harm that pauses', async () => {
  const world = new World(engines);
  enrol(world, 'treatment', { visitors: 300, orders: 30, network: many });
  enrol(world, 'control', { visitors: 300, orders: 30, network: many });
  enrol(world, 'control', { visitors: 201, orders: 201, network: (at) => 300 + at });
  const { harm } = await world.results();
  assert.equal(harm?.spread, true);
});

test('[F30] visitors of senders that are believed, or from before it was known, count as before', async () => {
  const world = new World(engines);
  enrol(world, 'treatment', { visitors: 300, orders: 10, network: () => 0 });
  enrol(world, 'control', { visitors: 300, orders: 150, network: () => 0 });
  const { harm } = await world.results();
  assert.equal(harm?.spread, true);
});
