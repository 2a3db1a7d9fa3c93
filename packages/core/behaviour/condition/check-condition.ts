// Finds what makes no sense in a grammatically correct condition: unknown facts, operators and
// values that do not fit, invalid expressions, and excess size. It names every place.
import {
  conditionLimits,
  type Condition,
  type EventPattern,
  type FactCondition,
} from '@opportune/protocol/campaign/condition.ts';
import { errorTable, type ErrorCode } from '@opportune/protocol/errors.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import type { FactDefinition } from '@opportune/protocol/behaviour/facts.ts';
import { declaredBy, definitionOf, type Declared } from '../facts/custom-facts.ts';
import { operatorsFor, wrongForType, wrongValue } from './check-operand.ts';

/** `path` is dotted, from the condition: `all.1.value`. Empty for the whole. */
export interface ConditionProblem {
  readonly path: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * All problems of a condition. Without any it can be compiled and means what it says. `attributes`
 * are those that the account declares: no other `custom.` fact exists. If left out, any is
 * accepted.
 */
export function checkCondition(
  condition: Condition,
  attributes?: readonly CustomAttribute[],
): readonly ConditionProblem[] {
  if (sizeOf(condition, 1) > conditionLimits.nodes) return [found('', 'condition.too_deep')];
  return checkNode(condition, '', attributes === undefined ? null : declaredBy(attributes));
}

/** The number of nodes. Beyond the depth limit: more than any limit. */
function sizeOf(condition: Condition, depth: number): number {
  if (depth > conditionLimits.depth) return Infinity;
  const parts = partsOf(condition).map(([, part]) => sizeOf(part, depth + 1));
  return parts.reduce((sum, size) => sum + size, 1);
}

function partsOf(condition: Condition): readonly (readonly [path: string, part: Condition])[] {
  if ('all' in condition) return condition.all.map((part, at) => [`all.${at}`, part]);
  if ('any' in condition) return condition.any.map((part, at) => [`any.${at}`, part]);
  return 'not' in condition ? [['not', condition.not]] : [];
}

function checkNode(
  condition: Condition,
  path: string,
  declared: Declared | null,
): readonly ConditionProblem[] {
  const problems: ConditionProblem[] = [];
  for (const [place, part] of partsOf(condition))
    problems.push(...checkNode(part, join(path, place), declared));
  if ('any' in condition && condition.any.length === 0) {
    problems.push(
      found(join(path, 'any'), 'condition.invalid', 'Name at least one part; this is never true.'),
    );
  }
  if ('fact' in condition) problems.push(...checkFact(condition, path, declared));
  for (const [place, pattern] of patternsOf(condition))
    problems.push(...checkPattern(pattern, join(path, place)));
  if ('score' in condition)
    problems.push(...checkScore(condition.score, join(path, 'score'), declared));
  return problems;
}

function patternsOf(
  condition: Condition,
): readonly (readonly [path: string, pattern: EventPattern])[] {
  if ('performed' in condition) return [['performed', condition.performed]];
  if ('absence' in condition)
    return [
      ['absence', condition.absence],
      ['after', condition.after],
    ];
  if (!('sequence' in condition)) return [];
  const steps = condition.sequence.map((step, at) => [`sequence.${at}`, step] as const);
  return condition.without === undefined ? steps : [...steps, ['without', condition.without]];
}

function checkFact(
  { fact, op, value }: FactCondition,
  path: string,
  declared: Declared | null,
): readonly ConditionProblem[] {
  const definition = definitionOf(fact, declared);
  if (definition === undefined)
    return [found(join(path, 'fact'), 'condition.unknown_fact', `There is no fact "${fact}".`)];
  if (!operatorsFor(definition).includes(op)) {
    return [found(join(path, 'op'), 'condition.operator', `"${op}" does not fit "${fact}".`)];
  }
  const wrong = wrongValue(op, value) ?? wrongForType(definition, op, value);
  return wrong === null ? [] : [found(join(path, 'value'), 'condition.value', wrong)];
}

/** All problems of an event pattern, for example that of a goal. */
export function checkPattern(
  { where = [] }: EventPattern,
  path: string,
): readonly ConditionProblem[] {
  return where.flatMap(({ op, value }, at) => {
    const place = join(path, `where.${at}`);
    if (op === 'before' || op === 'after' || op === 'withinLast' || op === 'withinNext') {
      return [
        found(
          join(place, 'op'),
          'condition.operator',
          `"${op}" is for facts; properties have no instants.`,
        ),
      ];
    }
    const wrong = wrongValue(op, value);
    return wrong === null ? [] : [found(join(place, 'value'), 'condition.value', wrong)];
  });
}

function checkScore(
  { fact, rises, falls }: Extract<Condition, { score: unknown }>['score'],
  path: string,
  declared: Declared | null,
): readonly ConditionProblem[] {
  const definition = definitionOf(fact, declared);
  const at = join(path, 'fact');
  if (definition === undefined)
    return [found(at, 'condition.unknown_fact', `There is no fact "${fact}".`)];
  if (!isLevel(definition))
    return [found(at, 'condition.operator', `"${fact}" is not a level that rises and falls.`)];
  return rises > falls
    ? []
    : [found(join(path, 'falls'), 'condition.value', 'It must fall lower than it rises.')];
}

function isLevel({ type, timed, group }: FactDefinition): boolean {
  return ['number', 'money', 'percent'].includes(type) && timed !== true && group !== 'agents';
}

function found(path: string, code: ErrorCode, message?: string): ConditionProblem {
  return { path, code, message: message ?? errorTable[code].sentence };
}

function join(path: string, more: string): string {
  return path === '' ? more : `${path}.${more}`;
}
