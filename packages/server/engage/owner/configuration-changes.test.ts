// Configuration changes while their store was unavailable.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, configuration } from '@opportune/core/world/test/shop.test-support.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { configurationsOf, deciding } from '../../testing/engage.test-support.ts';
import { AccountEngines } from './account-engine.ts';
import { followConfigurations } from './configuration-changes.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function following() {
  const store: { newest: Configuration; away: boolean } = {
    newest: configuration([]),
    away: false,
  };
  const engines = new AccountEngines(
    {
      ...configurationsOf(() => store.newest),
      async current() {
        if (store.away) throw new Error('the store is away');
        return store.newest;
      },
    },
    deciding().intent,
  );
  await engines.of(account);
  const errors: string[] = [];
  const log = { info() {}, warn() {}, error: (what: string) => void errors.push(what) };
  const bus = openMemoryBus(log);
  const waits: { readonly delayMs: number; readonly run: () => void }[] = [];
  const schedule: Schedule = (delayMs, run) => {
    const wait = { delayMs, run };
    waits.push(wait);
    return () => void waits.splice(waits.indexOf(wait), 1);
  };
  const stop = followConfigurations(
    { bus, log, schedule },
    async (of) => void (await engines.reload(of)),
  );
  const change = async (): Promise<void> => {
    store.newest = { ...store.newest, version: store.newest.version + 1 };
    publish(bus, configurationChanged, { account, version: store.newest.version });
    await settled();
  };
  /** Fires the first waiting timer. Returns its delay. */
  const wait = async (): Promise<number | undefined> => {
    const first = waits.shift();
    first?.run();
    await settled();
    return first?.delayMs;
  };
  const isFollowed = (): boolean =>
    engines.get(account)?.configuration.version === store.newest.version;
  return { store, errors, waits, stop, change, wait, isFollowed };
}

test('a change that could not be read is followed once the store is back', async () => {
  const { store, errors, waits, change, wait, isFollowed } = await following();
  await change();
  assert.ok(isFollowed());
  store.away = true;
  await change();
  assert.equal(isFollowed(), false);
  assert.deepEqual([await wait(), await wait()], [1000, 2000]);
  store.away = false;
  assert.equal(await wait(), 4000);
  assert.ok(isFollowed());
  assert.deepEqual(errors, Array(3).fill('engage.configuration_failed'));
  assert.deepEqual(waits, []);
});

test('of several changes that could not be read one look is made, and none after the end', async () => {
  const { store, waits, stop, change, wait } = await following();
  store.away = true;
  await change();
  await change();
  assert.equal(waits.length, 1);
  stop();
  assert.deepEqual(waits, []);
  assert.equal(await wait(), undefined);
});
