// A condition as a sentence: groups and clauses of chips, each with the place it came from, for the
// builder to show and edit and for explanations to read out. Words and units are for the catalogues.
import type { Condition, EventPattern, FactCondition } from '@opportune/protocol/condition.ts';
import { customerFactPrefix, factDefinition, skillFactOf } from '@opportune/protocol/facts.ts';
import type {
  Chip,
  ChipUnit,
  ChipValue,
  Sentence,
  SentenceWord,
} from '@opportune/protocol/sentence.ts';

/** The sentence of a condition; `path` is where the condition stands in its document. */
export function sentenceOf(condition: Condition, path = ''): Sentence {
  if ('all' in condition) return group('all', condition.all, path);
  if ('any' in condition) return group('any', condition.any, path);
  if (!('not' in condition))
    return { type: 'clause', negated: false, path, chips: clause(condition, path, false) };
  const inner = condition.not;
  const innerPath = join(path, 'not');
  // A group has no negative form of its own.
  if ('all' in inner || 'any' in inner || 'not' in inner) {
    return { type: 'group', logic: 'not', path, parts: [sentenceOf(inner, innerPath)] };
  }
  return { type: 'clause', negated: true, path, chips: clause(inner, innerPath, true) };
}

function group(logic: 'all' | 'any', parts: readonly Condition[], path: string): Sentence {
  return {
    type: 'group',
    logic,
    path,
    parts: parts.map((part, at) => sentenceOf(part, join(path, `${logic}.${at}`))),
  };
}

type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;

function clause(leaf: Leaf, path: string, negated: boolean): readonly Chip[] {
  if ('absence' in leaf) return absenceChips(leaf, path, negated);
  if ('performed' in leaf) return performedChips(leaf, path, negated);
  if ('idle' in leaf) {
    const forS = seconds(leaf.idle.forS, join(path, 'idle.forS'));
    return [word(negated ? 'idle.not' : 'idle', path), word('for', path), forS];
  }
  if ('leaving' in leaf) return [word(negated ? 'leaving.not' : 'leaving', path)];
  if ('dwell' in leaf)
    return [...(negated ? [word('dwell.not', path)] : []), ...dwellChips(leaf, path)];
  const chips =
    'fact' in leaf
      ? factChips(leaf, path)
      : 'sequence' in leaf
        ? sequenceChips(leaf, path)
        : scoreChips(leaf, path);
  return negated ? [word('not', path), ...chips] : chips;
}

function performedChips(
  { performed, count, withinS }: Extract<Leaf, { performed: unknown }>,
  path: string,
  negated: boolean,
): Chip[] {
  return [
    ...patternChips(performed, join(path, 'performed')),
    word(negated ? 'happened.not' : 'happened', path),
    ...countChips(count, path),
    ...spanChips(withinS, path),
  ];
}

function absenceChips(
  { absence, after, withinS }: Extract<Leaf, { absence: unknown }>,
  path: string,
  negated: boolean,
): Chip[] {
  return [
    ...patternChips(absence, join(path, 'absence')),
    word(negated ? 'absent.not' : 'absent', path),
    ...spanChips(withinS, path),
    word('after', path),
    ...patternChips(after, join(path, 'after')),
  ];
}

function sequenceChips(
  { sequence, without, withinS }: Extract<Leaf, { sequence: unknown }>,
  path: string,
): Chip[] {
  const steps = sequence.flatMap((step, at) => {
    const chips = patternChips(step, join(path, `sequence.${at}`));
    return at === 0 ? chips : [word('then', path), ...chips];
  });
  const not =
    without === undefined
      ? []
      : [word('without', path), ...patternChips(without, join(path, 'without'))];
  return [...steps, ...not, ...spanChips(withinS, path)];
}

function scoreChips({ score }: Extract<Leaf, { score: unknown }>, path: string): Chip[] {
  const at = join(path, 'score');
  return [
    ...factNames(score.fact, join(at, 'fact')),
    word('rises', path),
    value('number', score.rises, join(at, 'rises')),
    word('falls', path),
    value('number', score.falls, join(at, 'falls')),
  ];
}

