// Solves a proof-of-work challenge with the platform's own SHA-256, as any client may.
import { hash } from 'node:crypto';
import { type Proof, type ProofChallenge, proofOfWork } from '@opportune/protocol/proof-of-work.ts';

export function solve({ challenge, bits }: ProofChallenge): Proof {
  const block = Buffer.alloc(proofOfWork.challengeBytes + 8, '.');
  block.write(challenge, 'latin1');
  const counters = Array.from({ length: proofOfWork.parts }, (_, part) => {
    block.writeUInt32BE(part, proofOfWork.challengeBytes);
    return search(block, bits);
  });
  return { challenge, counters };
}

function search(block: Buffer, bits: number): number {
  for (let counter = 0; ; counter += 1) {
    block.writeUInt32BE(counter, proofOfWork.challengeBytes + 4);
    const first = hash('sha256', block, 'buffer').readUInt32BE(0);
    if (Math.clz32(first) >= bits) return counter;
  }
}
