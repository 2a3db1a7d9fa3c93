// The window's search for a proof of work: what it hashes, and that the server accepts the result.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createProofs } from '@opportune/server/channel/web/admission/proofs.ts';
import { prove } from '../proof/main.ts';
import { beginning, createHashing } from '../proof/sha256.ts';

test('[CA4] its SHA-256 is SHA-256', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      const hashBlock = createHashing();
      const state = new Int32Array(8);
      const block = Buffer.from(bytes);
      const words = Array.from({ length: 16 }, (_, word) => block.readInt32BE(4 * word));
      hashBlock(beginning, words, state);
      // The second block of 64 bytes contains only their length.
      hashBlock(state, [1 << 31, ...Array.from({ length: 14 }, () => 0), 512], state);
      const found = Buffer.alloc(32);
      for (const [word, value] of state.entries()) found.writeInt32BE(value, 4 * word);
      assert.equal(found.toString('hex'), createHash('sha256').update(block).digest('hex'));
    }),
  );
});

test('[CA4] the server accepts what it finds', async () => {
  const proofs = createProofs('a secret of at least 32 characters');
  const of = { account: 'a', visitor: 'v', payer: 'p', type: 'chat.start' };
  for (const request of ['r1', 'r2', 'r3']) {
    const purpose = { ...of, request };
    const proof = await prove(proofs.challenge(purpose, 14, 0));
    assert.equal(proofs.worked(purpose, proof, 0), 14);
  }
});
