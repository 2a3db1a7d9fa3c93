import assert from 'node:assert/strict';
import { it } from 'node:test';
import { busContract } from '@opportune/core/contracts/bus.contract.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { openMemoryBus } from './bus-memory.ts';

const silent = { info() {}, warn() {}, error() {} };

busContract('in memory', async () => openMemoryBus(silent));

it('promise 7: a topic that holds too much drops its oldest and says so', async () => {
  const warnings: string[] = [];
  const bus = openMemoryBus({ ...silent, warn: (event) => warnings.push(event) });
  const got: unknown[] = [];
  bus.subscribe('topic', (message) => got.push(message));
  for (let n = 0; n <= tableLimits.busMessages; n += 1) bus.publish('topic', n);
  await Promise.resolve();
  assert.equal(got.length, tableLimits.busMessages);
  assert.equal(got[0], 1);
  assert.equal(warnings.length, 1);
});
