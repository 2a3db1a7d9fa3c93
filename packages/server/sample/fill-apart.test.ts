// The thread that fills a sample shop is bounded in memory, and reaching the bound harms nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { readCommandLine } from '../config.ts';
import { memoryPlan } from '../memory/plan.ts';
import { fillApart } from './fill-apart.ts';
import type { SampleOrder } from './order.ts';

const MiB = 1024 * 1024;
const order: SampleOrder = {
  ...{ owner: AccountId.parse('a-owner'), language: 'en', timeZone: 'UTC', currency: 'EUR' },
  ...{ now: Date.UTC(2026, 5, 3), seed: 'aldermoor', perDay: 100 },
};

test('a thread that reaches its bound ends alone, and filling rejects', async () => {
  const command = readCommandLine(['--demo-port', 'off'], {});
  if (command.type !== 'start') throw new Error('no configuration');
  // Too little to load the program, so no engine is needed.
  const tooLittle = 8 * MiB;
  const beside = () => ({ postgres: 'none', clickHouse: 'none' }) as never;
  const fill = fillApart(command.config, { beside }, () => 'http://localhost', tooLittle);
  await assert.rejects(
    fill(order, () => {}, new AbortController().signal),
    (error: Error & { code?: string }) => error.code === 'ERR_WORKER_OUT_OF_MEMORY',
  );
});

test('the thread has a part of what the maximum leaves, at most 512 MiB', () => {
  assert.equal(memoryPlan(4096 * MiB).sampleThread, 512 * MiB);
  assert.equal(memoryPlan(1040 * MiB).sampleThread, 400 * MiB);
});
