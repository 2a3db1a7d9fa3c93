// Whether a condition may exclude visitors from a sensitivity analysis: only if it uses facts that
// were known before anybody was eligible. Later facts may differ by arm, and would favour one.
import type { Condition, FactCondition } from '@opportune/protocol/campaign/condition.ts';
import { excludingFacts, isExcludingFact } from '@opportune/protocol/campaign/excluding-facts.ts';
import { textOperators } from '@opportune/protocol/behaviour/facts.ts';
import { checkCondition } from '../behaviour/condition/check-condition.ts';
import type { ConditionProblem } from '../behaviour/condition/check-condition.ts';

/** All problems of such a condition, each with its place. Without any it may exclude visitors. */
export function checkExclusion(condition: Condition): readonly ConditionProblem[] {
  const found = late(condition, '');
  return found.length > 0 ? found : checkCondition(withoutBurst(condition));
}

function late(condition: Condition, path: string): readonly ConditionProblem[] {
  if ('all' in condition)
    return condition.all.flatMap((part, at) => late(part, join(path, `all.${at}`)));
  if ('any' in condition)
    return condition.any.flatMap((part, at) => late(part, join(path, `any.${at}`)));
  if ('not' in condition) return late(condition.not, join(path, 'not'));
  if ('fact' in condition) return lateFact(condition, path);
  const message = `What a visitor does may differ by arm; exclude by one of ${facts}.`;
  return [{ path, code: 'exclusion.too_late', message }];
}

function lateFact({ fact, op, value }: FactCondition, path: string): readonly ConditionProblem[] {
  if (!isExcludingFact(fact)) {
    const message = `"${fact}" may change once visitors are eligible, and differ by arm; exclude by one of ${facts}.`;
    return [{ path: join(path, 'fact'), code: 'exclusion.too_late', message }];
  }
  if (fact === 'visitor.burst') {
    if (op !== 'eq' && op !== 'ne')
      return [operator(path, `"${op}" does not fit "${fact}"; use "eq" or "ne".`)];
    if (typeof value === 'boolean') return [];
    const message = `"${fact}" is true or false.`;
    return [{ path: join(path, 'value'), code: 'condition.value', message }];
  }
  const fits = textOperators.some((each) => each === op);
  return fits ? [] : [operator(path, `"${op}" is not for exclusions.`)];
}

function operator(path: string, message: string): ConditionProblem {
  return { path: join(path, 'op'), code: 'condition.operator', message };
}

const facts = excludingFacts.join(', ');

/** The burst mark is not in the catalogue of facts; it is checked above. */
function withoutBurst(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(withoutBurst) };
  if ('any' in condition) return { any: condition.any.map(withoutBurst) };
  if ('not' in condition) return { not: withoutBurst(condition.not) };
  if ('fact' in condition && condition.fact === 'visitor.burst') return { all: [] };
  return condition;
}

function join(path: string, more: string): string {
  return path === '' ? more : `${path}.${more}`;
}
