// One field of a form of settings: the control of its kind, with its words and what is wrong with it.
import { useId, type InputHTMLAttributes } from 'react';
import {
  SearchSelect,
  Segmented,
  SelectField,
  Switch,
  TextArea,
  TextField,
  type Choice,
} from '../../ui/index.ts';
import { lookUp } from '../../words/words.ts';
import type { Part } from './field-kinds.ts';

export interface FieldOptions {
  /** Usually the words of the field's name. */
  readonly label?: string;
  /** Usually the words of the field's name, where there are any. */
  readonly hint?: string | undefined;
  /** What the page finds wrong with it. */
  readonly error?: string | null;
  /** Another control than the usual one of its kind. */
  readonly as?: 'area' | 'search' | 'segmented';
  /** Usually those of the schema. */
  readonly choices?: readonly Choice[];
  /** What is offered beside what may be typed. */
  readonly suggestions?: readonly Choice[];
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** Of a text of several lines. */
  readonly rows?: number;
  /** What else the control of a text or number is told. */
  readonly input?: Omit<InputHTMLAttributes<HTMLInputElement>, 'form' | 'list' | 'value'> & {
    /** Has the focus as its dialog opens. */
    readonly 'data-autofocus'?: boolean;
  };
}

interface FormFieldProps extends FieldOptions {
  readonly part: Part;
  /** Where its words are: `settings.goals.name`. */
  readonly words: string;
  readonly written: unknown;
  readonly onWrite: (written: string | boolean) => void;
}

export function FormField(props: FormFieldProps) {
  const { part, words, written, onWrite, as, disabled = false } = props;
  const around = aroundOf(props);
  if (part.kind === 'switch')
    return <Switch {...around} checked={written === true} disabled={disabled} onChange={onWrite} />;
  const choices = props.choices ?? choicesOf(part, words);
  const control = { ...around, value: String(written) };
  if (choices === undefined) return <Text {...props} {...control} />;
  const chosen = { ...control, choices, onChange: onWrite };
  if (as === 'search') return <SearchSelect hint="" {...chosen} />;
  if (as === 'segmented') return <Segmented {...chosen} />;
  return (
    <SelectField
      {...control}
      choices={choices}
      disabled={disabled}
      onChange={(event) => onWrite(event.currentTarget.value)}
    />
  );
}

/** What stands around the control: its name, what it is for, what is wrong with it. */
function aroundOf(props: FormFieldProps) {
  const { words, label, error } = props;
  const hint = 'hint' in props ? props.hint : lookUp(`${words}.hint`);
  return {
    label: label ?? lookUp(words) ?? words,
    error: error ?? null,
    ...(hint === undefined ? {} : { hint }),
  };
}

function choicesOf({ choices }: Part, words: string): readonly Choice[] | undefined {
  return choices?.map((value) => ({ value, label: lookUp(`${words}.${value}`) ?? value }));
}

function Text(props: FormFieldProps & { label: string; value: string }) {
  const { part, label, hint, error, value, onWrite, as, rows, suggestions, input } = props;
  const list = useId();
  const control = {
    ...{ label, error, value, disabled: props.disabled ?? false },
    ...(hint === undefined ? {} : { hint }),
    required: props.required ?? part.isRequired ?? false,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onWrite(event.currentTarget.value),
  };
  if (as === 'area' || part.kind === 'lines') return <TextArea {...control} rows={rows} />;
  const type = part.kind === 'number' ? 'number' : 'text';
  if (suggestions === undefined)
    return <TextField type={type} {...part.limits} {...input} {...control} />;
  return (
    <>
      <TextField type={type} {...part.limits} {...input} {...control} list={list} />
      <datalist id={list}>
        {suggestions.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </datalist>
    </>
  );
}
