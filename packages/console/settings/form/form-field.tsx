// One field of a settings form: the control for its kind, with label, hint and error.
import { useId, type InputHTMLAttributes } from 'react';
import {
  Options,
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
  /** By default the words of the field's name. */
  readonly label?: string;
  /** By default the hint among the words of the field's name, if there is one. */
  readonly hint?: string | undefined;
  /** An error that the page itself found. */
  readonly error?: string | null;
  /** Another control than the default for its kind. */
  readonly as?: 'area' | 'search' | 'segmented';
  /** By default those of the schema. */
  readonly choices?: readonly Choice[];
  /** Suggestions beside free text. */
  readonly suggestions?: readonly Choice[];
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** The height of a text with several lines. */
  readonly rows?: number;
  /** Further attributes of the input of a text or number. */
  readonly input?: Omit<InputHTMLAttributes<HTMLInputElement>, 'form' | 'list' | 'value'> & {
    /** Receives the focus when its dialog opens. */
    readonly 'data-autofocus'?: boolean;
  };
}

interface FormFieldProps extends FieldOptions {
  readonly part: Part;
  /** The key of its words, for example `settings.goals.name`. */
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

/** Label, hint and error, which surround the control. */
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
        <Options choices={suggestions} />
      </datalist>
    </>
  );
}
