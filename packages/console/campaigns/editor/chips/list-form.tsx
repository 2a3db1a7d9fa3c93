// The small forms for several values: one typed on each line, or ticked if the set is closed.
import type { ChipValue } from '@opportune/protocol/campaign/sentence.ts';
import { choicesOf, TextArea, t } from '../../../ui/index.ts';
import { unset } from '../condition/new-node.ts';
import { Checks } from './checks.tsx';

interface ListFormProps {
  readonly label: string;
  readonly value: ChipValue;
  readonly numeric: boolean;
  readonly onChange: (values: (string | number)[]) => void;
}

export function ListForm({ label, value, numeric, onChange }: ListFormProps) {
  const items = typeof value === 'object' ? value : [value];
  const change = (text: string): void => {
    const next = valuesIn(text, numeric);
    if (next.length > 0) onChange(next);
  };
  return (
    <TextArea
      data-autofocus
      label={label}
      hint={t('campaigns.chip.list')}
      rows={Math.min(8, items.length + 1)}
      defaultValue={items.filter((one) => one !== unset).join('\n')}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function valuesIn(text: string, numeric: boolean): (string | number)[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return numeric ? lines.map(Number).filter(Number.isFinite) : lines;
}

interface SetFormProps {
  readonly label: string;
  readonly value: ChipValue;
  readonly closed: readonly string[];
  readonly onChange: (values: string[]) => void;
}

export function SetForm({ label, value, closed, onChange }: SetFormProps) {
  const chosen = (typeof value === 'object' ? value : [value]).map(String);
  const choose = (changed: string, on: boolean): void => {
    const next = closed.filter((each) => (each === changed ? on : chosen.includes(each)));
    if (next.length > 0) onChange(next);
  };
  return (
    <Checks
      legend={label}
      choices={choicesOf(closed, (each) => each)}
      isChosen={(each) => chosen.includes(each)}
      onChoose={choose}
    />
  );
}
