// The line of a telephone: what it hears, mixed by the clock, and what it says, cut into packets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearOf } from '@opportune/core/sound/pcmu.ts';
import { toneOf } from '@opportune/core/sound/tone.test-support.ts';
import { Line } from './line.ts';

const packet = (fill: number) => Buffer.alloc(160, fill);

test('[CX31.2] a line hears 20 ms at a time, of one voice as they are, of several as one', () => {
  const line = new Line();
  assert.equal(line.next(), null);
  const voice = Buffer.from(toneOf(450, 320));
  line.hear('a', voice);
  assert.deepEqual(line.next(), voice.subarray(0, 160));
  line.hear('b', packet(0xff));
  // Silence of both signs.
  const mixed = line.next() ?? new Uint8Array();
  assert.deepEqual(Array.from(mixed, linearOf), Array.from(voice.subarray(160), linearOf));
  assert.equal(line.next(), null);
});

test('[CX31.3] of a voice that comes too fast the oldest is left out, and of one that left all', () => {
  const line = new Line();
  for (let sent = 0; sent < 15; sent += 1) line.hear('a', packet(sent));
  assert.deepEqual(line.next(), packet(5));
  line.keep(new Set(['b']));
  assert.equal(line.next(), null);
});

test('[CX31] what a telephone says leaves in packets of 20 ms, in order, whatever its pieces', () => {
  const line = new Line();
  const said = Buffer.from(toneOf(450, 1000));
  const pieces = [said.subarray(0, 3), said.subarray(3, 500), said.subarray(500)];
  const packets = pieces.flatMap((piece) => line.packets(piece));
  assert.deepEqual(
    packets.map(({ sequence, timestamp }) => [sequence, timestamp]),
    [0, 1, 2, 3, 4, 5].map((at) => [at, at * 160]),
  );
  assert.deepEqual(Buffer.concat(packets.map(({ payload }) => payload)), said.subarray(0, 960));
});
