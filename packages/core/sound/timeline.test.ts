// From packets as they arrive to slots of 20 ms: order, silence, several frames, and clocks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { framesOf } from './frames.ts';
import { type LogEntry, logEntry, logHead, readLog } from './log.ts';
import { silence } from './ogg.ts';
import { slotsOf, tracksIn } from './timeline.ts';

/** One frame of 20 ms (SILK, wide band), with a byte to tell it by. */
const packet = (byte: number) => Uint8Array.of(0x48, byte);
const said = (track: number, slot: number, byte = slot & 0xff): LogEntry => ({
  ...{ track, atMs: slot * 20 + 3, timestamp: slot * 960, payload: packet(byte) },
});
/** The byte of each frame by slots, for each track. Null: silence. */
const heard = (entries: Iterable<LogEntry>, tracks = 2) =>
  [...slotsOf(entries, tracks)].map((slot) =>
    slot.map((frame) => (frame === silence ? null : (frame[1] ?? null))),
  );

describe('a log', () => {
  it('is read as it was written, without what a crash left unfinished', () => {
    const entry = fc.record({
      ...{ track: fc.nat(7), atMs: fc.nat(14_400_000), timestamp: fc.nat(0xffff_ffff) },
      payload: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    });
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('opus', 'pcmu'),
        (entries, cut, by, codec) => {
          const bytes = [logHead(1, codec), ...entries.map(logEntry)].flatMap((each) => [...each]);
          const left = Uint8Array.from(bytes).subarray(0, bytes.length - (cut % 40));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < left.length; at += by) chunks.push(left.subarray(at, at + by));
          const read = [...readLog(chunks)];
          const written = entries.map((each) => ({ ...each, codec }));
          assert.deepEqual(read, written.slice(0, read.length));
          if (cut % 40 === 0) assert.equal(read.length, entries.length);
        },
      ),
    );
  });
});

describe('the slots of a recording', () => {
  it('[CX23.1] hold each side where it spoke, and silence where it did not', () => {
    const entries = [said(0, 0), said(1, 1), said(0, 2), said(1, 4)];
    assert.deepEqual(heard(entries), [
      [0, null],
      [null, 1],
      [2, null],
      [null, null],
      [null, 4],
    ]);
  });

  it('[CX23.1] put packets in order that arrive late, and drop those that come too late', () => {
    const late = { ...said(0, 1), atMs: 5 * 20 };
    const tooLate = { ...said(0, 2), atMs: 199 * 20 };
    const entries = [said(0, 0), said(0, 3), late, said(0, 198), tooLate, said(0, 199)];
    const slots = heard(entries).map(([visitor]) => visitor);
    assert.deepEqual(slots.slice(0, 4), [0, 1, null, 3]);
    assert.equal(slots.length, 200);
    assert.equal(slots.filter((each) => each !== null).length, 5);
  });

  it('[CX23.1] keep two sides together for hours, whatever their clocks say', () => {
    const hours = Array.from({ length: 20_000 }, (_, at) => at);
    // The clock of the second runs on from another instant, and is set anew halfway.
    const entries = hours.flatMap((slot) => [
      said(0, slot),
      { ...said(1, slot), timestamp: (slot * 960 + (slot < 10_000 ? 4e9 : 77)) >>> 0 },
    ]);
    const slots = heard(entries);
    assert.equal(slots.length, hours.length);
    const wrong = slots.filter(([one, other], at) => one !== (at & 0xff) || other !== one);
    assert.ok(wrong.length < 5, `${wrong.length} are apart`);
  });

  it('[CX23.1] go on where the speaker does after a pause', () => {
    const slots = heard([said(0, 0), said(0, 3000)]);
    assert.equal(slots.length, 3001);
    assert.equal(slots.filter(([visitor]) => visitor !== null).length, 2);
  });

  it('[CX23.2] number as many tracks as spoke, at least one a side and at most eight', () => {
    assert.equal(tracksIn([said(0, 0)], 8), 2);
    assert.equal(tracksIn([said(3, 0), said(1, 0)], 8), 4);
    assert.equal(tracksIn([said(255, 0)], 8), 2);
    assert.equal(heard([said(255, 0), said(0, 0)]).length, 1);
  });
});

describe('the frames of a packet', () => {
  const toc = 0x48;
  it('[CX23.3] are divided into packets of 20 ms', () => {
    assert.deepEqual(framesOf(Uint8Array.of(toc, 1, 2)), [Uint8Array.of(toc, 1, 2)]);
    const two = [Uint8Array.of(toc, 1, 2), Uint8Array.of(toc, 3, 4)];
    assert.deepEqual(framesOf(Uint8Array.of(toc | 1, 1, 2, 3, 4)), two);
    assert.deepEqual(framesOf(Uint8Array.of(toc | 2, 2, 1, 2, 3, 4)), two);
    assert.deepEqual(framesOf(Uint8Array.of(toc | 3, 2, 1, 2, 3, 4)), two);
    const varying = [Uint8Array.of(toc, 1), Uint8Array.of(toc, 2, 3)];
    assert.deepEqual(framesOf(Uint8Array.of(toc | 3, 0x80 | 2, 1, 1, 2, 3)), varying);
    const padded = [Uint8Array.of(toc, 1), Uint8Array.of(toc, 2)];
    assert.deepEqual(framesOf(Uint8Array.of(toc | 3, 0x40 | 2, 1, 1, 2, 0)), padded);
  });

  it('[CX23.3] are none where a packet is broken, or not of 20 ms', () => {
    assert.deepEqual(framesOf(new Uint8Array()), []);
    assert.deepEqual(framesOf(Uint8Array.of(0x40, 1)), []);
    assert.deepEqual(framesOf(Uint8Array.of(toc | 1, 1, 2, 3)), []);
    assert.deepEqual(framesOf(Uint8Array.of(toc | 2, 200, 1)), []);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        for (const frame of framesOf(bytes)) assert.ok(frame.length >= 1 && frame.length <= 1276);
      }),
    );
  });
});
