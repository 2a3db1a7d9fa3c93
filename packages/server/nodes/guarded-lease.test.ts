// What a process of a node does when the lease of its node is over.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { leaseClock } from '../adapter/leases/lease-clock.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { guardLease, untilHeld } from './guarded-lease.ts';

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

/** Is told that the lease goes on while it is busy, for longer than the lease that it knows of. */
const busyProgram = `
  import { guardLease } from '${path.join(import.meta.dirname, 'guarded-lease.ts')}';
  import { leaseClock } from '${path.join(import.meta.dirname, '../adapter/leases/lease-clock.ts')}';
  const now = leaseClock();
  const lease = guardLease(now() + 1000, { info() {}, warn() {}, error() {} }, () => process.exit(3));
  process.on('message', (until) => lease.holdUntil(until));
  process.on('disconnect', () => process.exit(0));
  setImmediate(() => {
    process.send('busy');
    for (const end = now() + 2500; now() < end; );
    setTimeout(() => process.send('went on'), 500);
  });
`;

test('[CL19.3] a process that was busy reads first whether the lease goes on', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'busy-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'busy.mjs');
  writeFileSync(file, busyProgram);
  const child = fork(file, { execArgv: [] });
  t.after(() => child.kill('SIGKILL'));
  const said = new Promise<unknown>((resolve) => {
    child.on('message', (message) => {
      if (message === 'busy') child.send(leaseClock()() + 3_600_000);
      else resolve(message);
    });
    void once(child, 'exit').then(([code]) => resolve(`ended with ${code}`));
  });
  assert.equal(await said, 'went on');
});

test('[CL19.3] a process begins once the lease of its node holds, and not if that takes too long', async () => {
  const now = leaseClock();
  let heldUntil = now() - 1;
  let isHeld = false;
  const waiting = untilHeld(() => heldUntil).then(() => (isHeld = true));
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(isHeld, false);
  heldUntil = now() + 3_600_000;
  await waiting;
  await assert.rejects(
    untilHeld(() => 0),
    { code: 'engine.unavailable' },
  );
});
