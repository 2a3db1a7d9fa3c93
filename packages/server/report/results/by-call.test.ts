// What became of offered calls, on the real engine, against a world counted by hand.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { periodCalls } from './by-call.ts';
import { began, hourMs, World } from './orders-world.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

type Said = Readonly<Record<string, string | number | boolean | null>>;

function tells(world: World, visitor: string, name: string, said: Said, trust = 'server'): void {
  world.event(visitor, name, began + hourMs / 2, said, { decision: `d-${visitor}`, trust });
}

const shows = (world: World, visitor: string, said: Said) =>
  tells(world, visitor, 'Engagement Shown', said, 'page');
const ends = (
  world: World,
  visitor: string,
  accepted: boolean,
  spokeS: number | null,
  trust = 'server',
) => tells(world, visitor, 'Call Ended', { conversation: visitor, accepted, spokeS }, trust);

async function counted(world: World) {
  await world.store();
  const { items } = await periodCalls(engines.facts, world.question());
  return items.map((item) => Object.values(item));
}

it('[CX18] counts by arm who was offered a call, called, was accepted and spoke, and for how long', async () => {
  const world = new World(engines);
  for (const visitor of ['t0', 't1', 't2']) shows(world, visitor, { action: 'call' });
  // A page that cannot speak was offered a chat.
  shows(world, 't3', { instead: 'page' });
  ends(world, 't0', true, 150);
  ends(world, 't0', true, 30);
  ends(world, 't1', false, null);
  assert.deepEqual(await counted(world), [['treatment', 3, 2, 1, 1, 3]]);
});

it('[CX18] believes no page that says somebody spoke, and shows nothing where no call was offered', async () => {
  const world = new World(engines);
  shows(world, 't0', {});
  ends(world, 't0', true, 150, 'page');
  assert.deepEqual(await counted(world), []);
});
