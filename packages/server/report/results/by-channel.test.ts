// Over which channels visitors talked, on the real engine, against a world counted by hand.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { periodChannels } from './by-channel.ts';
import { began, hourMs, World } from './orders-world.test-support.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

interface Talk {
  readonly channel?: string;
  readonly name?: string;
  readonly trust?: string;
  readonly decision?: string;
}

/** An event of a conversation that began from the engagement, unless it says otherwise. */
function talk(world: World, visitor: string, { channel, name, trust, decision }: Talk = {}): void {
  world.event(
    visitor,
    name ?? 'Conversation Started',
    began + hourMs / 2,
    { conversation: `${visitor} ${channel ?? ''}`, ...(channel !== undefined && { channel }) },
    { decision: decision ?? `d-${visitor}`, trust: trust ?? 'server' },
  );
}

async function counted(world: World) {
  await world.store();
  const { items } = await periodChannels(engines.facts, world.question());
  return items.map(({ channel, arm, ...of }) => [channel, arm, ...Object.values(of)]);
}

it('[F25] counts by channel who talked after the engagement, and what they ordered', async () => {
  const world = new World(engines);
  for (const visitor of ['t0', 't1']) talk(world, visitor, { channel: 'c_whatsapp' });
  world.enrol('treatment', 'without-order');
  talk(world, 'without-order', { channel: 'c_whatsapp' });
  talk(world, 't2');
  world.report({ of: 't1', says: { total: 20 } });
  assert.deepEqual(await counted(world), [
    ['c_whatsapp', 'treatment', 3, 2, 100],
    ['web', 'treatment', 1, 1, 60],
  ]);
});

it('[F25] whoever talked over two channels is in both, and in each once', async () => {
  const world = new World(engines);
  talk(world, 't0');
  talk(world, 't0', { channel: 'c_line' });
  talk(world, 't0', { channel: 'c_line', name: 'Conversation Reopened' });
  assert.deepEqual(await counted(world), [
    ['c_line', 'treatment', 1, 1, 60],
    ['web', 'treatment', 1, 1, 60],
  ]);
});

it('[F25] a conversation from elsewhere, one that a page claims, and control do not count', async () => {
  const world = new World(engines);
  talk(world, 't0', { decision: '', channel: 'c_line' });
  talk(world, 't1', { decision: 'of another campaign', channel: 'c_line' });
  talk(world, 't2', { trust: 'page', channel: 'c_line' });
  talk(world, 'c0', { channel: 'c_line' });
  assert.deepEqual(await counted(world), []);
});
