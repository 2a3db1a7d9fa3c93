// Chips for values in a sentence: the value in words, the live value if it differs, and the form
// that changes it.
import type { ReactNode } from 'react';
import { shareWords } from '../../words.ts';
import { PercentForm } from './percent-form.tsx';
import { Choices, Tok, type TokProps } from './sentence-chip.tsx';
import { NumberForm, type NumberFormProps } from './number-form.tsx';

interface SaidProps<Value> extends Pick<
  TokProps,
  'label' | 'spoken' | 'wrong' | 'width' | 'noDone'
> {
  readonly value: Value;
  /** The live value; undefined if there is nothing to compare with. */
  readonly was: Value | undefined;
  readonly say: (value: Value) => string;
  readonly edit: (close: () => void) => ReactNode;
}

export function Said<Value>({ value, was, say, ...chip }: SaidProps<Value>) {
  const words = say(value);
  const before = was === undefined ? words : say(was);
  const mark = before === words ? undefined : { was: before };
  return <Tok kind="value" {...chip} words={words} mark={mark} />;
}

/** A chip with one of a few values. A choice closes its form. */
export function SaidChoice<Value extends string>({
  choices,
  onChoose,
  ...said
}: Omit<SaidProps<Value>, 'edit' | 'noDone'> & {
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}) {
  const { label, value } = said;
  return (
    <Said
      {...said}
      noDone
      edit={(close) => <Choices {...{ label, value, choices, onChoose, close }} />}
    />
  );
}

type SaidNumberProps<Value extends number | null> = Omit<SaidProps<Value>, 'edit'> &
  Pick<NumberFormProps, 'min' | 'max' | 'whole' | 'hint' | 'onChange' | 'onEmpty'>;

export function SaidNumber<Value extends number | null>(props: SaidNumberProps<Value>) {
  const { min, max, whole, hint, onChange, onEmpty, ...said } = props;
  const { label, value } = said;
  const form = { label, value, min, max, whole, hint, onChange, onEmpty };
  return <Said {...said} edit={() => <NumberForm {...form} />} />;
}

/** A share in basis points. */
export function SaidShare(
  props: Omit<SaidProps<number>, 'say' | 'edit'> & {
    readonly onChange: (basisPoints: number) => void;
    /** The label of the number field, if the chip's label says more. */
    readonly field?: string;
  },
) {
  const { onChange, field = props.label, ...said } = props;
  return (
    <Said
      {...said}
      say={shareWords}
      edit={() => <PercentForm label={field} basisPoints={said.value} onChange={onChange} />}
    />
  );
}
