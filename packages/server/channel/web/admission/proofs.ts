// Challenges for a proof of work, and the check of what came back. A challenge is bound to one request
// of one visitor at one address prefix, and holds for a short while. Nothing of it is kept: a signature
// says that it is ours. A proof begins one conversation only, because its request does.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { type Proof, type ProofChallenge, proofOfWork } from '@opportune/protocol/proof-of-work.ts';

/** What a proof is for. */
export interface ProofPurpose {
  readonly account: string;
  readonly visitor: string;
  readonly payer: string | null;
  readonly type: string;
  readonly request: string;
}

export interface Proofs {
  /** A challenge of so many bits in all, which holds for `conversationLimits.proofMs` from now. */
  challenge(purpose: ProofPurpose, bits: number, now: number): ProofChallenge;
  /** The bits that were worked for this purpose; 0 where the proof is not ours, is over or is wrong. */
  worked(purpose: ProofPurpose, proof: Proof, now: number): number;
}

/** Eight searches for three bits less are as much work as one for all bits. */
const bitsSpread = Math.log2(proofOfWork.parts);
const counterBytes = 8;

export function createProofs(secret: string): Proofs {
  const sign = (purpose: ProofPurpose, told: string): string => {
    const { account, visitor, payer, type, request } = purpose;
    const text = JSON.stringify(['proof', account, visitor, payer, type, request, told]);
    return createHmac('sha256', secret).update(text).digest('base64url');
  };
  return {
    challenge(purpose, bits, now) {
      const told = `${bits}.${(now + conversationLimits.proofMs).toString(36)}`;
      return { challenge: `${told}.${sign(purpose, told)}`, bits: bits - bitsSpread };
    },
    worked(purpose, { challenge, counters }, now) {
      const [bits = '', until = '', signature = ''] = challenge.split('.');
      if (!isSame(signature, sign(purpose, `${bits}.${until}`))) return 0;
      if (now > Number.parseInt(until, 36)) return 0;
      return isSolved(challenge, counters, Number(bits) - bitsSpread) ? Number(bits) : 0;
    },
  };
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function isSolved(challenge: string, counters: readonly number[], bits: number): boolean {
  const block = Buffer.alloc(proofOfWork.challengeBytes + counterBytes, '.');
  block.write(challenge, 'latin1');
  return counters.every((counter, part) => {
    block.writeUInt32BE(part, proofOfWork.challengeBytes);
    block.writeUInt32BE(counter, proofOfWork.challengeBytes + 4);
    const first = hash('sha256', block, 'buffer').readUInt32BE(0);
    return first < 2 ** (32 - bits);
  });
}
