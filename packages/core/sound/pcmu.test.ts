import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearOf, mixPcmu, pcmuOf } from './pcmu.ts';

test('[CX31.1] µ-law is as ITU-T G.711 lists it', () => {
  // Table 2a/2b: the ends of the scale, the segments between, and both zeros.
  const listed = { 0x80: 32_124, 0x8f: 16_764, 0x9f: 8316, 0xaf: 4092, 0xbf: 1980, 0xff: 0 };
  for (const [byte, sample] of Object.entries(listed)) {
    assert.equal(linearOf(Number(byte)), sample);
    assert.equal(Math.abs(linearOf(Number(byte) & 0x7f)), sample);
  }
  for (let byte = 0; byte < 256; byte += 1)
    assert.equal(linearOf(pcmuOf(linearOf(byte))), linearOf(byte));
  assert.deepEqual([pcmuOf(1e6), pcmuOf(-1e6)], [0x80, 0x00]);
});

test('[CX31.2] several voices are added, and one alone is not changed', () => {
  const voice = Uint8Array.from({ length: 160 }, (_, at) => pcmuOf(8000 * Math.sin(at / 3)));
  assert.equal(mixPcmu([voice]), voice);
  const silent = new Uint8Array(80).fill(0xff);
  assert.deepEqual(mixPcmu([voice, silent]).map(linearOf), voice.map(linearOf));
  const opposite = voice.map((byte) => byte ^ 0x80);
  assert.ok(mixPcmu([voice, opposite]).every((byte) => linearOf(byte) === 0));
  assert.equal(mixPcmu([]).length, 0);
});
