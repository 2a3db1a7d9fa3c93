// Measures what a table takes on the heap and in buffers, and makes the largest texts that there can be for its entries.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Fails if what `fill` returns takes more, or so little that nothing was kept. */
export async function takesAtMost(bytes: number, fill: () => unknown): Promise<void> {
  const before = heapBytes();
  const made = fill();
  const held = { value: made instanceof Promise ? await made : made };
  const took = heapBytes() - before;
  assert.ok(took <= bytes, `${took} bytes of ${bytes}`);
  assert.ok(took > bytes / 50, `only ${took} bytes of ${bytes}: it kept nothing`);
  assert.ok(held.value !== undefined);
}

/** A text of two bytes a character that no other text shares. */
export const wide = (at: number, length: number): string => `${at} `.padEnd(length, 'ж');
/** An id of the greatest length. */
export const longId = (at: number): string => String(at).padEnd(64, 'i');
