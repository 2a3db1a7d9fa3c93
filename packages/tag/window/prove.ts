// The proof of work that the server requires while many conversations are being begun. Its code is
// loaded when it is first needed. Visitors are asked nothing and see their message being sent.
import type { Proof, ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import { createLoader } from './parts.ts';

/** The name of its file beside this one. The build inserts it. */
declare const proofFile: string;

/** What that file exports. */
interface ProofPart {
  prove(challenge: ProofChallenge): Promise<Proof>;
}

/** Null if it already works on a challenge, or if its code cannot be loaded now. */
export function createProving(): (challenge: ProofChallenge) => Promise<Proof | null> {
  const loader = createLoader<ProofPart>(proofFile);
  let busy = false;
  return async (challenge) => {
    if (busy) return null;
    busy = true;
    const part = await loader.load();
    const proof = await part?.prove(challenge).catch(() => null);
    busy = false;
    return proof ?? null;
  };
}
