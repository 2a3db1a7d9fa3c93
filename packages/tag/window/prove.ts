// The work that the server asks for where so many conversations begin that each costs a little. Its code
// is loaded when it is first asked for. Visitors are asked nothing and see their message on its way.
import type { Proof, ProofChallenge } from '@opportune/protocol/proof-of-work.ts';

/** The name of its file beside this one. The build fills it in. */
declare const proofFile: string;

/** What that file exports. */
interface ProofPart {
  prove(challenge: ProofChallenge): Promise<Proof>;
}

/** Null where it works on something already, and where its code cannot be loaded just now. */
export function createProving(): (challenge: ProofChallenge) => Promise<Proof | null> {
  let failures = 0;
  let busy = false;
  return async (challenge) => {
    if (busy) return null;
    busy = true;
    try {
      // The address changes with each try: browsers remember a module that failed to load.
      const address = new URL(proofFile + (failures ? `?${failures}` : ''), import.meta.url).href;
      const part = (await import(address)) as ProofPart;
      return await part.prove(challenge);
    } catch {
      failures += 1;
      return null;
    } finally {
      busy = false;
    }
  };
}
