// What a browser has to work before it may begin another conversation: nothing as a rule, more the
// more its address or its visitor begin beyond their budgets and the fuller the queue is. It asks
// people nothing. It knows no clock: what is begun beyond a budget becomes less with time by itself.
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { WaitingShares } from './waiting-shares.ts';

/** Bits of the least and the most work: about 16 thousand and a million hashes. */
export const proofBits = { least: 14, most: 20 } as const;
/** A proof of so many bits less than is asked now is still taken: meanwhile others began more. */
export const proofSlackBits = 2;
/** Begun beyond the budget by one visitor weighs more than by one address, which many may share. */
const visitorWeight = 4;
/** So many beyond the budget cost one bit more, and each doubling one more. */
const firstStep = 8;
/** From the first of these parts of the queue on everybody works, from each other one bit more. */
const crowded = [0.5, 0.75, 0.9] as const;

export interface Flood {
  /** Begun by the address beyond its budget. */
  readonly address: number;
  /** Begun by the visitor beyond their budget. */
  readonly visitor: number;
  readonly waiting: WaitingShares;
}

/** Bits of work that the next one costs; 0: none. */
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

/** Whether so much was begun that no work helps. */
export function isBeyondProof({ address, visitor }: Pick<Flood, 'address' | 'visitor'>): boolean {
  const { provedOfAddress, provedOfVisitor } = conversationLimits;
  return address > provedOfAddress || visitor > provedOfVisitor;
}
