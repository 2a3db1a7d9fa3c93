// What a condition asks of the events it looks back on, read off its form alone: which event it
// cannot do without, and whether it may turn true because events are forgotten.
import type { Condition, EventPattern } from '@opportune/protocol/campaign/condition.ts';

/**
 * An event without which the condition does not hold, and will not by time alone; each event that
 * fits it is a reason to look at the condition again. Null: there is none such.
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

/** Whether it asks anywhere for fewer events of the visit, or for none. `negated`: it stands within a `not`. */
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
