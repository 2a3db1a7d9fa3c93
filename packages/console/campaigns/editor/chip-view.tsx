// One chip of a condition, with the form that changes its place.
import type { Condition, Operator } from '@opportune/protocol/condition.ts';
import { customerFactPrefix, factDefinition } from '@opportune/protocol/facts.ts';
import type { Chip } from '@opportune/protocol/sentence.ts';
import { c } from '../words.ts';
import { nodeAt, valueAt } from './condition-edit.ts';
import { useEdit } from './edit-context.tsx';
import { FactPicker } from './fact-picker.tsx';
import {
  newFact,
  operatorsFor,
  propertyOperators,
  standardEvents,
  unset,
  valueFor,
} from './new-node.ts';
import { conditionWord, countryName, shown, upperFirst, wordsOf } from './speak.ts';
import { Choices, Tok } from './tok.tsx';
import { NumberForm, TextForm, ValueForm } from './value-form.tsx';

export interface ChipViewProps {
  readonly chip: Chip;
  readonly first: boolean;
  readonly condition: Condition;
  /** The node that the chip belongs to. */
  readonly nodePath: string;
  readonly mark: { readonly was?: unknown } | undefined;
  readonly wrong: string | undefined;
  readonly onSet: (path: string, value: unknown) => void;
}

export function ChipView(props: ChipViewProps) {
  const { chip, first } = props;
  const { format } = useEdit();
  const words = first ? upperFirst(wordsOf(chip, format)) : wordsOf(chip, format);
  switch (chip.kind) {
    case 'word':
      return <WordChip {...props} words={words} />;
    case 'name':
      return <NameChip {...props} chip={chip} words={words} />;
    case 'operator':
      return <OperatorChip {...props} words={words} />;
    case 'value':
      return <ValueChip {...props} chip={chip} />;
    default:
      return chip satisfies never;
  }
}

type With<Kind extends Chip['kind']> = Omit<ChipViewProps, 'chip'> & {
  chip: Extract<Chip, { kind: Kind }>;
  words: string;
};

function WordChip({ chip, words, onSet, mark, condition }: ChipViewProps & { words: string }) {
  if (chip.kind !== 'word') return null;
  const { path, key } = chip;
  if (path.endsWith('count.op')) {
    const choices = (['gte', 'lte', 'eq'] as const).map((value) => ({
      value,
      label: c(`count.${value}`),
    }));
    const now = choices.find(({ value }) => value === valueAt(condition, path))?.value ?? 'gte';
    return (
      <Tok
        kind="operator"
        words={words}
        label={c('chip.operator')}
        mark={asMark(mark)}
        noDone
        edit={(close) => (
          <Choices
            label={c('chip.operator')}
            value={now}
            choices={choices}
            onChoose={(value) => {
              onSet(path, value);
              close();
            }}
          />
        )}
      />
    );
  }
  if (key === 'visit') {
    // A choice, not a form: once there is a span, it has a chip of its own to be changed by.
    const choices = (['visit', 'within'] as const).map((value) => ({
      value,
      label: c(`build.${value}`),
    }));
    return (
      <Tok
        kind="operator"
        words={words}
        label={c('build.within')}
        mark={asMark(mark)}
        noDone
        edit={(close) => (
          <Choices
            label={c('build.within')}
            value="visit"
            choices={choices}
            onChoose={(value) => {
              if (value === 'within') onSet(path, 600);
              close();
            }}
          />
        )}
      />
    );
  }
  if (path.endsWith('dwell.on'))
    return <DwellWord words={words} path={path} onSet={onSet} condition={condition} mark={mark} />;
  if (key === 'leaving' || key === 'idle' || key === 'leaving.not' || key === 'idle.not')
    return <Tok kind="name" words={words} label={words} />;
  return <span>{words}</span>;
}

