// Files of Ogg Opus as they are written, and read again.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  fitsPage,
  headPages,
  joinStreams,
  pageBytes,
  readPages,
  segmentsOf,
  soundIn,
  splitStreams,
} from './ogg.ts';

const packet = fc.uint8Array({ minLength: 1, maxLength: 1275 });

describe('an Ogg file', () => {
  it('is read as it was written, up to where it is cut off', () => {
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 40 }), fc.nat(), (packets, cut) => {
        const pages = packets.map((each, at) => ({ position: at * 960, packets: [each] }));
        const bytes = [...headPages(1), ...pages].map(pageBytes);
        const whole = Uint8Array.from(bytes.flatMap((each) => [...each]));
        assert.deepEqual(soundIn(whole), packets);
        const part = whole.subarray(0, cut % whole.length);
        const read = [...readPages(part)].slice(2).flatMap((page) => page.packets);
        assert.deepEqual(read, packets.slice(0, read.length));
      }),
      { numRuns: 50 },
    );
  });

  it('has the checksum of RFC 3533', () => {
    // Of a page as libogg writes it: serial 1, page 0, one empty packet.
    const page = pageBytes({ position: 0, packets: [new Uint8Array()], isFirst: true }, 0);
    const table = Array.from({ length: 256 }, (_, byte) => {
      let crc = BigInt(byte) << 24n;
      for (let bit = 0; bit < 8; bit += 1)
        crc = crc & 0x80000000n ? ((crc << 1n) ^ 0x104c11db7n) & 0xffffffffn : crc << 1n;
      return crc;
    });
    const stated = new DataView(page.buffer).getUint32(22, true);
    const blank = page.slice();
    blank.fill(0, 22, 26);
    const crc = blank.reduce(
      (sum, byte) => ((sum << 8n) & 0xffffffffn) ^ (table[Number(sum >> 24n) ^ byte] ?? 0n),
      0n,
    );
    assert.equal(BigInt(stated), crc);
  });

  it('fills a page with at most 255 segments and a second', () => {
    assert.equal(fitsPage(255, 1, 1), false);
    assert.equal(fitsPage(100, 1, 50), false);
    assert.equal(fitsPage(254, 1, 49), true);
    assert.deepEqual(
      [254, 255, 510].map((length) => segmentsOf(new Uint8Array(length))),
      [1, 2, 3],
    );
  });
});

it('streams that were joined are split as they were', () => {
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 8 }), (packets) => {
      assert.deepEqual(splitStreams(joinStreams(packets), packets.length), packets);
    }),
  );
});