function factChips({ fact, op, value: operand }: FactCondition, path: string): Chip[] {
  const type = factDefinition(fact)?.type ?? 'text';
  const list = type === 'list' && op === 'contains';
  const chips: Chip[] = [
    ...factNames(fact, join(path, 'fact')),
    {
      kind: 'operator',
      key: list ? 'op.has' : op === 'exists' && operand === false ? 'op.missing' : `op.${op}`,
      path: join(path, 'op'),
    },
  ];
  if (op === 'exists' || operand === undefined) return chips;
  return [...chips, value(unitOf(fact, op, operand), operand, join(path, 'value'))];
}

/** Operators whose value is a whole text, not a part or pattern of one. */
const wholeText: ReadonlySet<string> = new Set(['eq', 'ne', 'in', 'notIn']);

function unitOf(fact: string, op: string, operand: ChipValue): ChipUnit {
  if (op === 'withinLast' || op === 'withinNext') return 'seconds';
  if (fact === 'place.country' && wholeText.has(op)) return 'country';
  const type = factDefinition(fact)?.type ?? 'text';
  if (type === 'list') return 'text';
  // Traits are typed by what they are compared with.
  return type === 'text' && typeof operand === 'number'
    ? 'number'
    : type === 'text' && typeof operand === 'boolean'
      ? 'boolean'
      : type;
}

/** Free agents *for billing*: what is asked of one skill names it. */
function factNames(fact: string, path: string): Chip[] {
  const ofSkill = skillFactOf(fact);
  if (ofSkill !== null)
    return [
      { kind: 'name', of: 'fact', name: ofSkill.fact, path },
      word('for', path),
      { kind: 'name', of: 'skill', name: ofSkill.skill, path },
    ];
  return fact.startsWith(customerFactPrefix)
    ? [{ kind: 'name', of: 'trait', name: fact.slice(customerFactPrefix.length), path }]
    : [{ kind: 'name', of: 'fact', name: fact, path }];
}

function patternChips({ event, where = [] }: EventPattern, path: string): Chip[] {
  const chips: Chip[] = [{ kind: 'name', of: 'event', name: event, path: join(path, 'event') }];
  for (const [at, { path: property, op, value: operand }] of where.entries()) {
    const place = join(path, `where.${at}`);
    chips.push(word(at === 0 ? 'where' : 'and', place));
    chips.push({ kind: 'name', of: 'property', name: property, path: join(place, 'path') });
    chips.push({ kind: 'operator', key: `op.${op}`, path: join(place, 'op') });
    if (op !== 'exists' && operand !== undefined)
      chips.push(value(plainUnit(operand), operand, join(place, 'value')));
  }
  return chips;
}

function plainUnit(operand: ChipValue): ChipUnit {
  const [sample] = Array.isArray(operand) ? operand : [operand];
  return typeof sample === 'number' ? 'number' : typeof sample === 'boolean' ? 'boolean' : 'text';
}

function countChips(
  count: Extract<Condition, { performed: unknown }>['count'],
  path: string,
): Chip[] {
  if (count === undefined) return [];
  const words = { gte: 'atLeast', lte: 'atMost', eq: 'exactly' } as const;
  return [
    word(words[count.op], join(path, 'count.op')),
    value('times', count.value, join(path, 'count.value')),
  ];
}

function spanChips(withinS: number | undefined, path: string): Chip[] {
  if (withinS === undefined) return [word('visit', join(path, 'withinS'))];
  return [word('within', join(path, 'withinS')), seconds(withinS, join(path, 'withinS'))];
}

function dwellChips({ dwell }: Extract<Condition, { dwell: unknown }>, path: string): Chip[] {
  const at = join(path, 'dwell');
  const named: Chip[] =
    dwell.on !== 'section' || dwell.section === undefined
      ? []
      : [{ kind: 'name', of: 'section', name: dwell.section, path: join(at, 'section') }];
  return [
    seconds(dwell.forS, join(at, 'forS')),
    word(named.length > 0 ? 'in' : `dwell.${dwell.on}`, join(at, 'on')),
    ...named,
  ];
}

function seconds(amount: number, path: string): Chip {
  return value('seconds', amount, path);
}

function word(key: SentenceWord, path: string): Chip {
  return { kind: 'word', key, path };
}

function value(unit: ChipUnit, amount: ChipValue, path: string): Chip {
  return { kind: 'value', unit, value: amount, path };
}

function join(path: string, more: string): string {
  return path === '' ? more : `${path}.${more}`;
}
