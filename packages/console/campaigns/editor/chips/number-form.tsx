// The small forms for numbers: one number, a pair, or a span of time. Invalid input stays in the
// form, and the sentence keeps the last valid number.
import { useState } from 'react';
import type { ChipValue } from '@opportune/protocol/campaign/sentence.ts';
import { SelectField, TextField, t, choicesOf } from '../../../ui/index.ts';
import { spanOf, spanUnits, type SpanUnit } from './speak.ts';

export interface NumberFormProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number) => void;
  readonly whole?: boolean | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly onEmpty?: (() => void) | undefined;
  readonly hint?: string | undefined;
}

export function NumberForm(props: NumberFormProps) {
  const { label, value, whole = false, min, max, hint } = props;
  const [text, setText] = useState(value === null ? '' : String(value));
  const change = (next: string): void => {
    setText(next);
    tellNumber(next, props);
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
      {...{ min, max, hint }}
    />
  );
}

/** Reports a valid number, or that the field is empty. */
function tellNumber(text: string, { onChange, onEmpty, ...limits }: NumberFormProps): void {
  if (text.trim() === '') return onEmpty?.();
  const { whole = false, min = -Infinity, max = Infinity } = limits;
  const number = Number(text);
  const isNumber = whole ? Number.isInteger(number) : Number.isFinite(number);
  if (isNumber && number >= min && number <= max) onChange(number);
}

interface PairFormProps {
  readonly value: ChipValue;
  readonly onChange: (pair: number[]) => void;
}

export function PairForm({ value, onChange }: PairFormProps) {
  const [from, to] = Array.isArray(value) ? value.map(Number) : [0, 0];
  return (
    <div className="row top-row">
      <NumberForm
        label={t('campaigns.chip.from')}
        value={from ?? 0}
        onChange={(next) => next <= (to ?? 0) && onChange([next, to ?? 0])}
      />
      <NumberForm
        label={t('campaigns.chip.to')}
        value={to ?? 0}
        onChange={(next) => next >= (from ?? 0) && onChange([from ?? 0, next])}
      />
    </div>
  );
}

interface SpanFormProps {
  readonly label: string;
  readonly seconds: number;
  readonly onChange: (seconds: number) => void;
  readonly onEmpty?: () => void;
}

export function SpanForm({ label, seconds, onChange, onEmpty }: SpanFormProps) {
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
        label={t('campaigns.chip.unit')}
        value={unit}
        choices={choicesOf(['s', 'min', 'h', 'd'] as const, (each) => t(`campaigns.unit.${each}`))}
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
