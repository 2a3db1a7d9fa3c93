// The small forms behind value chips: numbers, spans, lists, dates, yes or no. What does not hold yet
// stays in the form; the sentence keeps the last value that held.
import { useId, useState } from 'react';
import type { ChipUnit, ChipValue } from '@opportune/protocol/sentence.ts';
import { SelectField, TextArea, TextField } from '../../ui/index.ts';
import { c } from '../words.ts';
import { unset } from './new-node.ts';
import { spanOf, spanUnits, type SpanUnit } from './speak.ts';
import { Choices } from './tok.tsx';

export interface ValueFormProps {
  readonly label: string;
  readonly unit: ChipUnit;
  readonly value: ChipValue;
  readonly list: boolean;
  readonly pair: boolean;
  /** A closed set of values, or what is offered beside free text. */
  readonly closed?: readonly string[] | undefined;
  readonly offered?: readonly string[] | undefined;
  readonly onChange: (value: string | number | boolean | (string | number | boolean)[]) => void;
  readonly close: () => void;
}

export function ValueForm(props: ValueFormProps) {
  const { label, unit, value, list, pair, closed, onChange, close } = props;
  const numeric = unit === 'number' || unit === 'money' || unit === 'percent' || unit === 'times';
  if (pair) return <PairForm value={value} onChange={onChange} />;
  if (list)
    return closed === undefined ? (
      <ListForm label={label} value={value} numeric={numeric} onChange={onChange} />
    ) : (
      <SetForm label={label} value={value} closed={closed} onChange={onChange} />
    );
  if (unit === 'boolean')
    return (
      <Choices
        label={label}
        value={String(value === true)}
        choices={[
          { value: 'true', label: c('chip.yes') },
          { value: 'false', label: c('chip.no') },
        ]}
        onChoose={(next) => {
          onChange(next === 'true');
          close();
        }}
      />
    );
  if (unit === 'seconds' && typeof value === 'number')
    return <SpanForm label={label} seconds={value} onChange={onChange} />;
  if (closed !== undefined)
    return (
      <Choices
        label={label}
        value={String(value)}
        choices={closed.map((each) => ({ value: each, label: each }))}
        onChoose={(next) => {
          onChange(next);
          close();
        }}
      />
    );
  if (unit === 'instant')
    return (
      <TextField
        data-autofocus
        type="date"
        label={label}
        defaultValue={String(value).slice(0, 10)}
        onChange={(event) =>
          event.currentTarget.value !== '' && onChange(event.currentTarget.value)
        }
      />
    );
  if (numeric)
    return (
      <NumberForm
        label={label}
        value={Number(value)}
        whole={unit === 'times'}
        onChange={onChange}
      />
    );
  return (
    <TextForm
      label={label}
      value={value === unset ? '' : String(value)}
      offered={props.offered}
      onChange={onChange}
    />
  );
}