function DwellWord({
  words,
  path,
  onSet,
  condition,
  mark,
}: Pick<ChipViewProps, 'onSet' | 'condition' | 'mark'> & { words: string; path: string }) {
  const choices = (['page', 'section', 'visit'] as const).map((value) => ({
    value,
    label: c(`dwell.${value}`),
  }));
  const base = path.slice(0, -'.on'.length);
  const now = choices.find(({ value }) => value === valueAt(condition, path))?.value ?? 'page';
  const choose = (value: 'page' | 'section' | 'visit'): void => {
    const forS = valueAt(condition, `${base}.forS`);
    onSet(base, { on: value, forS });
  };
  return (
    <Tok
      kind="operator"
      words={words}
      label={c('chip.where')}
      mark={asMark(mark)}
      noDone
      edit={(close) => (
        <Choices
          label={c('chip.where')}
          value={now}
          choices={choices}
          onChoose={(value) => {
            choose(value);
            close();
          }}
        />
      )}
    />
  );
}

function NameChip({ chip, words, onSet, nodePath, mark, wrong, condition }: With<'name'>) {
  const { sections } = useEdit();
  const shownMark = asMark(mark, (was) =>
    typeof was === 'string' ? (chip.of === 'fact' ? conditionWord(`fact.${was}`) : was) : undefined,
  );
  const set = (value: string): void => onSet(chip.path, value);
  if (chip.of === 'fact') {
    const node = nodeAt(condition, nodePath);
    const pick = (fact: string): void =>
      onSet(
        nodePath,
        node !== undefined && 'score' in node ? { score: { ...node.score, fact } } : newFact(fact),
      );
    return (
      <Tok
        kind="name"
        words={words}
        label={c('chip.fact')}
        mark={shownMark}
        wrong={wrong}
        width={320}
        noDone
        edit={(close) => (
          <FactPicker
            onFact={(fact) => {
              pick(fact);
              close();
            }}
          />
        )}
      />
    );
  }
  if (chip.of === 'trait') {
    return (
      <Tok
        kind="name"
        words={words}
        label={c('chip.trait')}
        mark={shownMark}
        wrong={wrong}
        edit={() => (
          <TextForm
            label={c('chip.trait')}
            value={chip.name}
            maxLength={100}
            onChange={(name) => set(`${customerFactPrefix}${name.trim()}`)}
          />
        )}
      />
    );
  }
  const [label, offered] =
    chip.of === 'event'
      ? ([c('chip.event'), standardEvents] as const)
      : chip.of === 'section'
        ? ([c('chip.section'), sections.map(({ name }) => name)] as const)
        : ([c('chip.property'), [] as string[]] as const);
  return (
    <Tok
      kind="name"
      words={chip.name === unset ? c('chip.empty') : words}
      label={label}
      mark={shownMark}
      wrong={wrong}
      edit={() => (
        <TextForm
          label={label}
          value={chip.name === unset ? '' : chip.name}
          offered={offered}
          maxLength={128}
          onChange={set}
        />
      )}
    />
  );
}

function OperatorChip({
  chip,
  words,
  onSet,
  nodePath,
  condition,
  mark,
  wrong,
}: ChipViewProps & { words: string }) {
  const node = nodeAt(condition, nodePath);
  const inPattern = node === undefined || !('fact' in node);
  const now = String(valueAt(condition, chip.path));
  const operators: readonly Operator[] = inPattern ? propertyOperators : operatorsFor(node.fact);
  const known = [
    ...operators.map((value) => ({
      value: value as string,
      label: wordOfOperator(value, inPattern ? null : node.fact),
    })),
    ...(operators.includes('exists')
      ? [{ value: 'missing', label: conditionWord('op.missing') }]
      : []),
  ];
  const choose = (value: string): void => {
    const holder = chip.path.slice(0, -'.op'.length);
    const op = operators.find((each) => each === value) ?? 'exists';
    const before = valueAt(condition, `${holder}.value`);
    const fact = inPattern ? `${customerFactPrefix}x` : node.fact;
    const type =
      inPattern && typeof before === 'number' ? 'number' : (factDefinition(fact)?.type ?? 'text');
    const next = value === 'missing' ? false : valueFor(fact, op, type, before);
    const old = chip.path === 'op' ? condition : valueAt(condition, holder);
    onSet(chip.path === 'op' ? '' : holder, {
      ...(typeof old === 'object' ? old : {}),
      op,
      value: next,
    });
  };
  const missing =
    now === 'exists' && valueAt(condition, chip.path.replace(/op$/, 'value')) === false;
  return (
    <Tok
      kind="operator"
      words={words}
      label={c('chip.operator')}
      mark={asMark(mark)}
      wrong={wrong}
      noDone
      edit={(close) => (
        <Choices
          label={c('chip.operator')}
          value={missing ? 'missing' : now}
          choices={known}
          onChoose={(value) => {
            choose(value);
            close();
          }}
        />
      )}
    />
  );
}

