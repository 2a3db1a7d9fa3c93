// A condition as a sentence: groups and clauses of chips, each with the place it came from, for the
// builder to show and edit and for explanations to read out. Words and units are for the catalogues.
import type { Condition, EventPattern, FactCondition } from '@opportune/protocol/condition.ts';
import { customerFactPrefix, factDefinition, type FactType } from '@opportune/protocol/facts.ts';
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
  const word = (key: SentenceWord, at = path): Chip => ({ kind: 'word', key, path: at });
  const either = (key: 'happened' | 'absent' | 'idle' | 'leaving'): Chip =>
    word(negated ? `${key}.not` : key);
  if ('fact' in leaf)
    return negated ? [word('not'), ...factChips(leaf, path)] : factChips(leaf, path);
  if ('performed' in leaf) {
    return [
      ...patternChips(leaf.performed, join(path, 'performed')),
      either('happened'),
      ...countChips(leaf.count, path),
      ...spanChips(leaf.withinS, path),
    ];
  }
  if ('sequence' in leaf) {
    const steps = leaf.sequence.flatMap((step, at) => {
      const chips = patternChips(step, join(path, `sequence.${at}`));
      return at === 0 ? chips : [word('then'), ...chips];
    });
    const without =
      leaf.without === undefined
        ? []
        : [word('without'), ...patternChips(leaf.without, join(path, 'without'))];
    return [
      ...(negated ? [word('not')] : []),
      ...steps,
      ...without,
      ...spanChips(leaf.withinS, path),
    ];
  }
  if ('absence' in leaf) {
    return [
      ...patternChips(leaf.absence, join(path, 'absence')),
      either('absent'),
      ...spanChips(leaf.withinS, path),
      word('after'),
      ...patternChips(leaf.after, join(path, 'after')),
    ];
  }
  if ('dwell' in leaf) return [...(negated ? [word('dwell.not')] : []), ...dwellChips(leaf, path)];
  if ('idle' in leaf)
    return [either('idle'), word('for'), seconds(leaf.idle.forS, join(path, 'idle.forS'))];
  if ('leaving' in leaf) return [either('leaving')];
  const { fact, rises, falls } = leaf.score;
  const at = join(path, 'score');
  return [
    ...(negated ? [word('not')] : []),
    factName(fact, join(at, 'fact')),
    word('rises'),
    value('number', rises, join(at, 'rises')),
    word('falls'),
    value('number', falls, join(at, 'falls')),
  ];
}

function factChips({ fact, op, value: operand }: FactCondition, path: string): Chip[] {
  const type = factDefinition(fact)?.type ?? 'text';
  const list = type === 'list' && op === 'contains';
  const chips: Chip[] = [
    factName(fact, join(path, 'fact')),
    {
      kind: 'operator',
      key: list ? 'op.has' : op === 'exists' && operand === false ? 'op.missing' : `op.${op}`,
      path: join(path, 'op'),
    },
  ];
  if (op === 'exists' || operand === undefined) return chips;
  return [...chips, value(unitOf(type, op, operand), operand, join(path, 'value'))];
}

function unitOf(type: FactType, op: string, operand: ChipValue): ChipUnit {
  if (op === 'withinLast') return 'seconds';
  if (type === 'list') return 'text';
  // Traits are typed by what they are compared with.
  return type === 'text' && typeof operand === 'number'
    ? 'number'
    : type === 'text' && typeof operand === 'boolean'
      ? 'boolean'
      : type;
}

function factName(fact: string, path: string): Chip {
  return fact.startsWith(customerFactPrefix)
    ? { kind: 'name', of: 'trait', name: fact.slice(customerFactPrefix.length), path }
    : { kind: 'name', of: 'fact', name: fact, path };
}

function patternChips({ event, where = [] }: EventPattern, path: string): Chip[] {
  const chips: Chip[] = [{ kind: 'name', of: 'event', name: event, path: join(path, 'event') }];
  for (const [at, { path: property, op, value: operand }] of where.entries()) {
    const place = join(path, `where.${at}`);
    chips.push({ kind: 'word', key: at === 0 ? 'where' : 'and', path: place });
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
    { kind: 'word', key: words[count.op], path: join(path, 'count.op') },
    value('times', count.value, join(path, 'count.value')),
  ];
}

function spanChips(withinS: number | undefined, path: string): Chip[] {
  if (withinS === undefined) return [{ kind: 'word', key: 'visit', path: join(path, 'withinS') }];
  return [
    { kind: 'word', key: 'within', path: join(path, 'withinS') },
    seconds(withinS, join(path, 'withinS')),
  ];
}

function dwellChips({ dwell }: Extract<Condition, { dwell: unknown }>, path: string): Chip[] {
  const at = join(path, 'dwell');
  const named: Chip[] =
    dwell.on !== 'section' || dwell.section === undefined
      ? []
      : [{ kind: 'name', of: 'section', name: dwell.section, path: join(at, 'section') }];
  return [
    seconds(dwell.forS, join(at, 'forS')),
    { kind: 'word', key: named.length > 0 ? 'in' : `dwell.${dwell.on}`, path: join(at, 'on') },
    ...named,
  ];
}

function seconds(amount: number, path: string): Chip {
  return value('seconds', amount, path);
}

function value(unit: ChipUnit, amount: ChipValue, path: string): Chip {
  return { kind: 'value', unit, value: amount, path };
}

function join(path: string, more: string): string {
  return path === '' ? more : `${path}.${more}`;
}
