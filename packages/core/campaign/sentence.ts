// A condition as a sentence: groups and clauses of chips, each with its place in the condition. The
// builder shows and edits them, explanations read them out. Words and units are in the catalogues.
import type {
  Condition,
  EventPattern,
  FactCondition,
} from '@opportune/protocol/campaign/condition.ts';
import {
  customerFactPrefix,
  factDefinition,
  skillFactOf,
} from '@opportune/protocol/behaviour/facts.ts';
import {
  clausePatterns,
  type Chip,
  type ChipUnit,
  type ChipValue,
  type ClauseKind,
  type ClausePatterns,
  type Sentence,
  type SentenceWord,
} from '@opportune/protocol/campaign/sentence.ts';

/**
 * The sentence of a condition. `path` is where the condition is in its document. `patterns` is the
 * order in which the language puts the parts of a clause.
 */
export function sentenceOf(
  condition: Condition,
  path = '',
  patterns: ClausePatterns = clausePatterns,
): Sentence {
  if ('all' in condition) return group('all', condition.all, path, patterns);
  if ('any' in condition) return group('any', condition.any, path, patterns);
  if (!('not' in condition)) {
    const chips = clause(condition, path, false, patterns);
    return { type: 'clause', negated: false, path, chips };
  }
  const inner = condition.not;
  const innerPath = join(path, 'not');
  // A group has no negative form of its own.
  if ('all' in inner || 'any' in inner || 'not' in inner) {
    return { type: 'group', logic: 'not', path, parts: [sentenceOf(inner, innerPath, patterns)] };
  }
  return { type: 'clause', negated: true, path, chips: clause(inner, innerPath, true, patterns) };
}

function group(
  logic: 'all' | 'any',
  parts: readonly Condition[],
  path: string,
  patterns: ClausePatterns,
): Sentence {
  return {
    type: 'group',
    logic,
    path,
    parts: parts.map((part, at) => sentenceOf(part, join(path, `${logic}.${at}`), patterns)),
  };
}

type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;

/** The chips of a clause by the names of its parts. A pattern puts them in order. */
type Parts = Readonly<Record<string, readonly Chip[]>>;

function clause(
  leaf: Leaf,
  path: string,
  negated: boolean,
  patterns: ClausePatterns,
): readonly Chip[] {
  if ('leaving' in leaf) return [word(negated ? 'leaving.not' : 'leaving', path)];
  const [kind, parts] = partsOf(leaf, path, negated);
  const not: readonly Chip[] = negated ? [word(kind === 'dwell' ? 'dwell.not' : 'not', path)] : [];
  return laidOut({ not, ...parts }, patterns[kind]);
}

/** A part that a pattern does not name comes last: no language loses a part. */
function laidOut(parts: Parts, pattern: string): readonly Chip[] {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const rest = Object.keys(parts).filter((name) => name !== 'not' && !names.includes(name));
  return [...names, ...rest].flatMap((name) => parts[name] ?? []);
}

function partsOf(
  leaf: Exclude<Leaf, { leaving: unknown }>,
  path: string,
  negated: boolean,
): readonly [kind: ClauseKind, parts: Parts] {
  if ('absence' in leaf) return ['absence', absenceParts(leaf, path, negated)];
  if ('performed' in leaf) return ['performed', performedParts(leaf, path, negated)];
  if ('idle' in leaf) return ['idle', idleParts(leaf, path, negated)];
  if ('dwell' in leaf) return ['dwell', dwellParts(leaf, path)];
  if ('fact' in leaf) return ['fact', factParts(leaf, path)];
  return 'sequence' in leaf
    ? ['sequence', sequenceParts(leaf, path)]
    : ['score', scoreParts(leaf, path)];
}

function performedParts(
  { performed, count, withinS }: Extract<Leaf, { performed: unknown }>,
  path: string,
  negated: boolean,
): Parts {
  return {
    not: [],
    event: patternChips(performed, join(path, 'performed')),
    verb: [word(negated ? 'happened.not' : 'happened', path)],
    count: countChips(count, path),
    span: spanChips(withinS, path),
  };
}

function absenceParts(
  { absence, after, withinS }: Extract<Leaf, { absence: unknown }>,
  path: string,
  negated: boolean,
): Parts {
  return {
    not: [],
    event: patternChips(absence, join(path, 'absence')),
    verb: [word(negated ? 'absent.not' : 'absent', path)],
    span: spanChips(withinS, path),
    after: [word('after', path)],
    first: patternChips(after, join(path, 'after')),
  };
}

function idleParts(
  { idle }: Extract<Leaf, { idle: unknown }>,
  path: string,
  negated: boolean,
): Parts {
  return {
    not: [],
    verb: [word(negated ? 'idle.not' : 'idle', path)],
    for: [word('idle.for', path)],
    time: [seconds(idle.forS, join(path, 'idle.forS'))],
  };
}

function sequenceParts(
  { sequence, without, withinS }: Extract<Leaf, { sequence: unknown }>,
  path: string,
): Parts {
  const steps = sequence.flatMap((step, at) => {
    const chips = patternChips(step, join(path, `sequence.${at}`));
    return at === 0 ? chips : [word('then', path), ...chips];
  });
  const not =
    without === undefined
      ? []
      : [word('without', path), ...patternChips(without, join(path, 'without'))];
  return { steps, without: not, span: spanChips(withinS, path) };
}

function scoreParts({ score }: Extract<Leaf, { score: unknown }>, path: string): Parts {
  const at = join(path, 'score');
  return {
    fact: factNames(score.fact, join(at, 'fact')),
    rises: [word('rises', path)],
    high: [value('number', score.rises, join(at, 'rises'))],
    falls: [word('falls', path)],
    low: [value('number', score.falls, join(at, 'falls'))],
  };
}

function factParts({ fact, op, value: operand }: FactCondition, path: string): Parts {
  const type = factDefinition(fact)?.type ?? 'text';
  const list = type === 'list' && op === 'contains';
  const key = list ? 'op.has' : op === 'exists' && operand === false ? 'op.missing' : `op.${op}`;
  return {
    fact: factNames(fact, join(path, 'fact')),
    operator: [{ kind: 'operator', key, path: join(path, 'op') }],
    value:
      op === 'exists' || operand === undefined
        ? []
        : [value(unitOf(fact, op, operand), operand, join(path, 'value'))],
  };
}

/** Operators whose value is a whole text, not a part or pattern of one. */
const wholeText: ReadonlySet<string> = new Set(['eq', 'ne', 'in', 'notIn']);

function unitOf(fact: string, op: string, operand: ChipValue): ChipUnit {
  if (op === 'withinLast' || op === 'withinNext') return 'seconds';
  if (fact === 'place.country' && wholeText.has(op)) return 'country';
  const type = factDefinition(fact)?.type ?? 'text';
  if (type === 'list') return 'text';
  // The type of a trait is that of the compared value.
  return type === 'text' && typeof operand === 'number'
    ? 'number'
    : type === 'text' && typeof operand === 'boolean'
      ? 'boolean'
      : type;
}

/** Free agents *for billing*: a fact of one skill names it. */
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

function dwellParts({ dwell }: Extract<Condition, { dwell: unknown }>, path: string): Parts {
  const at = join(path, 'dwell');
  const named: Chip[] =
    dwell.on !== 'section' || dwell.section === undefined
      ? []
      : [{ kind: 'name', of: 'section', name: dwell.section, path: join(at, 'section') }];
  return {
    time: [seconds(dwell.forS, join(at, 'forS'))],
    place: [word(named.length > 0 ? 'in' : `dwell.${dwell.on}`, join(at, 'on')), ...named],
  };
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