function wordOfOperator(op: Operator, fact: string | null): string {
  const list = op === 'contains' && fact !== null && factDefinition(fact)?.type === 'list';
  return conditionWord(list ? 'op.has' : `op.${op}`);
}

function ValueChip({
  chip,
  onSet,
  nodePath,
  condition,
  mark,
  wrong,
}: Omit<ChipViewProps, 'chip'> & { chip: Extract<Chip, { kind: 'value' }> }) {
  const { format, sections } = useEdit();
  const node = nodeAt(condition, nodePath);
  const fact = node !== undefined && 'fact' in node ? node.fact : null;
  const say = (one: string | number | boolean): string =>
    one === unset
      ? c('chip.empty')
      : fact === 'place.country' && typeof one === 'string'
        ? countryName(one)
        : shown(one, chip.unit, format);
  const values = typeof chip.value === 'object' ? chip.value : [chip.value];
  const op = valueAt(condition, chip.path.replace(/value$/, 'op'));
  const pair = op === 'between';
  const list = op === 'in' || op === 'notIn';
  const text = values.map(say).join(pair ? ' – ' : ', ');
  const wasOf = (was: unknown): string | undefined => {
    const before = Array.isArray(was) ? was : [was];
    const said = before
      .filter(
        (one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean',
      )
      .map(say);
    return said.length === 0 ? undefined : said.join(', ');
  };
  const label = chip.unit === 'seconds' ? c('chip.amount') : c('chip.value');
  const offered =
    fact === 'page.section' || fact === 'visit.sections' ? sections.map(({ name }) => name) : [];
  const change = (value: unknown): void => onSet(chip.path, value);
  if (chip.unit === 'times')
    return (
      <Tok
        kind="value"
        words={text}
        label={label}
        mark={asMark(mark, wasOf)}
        wrong={wrong}
        edit={() => (
          <NumberForm
            whole
            min={0}
            max={1000}
            label={label}
            value={Number(chip.value)}
            onChange={change}
          />
        )}
      />
    );
  return (
    <Tok
      kind="value"
      words={
        list && values.length > 1 ? (
          <span className="tok-values">
            {values.map((one) => (
              <span key={String(one)}>{say(one)}</span>
            ))}
          </span>
        ) : (
          text
        )
      }
      spoken={text}
      label={label}
      mark={asMark(mark, wasOf)}
      wrong={wrong}
      width={chip.unit === 'seconds' || pair ? 300 : 260}
      edit={(close) => (
        <ValueForm
          label={label}
          unit={chip.unit}
          value={chip.value}
          list={list}
          pair={pair}
          closed={fact === null ? undefined : factDefinition(fact)?.values}
          offered={offered}
          onChange={change}
          close={close}
        />
      )}
    />
  );
}

function asMark(
  mark: { readonly was?: unknown } | undefined,
  say?: (was: unknown) => string | undefined,
): { was?: string } | undefined {
  if (mark === undefined) return undefined;
  const was = mark.was === undefined ? undefined : say?.(mark.was);
  return was === undefined ? {} : { was };
}
