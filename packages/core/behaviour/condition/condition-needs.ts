// What a condition requires of the events it looks back on, from its form alone: the event that it
// requires, and whether forgetting events may make it true.
import type { Condition, EventPattern } from '@opportune/protocol/campaign/condition.ts';

/**
 * An event that the condition requires, and that time alone does not replace. Each event that fits
 * is a reason to evaluate the condition again. Null if there is none.
 */
export function neededEvent(condition: Condition): EventPattern | null {
  if ('all' in condition)
    return condition.all.map(neededEvent).find((event) => event !== null) ?? null;
  if ('sequence' in condition) return condition.sequence.at(-1) ?? null;
  if ('absence' in condition) return condition.after;
  if (!('performed' in condition)) return null;
  const { count, performed } = condition;
  return count === undefined || (count.op !== 'lte' && count.value > 0) ? performed : null;
}

/**
 * Whether it has an upper limit on events of the visit, or requires that there are none. `negated`:
 * it is inside a `not`.
 */
export function forgets(condition: Condition, negated = false): boolean {
  if ('all' in condition) return condition.all.some((part) => forgets(part, negated));
  if ('any' in condition) return condition.any.some((part) => forgets(part, negated));
  if ('not' in condition) return forgets(condition.not, !negated);
  if ('performed' in condition) {
    if (condition.withinS !== undefined) return false;
    return negated || (condition.count !== undefined && condition.count.op !== 'gte');
  }
  return negated && ('sequence' in condition || 'absence' in condition);
}
