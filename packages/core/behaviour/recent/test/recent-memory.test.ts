import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { EventBlock, type RecentEvent } from '../event-block.ts';
import { RecentMemory } from '../recent-memory.ts';

const event = (at: number): RecentEvent => ({
  ...{ name: 'Product Viewed', receivedAt: at, visit: 1, size: 40 },
  subject: { product_id: `p${at}`, price: at },
});

test('[P7] visitors who come after others leave use the memory of these, and read only their own events', () => {
  const memory = new RecentMemory();
  const blocks = Array.from({ length: 50 }, () => new EventBlock(memory));
  for (const [number, block] of blocks.entries())
    for (let at = 0; at < 40; at++) block.add(event(number * 100 + at));
  const used = new Set(blocks.map((block) => block.blockBytes));
  for (const block of blocks) block.release();
  const later = new EventBlock(memory);
  for (let at = 0; at < 40; at++) later.add(event(at));
  assert.ok(used.has(later.blockBytes));
  assert.deepEqual(
    later.toJSON(),
    Array.from({ length: 40 }, (_, at) => event(at)),
  );
});

test('a released block holds no event and can be used', () => {
  const memory = new RecentMemory();
  const block = new EventBlock(memory);
  block.add(event(1));
  block.release();
  block.release();
  assert.deepEqual([block.length, block.size, block.newest, block.blockBytes], [0, 0, -1, 0]);
  const [other] = [new EventBlock(memory)];
  other.add(event(2));
  block.add(event(3));
  assert.deepEqual(other.toJSON(), [event(2)]);
  assert.deepEqual(block.toJSON(), [event(3)]);
});

test('[OP11] fills: free blocks, none twice, and only those of its sizes', () => {
  const memory = new RecentMemory();
  const large = memory.take(10_000_000);
  assert.equal(large.byteLength, 10_000_000);
  memory.give(large);
  assert.notEqual(memory.take(10_000_000), large);
  const blocks = Array.from({ length: 1000 }, () => memory.take(20_000));
  assert.equal(new Set(blocks).size, blocks.length);
  for (const block of blocks) memory.give(block);
  const known = new Set(blocks);
  let again = 0;
  for (let at = 0; at < 1000; at++) if (known.has(memory.take(20_000))) again++;
  assert.ok(
    again > 100 && again * 20_000 <= tableLimits.freeBlockBytes,
    `${again} blocks were kept`,
  );
});
