// Verifications of contacts: agents ask a contact to show that two addresses are theirs, by a link
// or by a code. The question of a link is drawn in the page as an engagement, and answered as one.
import { DecisionId } from '../ids.ts';

/** The parameter of a page's address that carries the code of a link. */
export const verifyParameter = 'opportune_verify';

const prefix = 'verify.';

/** The decision that draws the question of a verification. It is none of a campaign. */
export function verificationDecision(id: string): DecisionId {
  return DecisionId.parse(`${prefix}${id}`);
}

/** The verification that an event answers. Null: it answers none. */
export function verificationOf(decision: DecisionId | undefined): string | null {
  return decision?.startsWith(prefix) === true ? decision.slice(prefix.length) : null;
}
