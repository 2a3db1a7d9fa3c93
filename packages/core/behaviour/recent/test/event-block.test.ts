import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EventBlock, type RecentEvent } from '../event-block.ts';
import { RecentMemory } from '../recent-memory.ts';

const plain = { noNullPrototype: true };
const value = fc.oneof(fc.string(), fc.double({ noNaN: true }));
const event = fc.record(
  {
    name: fc.constantFrom('Page', 'Product Viewed', 'x'.repeat(100)),
    receivedAt: fc.nat(2 ** 41),
    visit: fc.nat(2 ** 31 - 1),
    subject: fc.option(fc.dictionary(fc.string(), value, plain)),
    size: fc.nat(700),
  },
  plain,
);

test('[P7] a block contains what was added and not dropped, in order, for any sequence of changes', () => {
  const deed = fc.oneof({ weight: 3, arbitrary: event }, fc.constant('drop' as const));
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60, size: 'max' }), (deeds) => {
      const block = new EventBlock(new RecentMemory());
      let held: RecentEvent[] = [];
      for (const each of deeds) {
        if (each !== 'drop') {
          block.add(each);
          held.push(each);
        } else if (held.length > 0) {
          block.drop();
          held = held.slice(1);
        }
        assert.deepEqual(forwards(block), held);
        assert.deepEqual(backwards(block), held.toReversed());
        assert.equal(block.length, held.length);
        assert.equal(
          block.size,
          held.reduce((sum, { size }) => sum + size, 0),
        );
      }
    }),
    { seed: 20_261_121, numRuns: 300 },
  );
});

test('a number stored with an event stays with it', () => {
  const block = new EventBlock(new RecentMemory());
  for (let at = 0; at < 300; at++) {
    block.add({ name: 'A', receivedAt: at, visit: 1, subject: { at }, size: 1 });
    block.note(block.newest, at % 65_536);
    if (block.length > 20) block.drop();
  }
  const noted: number[] = [];
  for (let at = block.oldest; at >= 0; at = block.after(at)) noted.push(block.fits(at));
  assert.deepEqual(
    noted,
    Array.from({ length: 20 }, (_, at) => 280 + at),
  );
});

function forwards(block: EventBlock): readonly RecentEvent[] {
  const events: RecentEvent[] = [];
  for (let at = block.oldest; at >= 0; at = block.after(at)) events.push(block.at(at));
  return events;
}

function backwards(block: EventBlock): readonly RecentEvent[] {
  const events: RecentEvent[] = [];
  for (let at = block.newest; at >= 0; at = block.before(at)) events.push(block.at(at));
  return events;
}
