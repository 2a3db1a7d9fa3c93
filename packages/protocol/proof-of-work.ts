// The proof of work that a browser must do before it may begin a conversation while many are being
// begun. The server names a challenge, and the browser searches for counters. A person notices
// nothing.
//
// The text of the challenge is padded with `.` to 64 bytes. Part and counter follow, as unsigned
// 32-bit numbers, big-endian. The SHA-256 of these 72 bytes must begin with enough zero bits. One
// counter is found for each part: the time for several small searches varies less than for a large
// one.
import { z } from 'zod';

export const proofOfWork = {
  /** Searches that one challenge requires. */
  parts: 8,
  /** Bytes of the padded challenge: one block of SHA-256, which is hashed once for all counters. */
  challengeBytes: 64,
} as const;

export interface ProofChallenge {
  readonly challenge: string;
  /** Zero bits that each part requires. */
  readonly bits: number;
}

/** A challenge and the counter found for each of its parts, in order. */
export const Proof = z.object({
  challenge: z.string().max(proofOfWork.challengeBytes),
  counters: z.array(z.number().int().min(0).max(0xffff_ffff)).length(proofOfWork.parts),
});
export type Proof = z.infer<typeof Proof>;
