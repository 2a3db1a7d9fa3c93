import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shedUnread } from './shed-unread.ts';

const KiB = 1024;

test('[OP11] near the maximum, the readers furthest behind are closed, and no more than needed', () => {
  const dropped: number[] = [];
  const lines = [0, 20, 900, 15, 400].map((size) => ({
    unreadBytes: size * KiB,
    drop: () => void dropped.push(size),
  }));
  shedUnread(lines, 1000 * KiB);
  assert.deepEqual(dropped, [900, 400]);
  dropped.splice(0);
  shedUnread(lines, Infinity);
  assert.deepEqual(dropped, [900, 400, 20], 'those that have read nearly all stay');
});
