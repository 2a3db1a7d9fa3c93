// How many SMS a text takes, by the examples of 3GPP TS 23.038: the alphabet, its second table, and what
// is in neither.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentsOf } from '../lay/segments.ts';
import { segmentsOfAll } from '../lay/segments-of-all.ts';

test('[TX7] a text of the alphabet has 160 septets in one message and 153 in each of several', () => {
  assert.equal(segmentsOf('a'.repeat(160)), 1);
  assert.equal(segmentsOf('a'.repeat(161)), 2);
  assert.equal(segmentsOf('a'.repeat(306)), 2);
  assert.equal(segmentsOf('a'.repeat(307)), 3);
  // Two septets each, and never divided.
  assert.equal(segmentsOf('€'.repeat(80)), 1);
  assert.equal(segmentsOf('€'.repeat(81)), 2);
  assert.equal(segmentsOf(`${'€'.repeat(76)}${'€'.repeat(76)}€`), 3);
});

test('[TX7] any other text has 70 units in one message and 67 in each of several', () => {
  assert.equal(segmentsOf('я'.repeat(70)), 1);
  assert.equal(segmentsOf('я'.repeat(71)), 2);
  assert.equal(segmentsOf('😀'.repeat(35)), 1);
  assert.equal(segmentsOf('😀'.repeat(36)), 2);
  assert.equal(segmentsOf(`${'a'.repeat(69)}’`), 1);
  assert.equal(segmentsOf(`${'a'.repeat(70)}’`), 2);
});

test('[TX7] a text that is cut counts with all of its pieces', () => {
  const capabilities = { text: { count: 'segments', most: 6 } } as const;
  assert.equal(segmentsOfAll('', capabilities), 0);
  assert.equal(segmentsOfAll('Grüße', capabilities), 1);
  const words = 'word '.repeat(400).trim();
  assert.ok(segmentsOfAll(words, capabilities) >= Math.ceil(words.length / 153));
  assert.ok(segmentsOfAll(words, capabilities) <= Math.ceil(words.length / 153) + 1);
});
