// How much proof of work a browser must do before it may begin another conversation. Usually none;
// more the further its address or visitor is beyond their budgets and the fuller the queue is. It
// asks people nothing. It has no clock: the excess over a budget decreases by itself with time.
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { WaitingShares } from './waiting-shares.ts';

/** Bits of the least and the most work: about 16 thousand and a million hashes. */
export const proofBits = { least: 14, most: 20 } as const;
/**
 * A proof with up to this many bits less than now required is accepted: others may have begun more
 * meanwhile.
 */
export const proofSlackBits = 2;
/** Excess of one visitor weighs more than that of one address, which many may share. */
const visitorWeight = 4;
/** This much excess costs one bit more, and each doubling one more. */
const firstStep = 8;
/**
 * From the first of these fractions of the queue on everybody works, from each further one a bit
 * more.
 */
const crowded = [0.5, 0.75, 0.9] as const;

export interface Flood {
  /** Conversations begun by the address beyond its budget. */
  readonly address: number;
  /** Conversations begun by the visitor beyond their budget. */
  readonly visitor: number;
  readonly waiting: WaitingShares;
}

/** Bits of work that the next one costs; 0 for none. */
export function proofPrice({ address, visitor, waiting }: Flood): number {
  const { waiting: most, waitingWithoutProof } = conversationLimits;
  const beyond = Math.max(
    address,
    visitor * visitorWeight,
    waiting.own - waitingWithoutProof + 1,
    0,
  );
  const steps = crowded.filter((part) => waiting.all >= most * part).length;
  if (beyond === 0 && steps === 0) return 0;
  const more = Math.floor(Math.log2(1 + beyond / firstStep)) + Math.max(0, steps - 1);
  return Math.min(proofBits.most, proofBits.least + more);
}

/** Whether the excess is so large that no work is accepted. */
export function isBeyondProof({ address, visitor }: Pick<Flood, 'address' | 'visitor'>): boolean {
  const { provedOfAddress, provedOfVisitor } = conversationLimits;
  return address > provedOfAddress || visitor > provedOfVisitor;
}
