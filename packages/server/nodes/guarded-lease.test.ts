// What a process of a node does when the lease of its node is over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { leaseClock } from '../adapter/leases/lease-clock.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { guardLease } from './guarded-lease.ts';

const silent = { info() {}, warn() {}, error() {} };
const stores = { append: async () => {} } as unknown as FactStore;
const batch = { token: 'one', tables: {} };

test('[CL19.3] it acknowledges while the lease holds, and ends once it is over', async () => {
  const now = leaseClock();
  let ended = 0;
  const lease = guardLease(now() + 3_600_000, silent, () => (ended += 1));
  await lease.guarded(stores).append(batch);
  assert.equal(ended, 0);
  lease.holdUntil(now() - 1);
  let isAcknowledged = false;
  void lease
    .guarded(stores)
    .append(batch)
    .then(() => (isAcknowledged = true));
  await until('it has ended', () => ended > 0);
  assert.equal(isAcknowledged, false);
});
