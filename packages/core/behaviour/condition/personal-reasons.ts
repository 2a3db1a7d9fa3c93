// Hides what a reason reveals of a personal custom attribute: its value, and every instant that
// follows from it, both its own and those of the groups around it. It hides no outcome: showing
// whether a condition is true is its purpose.
import type { Decision, Reason } from '@opportune/protocol/campaign/decision.ts';
import { customFactPrefix } from '@opportune/protocol/behaviour/facts.ts';
import { attributeOf, withheld, type Declared } from '../facts/custom-facts.ts';

/** The reason without personal values. The same object if it has none. */
export function withoutPersonal(reason: Reason, declared: Declared): Reason {
  return hidden(reason, (node) => readsPersonal(node, declared));
}

function hidden(reason: Reason, isHidden: (node: Reason['node']) => boolean): Reason {
  if (isHidden(reason.node))
    return { ...reason, value: reason.value === null ? null : withheld, wakesAt: null };
  const parts = reason.parts.map((part) => hidden(part, isHidden));
  if (parts.every((part, at) => part === reason.parts[at])) return reason;
  return { ...reason, parts, wakesAt: null };
}

/**
 * A recorded decision as it may be shown under the present declarations, whatever they were when it
 * was recorded. An attribute that is no longer declared counts as personal.
 */
export function decisionWithoutPersonal(decision: Decision, declared: Declared): Decision {
  return { ...decision, reasons: reasonsWithoutPersonal(decision.reasons, declared) };
}

export function reasonsWithoutPersonal(
  { audience, moment }: Decision['reasons'],
  declared: Declared,
): Decision['reasons'] {
  const isHidden = (node: Reason['node']): boolean =>
    readsPersonal(node, declared) || readsUndeclared(node, declared);
  return { audience: hidden(audience, isHidden), moment: hidden(moment, isHidden) };
}

function readsUndeclared(node: Reason['node'], declared: Declared): boolean {
  const fact = factOf(node);
  return fact?.startsWith(customFactPrefix) === true && attributeOf(fact, declared) === undefined;
}

/** Whether the node's own fact, not one further down, is declared personal. */
export function readsPersonal(node: Reason['node'], declared: Declared): boolean {
  const fact = factOf(node);
  return fact !== null && attributeOf(fact, declared)?.privacy === 'personal';
}

function factOf(node: Reason['node']): string | null {
  if ('fact' in node) return node.fact;
  return 'score' in node ? node.score.fact : null;
}
