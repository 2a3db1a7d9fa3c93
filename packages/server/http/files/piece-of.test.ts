// Pieces of files: what a `Range` asks for, and its bytes however they come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pieceIn, pieceOf } from './piece-of.ts';

test('[CX39.3] a range names a piece, from the beginning or from the end, or none', () => {
  assert.equal(pieceOf(undefined, 100), null);
  assert.equal(pieceOf('bytes=-', 100), null);
  assert.equal(pieceOf('lines=0-5', 100), null);
  assert.deepEqual(pieceOf('bytes=0-5', 100), { from: 0, to: 5 });
  assert.deepEqual(pieceOf('bytes=90-', 100), { from: 90, to: 99 });
  assert.deepEqual(pieceOf('bytes=90-1000', 100), { from: 90, to: 99 });
  assert.deepEqual(pieceOf('bytes=-10', 100), { from: 90, to: 99 });
  assert.deepEqual(pieceOf('bytes=-1000', 100), { from: 0, to: 99 });
  assert.equal(pieceOf('bytes=100-', 100), 'none');
  assert.equal(pieceOf('bytes=5-3', 100), 'none');
});

test('[CX39.3] a piece has its bytes, however the file comes, and no more is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 9 }),
      fc.nat(),
      fc.nat(),
      async (parts, one, other) => {
        const whole = Buffer.concat(parts);
        if (whole.length === 0) return;
        const ends = [one % whole.length, other % whole.length] as const;
        const [from, to] = [Math.min(...ends), Math.max(...ends)];
        let read = 0;
        const content = (async function* () {
          for (const part of parts) {
            read += part.length;
            yield part;
          }
        })();
        const got: Uint8Array[] = [];
        for await (const each of pieceIn(content, { from, to })) got.push(each);
        assert.deepEqual(Buffer.concat(got), whole.subarray(from, to + 1));
        assert.ok(read <= to + 1 + 9);
      },
    ),
  );
});
