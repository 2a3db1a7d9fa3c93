// A chip for a comparison. It offers the operators that the fact or property allows. A new operator
// keeps the value if it still fits.
import { AttributeList } from '@opportune/protocol/rest/site.ts';
import type { Operator } from '@opportune/protocol/campaign/condition.ts';
import {
  customFactPrefix,
  customerFactPrefix,
  factDefinition,
} from '@opportune/protocol/behaviour/facts.ts';
import { useApiQuery, t } from '../../../ui/index.ts';
import { asMark, type ChipProps } from './chip.ts';
import { ChoiceChip } from './choice-chip.tsx';
import { nodeAt, valueAt } from '../condition/condition-edit.ts';
import { operatorsFor, propertyOperators, valueFor } from '../condition/new-node.ts';
import { conditionWord } from './speak.ts';

export function OperatorChip(props: ChipProps<'operator'>) {
  const { chip, words, onSet, nodePath, condition, mark, wrong } = props;
  const node = nodeAt(condition, nodePath);
  const inPattern = node === undefined || !('fact' in node);
  const now = String(valueAt(condition, chip.path));
  const attributes = useApiQuery('/attributes', AttributeList).data?.items;
  const declared = attributes?.find(
    ({ name }) => !inPattern && node.fact === customFactPrefix + name,
  )?.type;
  const operators: readonly Operator[] = inPattern
    ? propertyOperators
    : operatorsFor(node.fact, declared);
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
      inPattern && typeof before === 'number'
        ? 'number'
        : (declared ?? factDefinition(fact)?.type ?? 'text');
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
    <ChoiceChip
      words={words}
      label={t('campaigns.chip.operator')}
      value={missing ? 'missing' : now}
      choices={known}
      onChoose={choose}
      mark={asMark(mark)}
      wrong={wrong}
    />
  );
}

function wordOfOperator(op: Operator, fact: string | null): string {
  const list = op === 'contains' && fact !== null && factDefinition(fact)?.type === 'list';
  return conditionWord(list ? 'op.has' : `op.${op}`);
}
