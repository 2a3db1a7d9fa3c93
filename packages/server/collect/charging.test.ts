import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leastEventBytes, workUnits } from './charging.ts';

test('[I17] an event is charged as 128 bytes at least, since a short one is admitted and shown as any other', () => {
  const bytes = Buffer.from('{"events":[0,0,0]}');
  const missing = 3 * (leastEventBytes - 1);
  assert.equal(workUnits(bytes, [1, 1, 1]), workUnits(bytes) + 4 * missing);
  assert.equal(workUnits(bytes, [leastEventBytes, 4000]), workUnits(bytes));
});
