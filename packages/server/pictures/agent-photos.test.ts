// Which photos visitors are shown, and for how many accounts they are remembered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { configuration } from '@opportune/core/world/test/shop.test-support.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import { SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, PictureId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { createAgentPhotos } from './agent-photos.ts';

const account = AccountId.parse('a');
const shop = SiteId.parse('shop');
const ada = UserId.parse('ada');

function siteWith(photos: boolean): SiteSettings {
  const look = { colour: '#2f5241', radiusPx: 10, name: '', ...(photos && { photos }) };
  return SiteSettings.parse({
    ...{ id: shop, name: 'Shop', origins: [], consent: 'not-asked', honourPrivacySignals: false },
    ...{ contactButton: { shown: true, label: '' }, look },
  });
}

function setUp() {
  const bus = openMemoryBus(testLog());
  const world = { shows: true, reads: 0 };
  const photos = createAgentPhotos({
    ...{ bus, log: testLog() },
    photosOf: async () => ((world.reads += 1), new Map([[ada, PictureId.parse('p1')]])),
    current: async () => configuration([], { sites: [siteWith(world.shows)] }),
  });
  return { bus, world, photos };
}

test('[BR7.2] an agent’s photo has an address for a site only if its brand shows photos', async () => {
  const { bus, world, photos } = setUp();
  await photos.prepare(account);
  assert.equal(photos.of(account, shop, ada), 'v1/pictures/p1');
  assert.equal(photos.of(account, shop, UserId.parse('ben')), null);
  assert.equal(photos.of(account, SiteId.parse('another'), ada), null);
  world.shows = false;
  publish(bus, configurationChanged, { account, version: 2 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(photos.of(account, shop, ada), null);
  photos.close();
});

test('[OP11] fills: photos of more accounts than are kept', async () => {
  const { world, photos } = setUp();
  const at = (number: number) => AccountId.parse(`a${number}`);
  for (let number = 0; number <= tableLimits.photos; number++) await photos.prepare(at(number));
  world.reads = 0;
  assert.equal(photos.of(at(tableLimits.photos), shop, ada), 'v1/pictures/p1');
  assert.equal(world.reads, 0);
  assert.equal(photos.of(at(0), shop, ada), null, 'it was forgotten and is read again');
  assert.equal(world.reads, 1);
});
