// What a process of a node does when the lease of its node is over, and when it goes on.
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
const batch = { token: 'one', tables: {} };

test('[CL19.3] it serves and stores while the lease holds, and again once a lapsed one goes on', async () => {
  const now = leaseClock();
  const told: string[] = [];
  const upon = { over: () => told.push('over'), held: () => told.push('held') };
  const lease = guardLease(now() + 3_600_000, silent, upon);
  let stored = 0;
  const facts = lease.guarded({ append: async () => void (stored += 1) } as unknown as FactStore);
  await facts.append(batch);
  lease.holdUntil(now() - 1);
  let isAcknowledged = false;
  const appending = facts.append(batch).then(() => (isAcknowledged = true));
  await until('it serves nobody', () => told.includes('over'));
  lease.holdUntil(now() - 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([told, stored, isAcknowledged], [['over'], 1, false]);
  lease.holdUntil(now() + 3_600_000);
  await appending;
  assert.deepEqual([told, stored], [['over', 'held'], 2]);
});

test('[CL8.1] [CL19.3] what was on its way when the lease lapsed is acknowledged once it goes on', async () => {
  const now = leaseClock();
  const lease = guardLease(now() + 3_600_000, silent, { over() {}, held() {} });
  const storing = Promise.withResolvers<void>();
  const facts = lease.guarded({ append: () => storing.promise } as unknown as FactStore);
  let isAcknowledged = false;
  const appending = facts.append(batch).then(() => (isAcknowledged = true));
  await new Promise((resolve) => setImmediate(resolve));
  lease.holdUntil(now() - 1);
  storing.resolve();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(isAcknowledged, false);
  lease.holdUntil(now() + 3_600_000);
  await appending;
});

/** Is told that the lease goes on while it is busy, for longer than the lease that it knows of. */
const busyProgram = `
  import { guardLease } from '${path.join(import.meta.dirname, 'guarded-lease.ts')}';
  import { leaseClock } from '${path.join(import.meta.dirname, '../adapter/leases/lease-clock.ts')}';
  const now = leaseClock();
  const lease = guardLease(now() + 1000, { info() {}, warn() {}, error() {} }, { over: () => process.exit(3), held() {} });
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