export function NumberForm(props: {
  label: string;
  value: number | null;
  onChange: (value: number) => void;
  whole?: boolean;
  min?: number;
  max?: number;
  onEmpty?: () => void;
  hint?: string;
}) {
  const { label, value, onChange, whole = false, min, max, onEmpty, hint } = props;
  const [text, setText] = useState(value === null ? '' : String(value));
  const change = (next: string): void => {
    setText(next);
    if (next.trim() === '') return onEmpty?.();
    const number = Number(next);
    const fits =
      Number.isFinite(number) &&
      (!whole || Number.isInteger(number)) &&
      (min === undefined || number >= min) &&
      (max === undefined || number <= max);
    if (fits) onChange(number);
  };
  return (
    <TextField
      data-autofocus
      type="number"
      inputMode="decimal"
      step={whole ? 1 : 'any'}
      label={label}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}

function PairForm({ value, onChange }: Pick<ValueFormProps, 'value' | 'onChange'>) {
  const [from, to] = Array.isArray(value) ? value.map(Number) : [0, 0];
  return (
    <div className="row top-row">
      <NumberForm
        label={c('chip.from')}
        value={from ?? 0}
        onChange={(next) => next <= (to ?? 0) && onChange([next, to ?? 0])}
      />
      <NumberForm
        label={c('chip.to')}
        value={to ?? 0}
        onChange={(next) => next >= (from ?? 0) && onChange([from ?? 0, next])}
      />
    </div>
  );
}

export function SpanForm(props: {
  label: string;
  seconds: number;
  onChange: (seconds: number) => void;
  onEmpty?: () => void;
}) {
  const { label, seconds, onChange, onEmpty } = props;
  const first = spanOf(seconds);
  const [unit, setUnit] = useState<SpanUnit>(first.unit);
  const [amount, setAmount] = useState(seconds === 0 ? '' : String(first.amount));
  const tell = (nextAmount: string, nextUnit: SpanUnit): void => {
    const total = Number(nextAmount) * spanUnits[nextUnit];
    if (nextAmount.trim() === '') onEmpty?.();
    else if (total > 0 && total <= 90 * 86_400) onChange(total);
  };
  return (
    <div className="row top-row">
      <TextField
        data-autofocus
        type="number"
        step="any"
        min={0}
        label={label}
        value={amount}
        onChange={(event) => {
          setAmount(event.currentTarget.value);
          tell(event.currentTarget.value, unit);
        }}
      />
      <SelectField
        label={c('chip.unit')}
        value={unit}
        choices={(['s', 'min', 'h', 'd'] as const).map((each) => ({
          value: each,
          label: c(`unit.${each}`),
        }))}
        onChange={(event) => {
          const next =
            (['s', 'min', 'h', 'd'] as const).find((each) => each === event.currentTarget.value) ??
            's';
          setUnit(next);
          tell(amount, next);
        }}
      />
    </div>
  );
}

function ListForm({
  label,
  value,
  numeric,
  onChange,
}: {
  label: string;
  value: ChipValue;
  numeric: boolean;
  onChange: ValueFormProps['onChange'];
}) {
  const items = typeof value === 'object' ? value : [value];
  const change = (text: string): void => {
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const next = numeric ? lines.map(Number).filter(Number.isFinite) : lines;
    if (next.length > 0) onChange(next);
  };
  return (
    <TextArea
      data-autofocus
      label={label}
      hint={c('chip.list')}
      rows={Math.min(8, items.length + 1)}
      defaultValue={items.filter((one) => one !== unset).join('\n')}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function SetForm({
  label,
  value,
  closed,
  onChange,
}: {
  label: string;
  value: ChipValue;
  closed: readonly string[];
  onChange: ValueFormProps['onChange'];
}) {
  const chosen = (typeof value === 'object' ? value : [value]).map(String);
  return (
    <fieldset className="checks">
      <legend>{label}</legend>
      {closed.map((each) => (
        <label key={each} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(each)}
            onChange={(event) => {
              const next = closed.filter((one) =>
                one === each ? event.currentTarget.checked : chosen.includes(one),
              );
              if (next.length > 0) onChange(next);
            }}
          />
          {each}
        </label>
      ))}
    </fieldset>
  );
}

export function TextForm(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  offered?: readonly string[] | undefined;
  maxLength?: number;
  empty?: boolean;
  hint?: string;
  error?: string | null;
}) {
  const {
    label,
    value,
    onChange,
    offered = [],
    maxLength = 1024,
    empty = false,
    hint,
    error,
  } = props;
  const id = useId();
  const [text, setText] = useState(value);
  const change = (next: string): void => {
    setText(next);
    if (empty || next.trim() !== '') onChange(next);
  };
  return (
    <>
      <TextField
        data-autofocus
        label={label}
        value={text}
        maxLength={maxLength}
        list={offered.length > 0 ? id : undefined}
        autoComplete="off"
        error={error}
        onChange={(event) => change(event.currentTarget.value)}
        {...(hint === undefined ? {} : { hint })}
      />
      {offered.length > 0 && (
        <datalist id={id}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  );
}
