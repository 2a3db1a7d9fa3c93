// The clock of a sample shop at its end: it stands still, and what closes may still wait for a timer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { openJsonLog } from '../adapter/log-json.ts';
import { Ledger } from '../engage/ledger/ledger.ts';
import { simulatedTime } from './simulated-time.ts';

const row: FactRow = { account: 'a', site: 's', at: 0, received_at: 0, decision: '' };

test('[SH4] [SH8.4] what happens in the last moment is stored, although its batch waits for a timer', async () => {
  const time = simulatedTime(0);
  let stored = 0;
  const log = { append: async () => void stored++ };
  const options = { clock: time, schedule: time.schedule, run: 'r' };
  const ledger = new Ledger(log, openJsonLog('silent'), options);
  void ledger.append([{ table: 'events', row }]);
  await time.runUntil(1000);
  void ledger.append([{ table: 'events', row }]);
  await time.finish(ledger.settle());
  assert.equal(stored, 2);
});

test('[SH3] nobody acts while everything closes, and the clock stands still', async () => {
  const time = simulatedTime(0);
  let acted = false;
  await time.runUntil(1000);
  time.at(1500, () => void (acted = true));
  const closing = new Promise<void>((closed) => void time.schedule(20, closed));
  await time.finish(closing);
  assert.equal(acted, false);
  assert.equal(time.now(), 1000);
});

test('what cannot be closed fails', async () => {
  const time = simulatedTime(0);
  await assert.rejects(time.finish(Promise.reject(new Error('no disk'))), /no disk/);
});
