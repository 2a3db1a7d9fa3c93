// Challenges and accepted proofs: only solved ones, only for their purpose, and only for a short
// time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { Proof } from '@opportune/protocol/proof-of-work.ts';
import { createProofs, type ProofPurpose } from './proofs.ts';
import { solve } from './solve.test-support.ts';

const proofs = createProofs('a secret of at least 32 characters');
const now = 1_790_000_000_000;
const bits = 9;
const purpose: ProofPurpose = {
  ...{ account: 'a', visitor: 'v', payer: '192.0.2.7', type: 'chat.start', request: 'r1' },
};
const proof = solve(proofs.challenge(purpose, bits, now));

test('[CA3] a solved challenge is accepted until it expires', () => {
  assert.equal(proofs.worked(purpose, proof, now), bits);
  assert.equal(proofs.worked(purpose, proof, now + conversationLimits.proofMs), bits);
  assert.equal(proofs.worked(purpose, proof, now + conversationLimits.proofMs + 1), 0);
});

for (const [what, other] of [
  ['account', { account: 'b' }],
  ['visitor', { visitor: 'w' }],
  ['address', { payer: '192.0.2.8' }],
  ['kind of beginning', { type: 'chat.leave' }],
  ['request', { request: 'r2' }],
] as const)
  test(`[CA3] a proof is for one ${what} only`, () => {
    assert.equal(proofs.worked({ ...purpose, ...other }, proof, now), 0);
  });

test('[CA3] characters cannot be moved from one part of a purpose to the next', () => {
  const one = proofs.challenge({ ...purpose, account: 'ab', visitor: 'c' }, bits, now);
  const other = { ...purpose, account: 'a', visitor: 'bc' };
  assert.equal(proofs.worked(other, solve(one), now), 0);
});

test('[CA3] a challenge of another server is not accepted', () => {
  const other = createProofs('another secret of 32 characters..');
  const made = solve(other.challenge(purpose, bits, now));
  assert.equal(proofs.worked(purpose, made, now), 0);
});

test('[CA3] nothing else is accepted, whatever is sent', () => {
  const counters = fc.array(fc.nat(0xffff_ffff), { minLength: 8, maxLength: 8 });
  const mended = (to: Partial<Proof>) => Proof.parse({ ...proof, ...to });
  const challenges = fc.oneof(
    fc.string({ maxLength: 64 }),
    fc.nat(proof.challenge.length - 1).map((at) => {
      const sign = proof.challenge[at] === 'x' ? 'y' : 'x';
      return `${proof.challenge.slice(0, at)}${sign}${proof.challenge.slice(at + 1)}`;
    }),
  );
  fc.assert(
    fc.property(challenges, (challenge) => {
      assert.equal(proofs.worked(purpose, mended({ challenge }), now), 0);
    }),
  );
  // For 9 bits in 8 parts, one in 2 ** 48 random counters would succeed.
  fc.assert(
    fc.property(counters, (given) => {
      assert.equal(proofs.worked(purpose, mended({ counters: given }), now), 0);
    }),
  );
});

test('[CA3] less work than the challenge requires is not accepted', () => {
  const challenge = proofs.challenge(purpose, 14, now);
  assert.equal(challenge.bits, 11);
  const little = solve({ ...challenge, bits: 1 });
  assert.equal(proofs.worked(purpose, little, now), 0);
});

test('[CA3] a check costs less than 100 µs of processor time', () => {
  const checks = 2000;
  for (let nth = 0; nth < checks; nth += 1) proofs.worked(purpose, proof, now);
  const begun = process.cpuUsage();
  for (let nth = 0; nth < checks; nth += 1) proofs.worked(purpose, proof, now);
  const { user, system } = process.cpuUsage(begun);
  assert.ok((user + system) / checks < 100, `${(user + system) / checks} µs`);
});
