// What the next conversation costs a browser, by how many are being begun.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { type Flood, isBeyondProof, proofBits, proofPrice } from '../proof-price.ts';

const { provedOfAddress, provedOfVisitor, waitingWithoutProof } = conversationLimits;
const calm: Flood = { address: 0, visitor: 0, waiting: { all: 0, own: 0 } };

for (const [what, flood, bits] of [
  ['nothing is going on', {}, 0],
  ['its address has some who wait', { waiting: { all: 24, own: waitingWithoutProof - 1 } }, 0],
  ['its address has many who wait', { waiting: { all: 25, own: waitingWithoutProof } }, 14],
  ['others wait, less than half of the queue', { waiting: { all: 249, own: 0 } }, 0],
  ['others fill half of the queue', { waiting: { all: 250, own: 0 } }, 14],
  ['others fill nine tenths of it', { waiting: { all: 450, own: 0 } }, 16],
  ['its address began one too many', { address: 1 }, 14],
  ['its address began 8 too many', { address: 8 }, 15],
  ['its address began 100 too many', { address: 100 }, 17],
  ['its address began as many as it may', { address: provedOfAddress }, 19],
  ['its visitor began one too many', { visitor: 1 }, 14],
  ['its visitor began as many as they may', { visitor: provedOfVisitor }, 17],
  ['all at once', { address: 300, waiting: { all: 499, own: 0 } }, 20],
] as const)
  test(`[CA2] the work for one more if ${what}: ${bits} bits`, () => {
    assert.equal(proofPrice({ ...calm, ...flood }), bits);
  });

test('[CA2] more never costs less, and never more than the most', () => {
  const flood = fc.record({
    address: fc.nat(400),
    visitor: fc.nat(30),
    waiting: fc.record({ all: fc.nat(500), own: fc.nat(250) }),
  });
  fc.assert(
    fc.property(flood, flood, (one, other) => {
      const both: Flood = {
        address: Math.max(one.address, other.address),
        visitor: Math.max(one.visitor, other.visitor),
        waiting: {
          all: Math.max(one.waiting.all, other.waiting.all),
          own: Math.max(one.waiting.own, other.waiting.own),
        },
      };
      const price = proofPrice(both);
      assert.ok(price >= Math.max(proofPrice(one), proofPrice(other)));
      assert.ok(price === 0 || (price >= proofBits.least && price <= proofBits.most));
    }),
  );
});

test('[CA2] beyond the hard cap no work is accepted', () => {
  assert.equal(isBeyondProof({ address: provedOfAddress, visitor: provedOfVisitor }), false);
  assert.equal(isBeyondProof({ address: provedOfAddress + 1, visitor: 0 }), true);
  assert.equal(isBeyondProof({ address: 0, visitor: provedOfVisitor + 1 }), true);
});
