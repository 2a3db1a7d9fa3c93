// Form fields: a label, the control, a hint and an error, linked by ids for screen readers.
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { Icon } from '../icon.tsx';
import { t } from '../../words/words.ts';

interface Around {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  /** At the right of the label, such as a link. */
  readonly aside?: ReactNode;
}

/** The frame of any field. `children` gets the ids that link it to the label, hint and error. */
export function Field(
  props: Around & {
    children: (ids: {
      id: string;
      'aria-describedby': string | undefined;
      'aria-invalid': boolean;
    }) => ReactNode;
  },
) {
  const { label, hint, error, aside, children } = props;
  const id = useId();
  const wrong = error !== null && error !== undefined && error !== '';
  const described = wrong ? `${id}-error` : hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="field-frame">
      <div className="row field-top">
        <label htmlFor={id} className="grow">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': described, 'aria-invalid': wrong })}
      {wrong ? (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-hint`} className="field-hint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function TextField(
  props: Around & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> },
) {
  const { label, hint, error, aside, className = '', ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(ids) => <input className={`input ${className}`} {...ids} {...rest} />}
    </Field>
  );
}

export function TextArea(props: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { label, hint, error, aside, className = '', ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(ids) => <textarea className={`input area ${className}`} {...ids} {...rest} />}
    </Field>
  );
}

export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
}

/** Choices from values, each with its label. */
export function choicesOf<Value extends string>(
  values: readonly Value[],
  label: (value: Value) => string,
): readonly Choice<Value>[] {
  return values.map((value) => ({ value, label: label(value) }));
}

export function Options({ choices }: { choices: readonly Choice[] }) {
  return choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

export function SelectField(
  props: Around & SelectHTMLAttributes<HTMLSelectElement> & { choices: readonly Choice[] },
) {
  const { label, hint, error, aside, choices, className = '', ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(ids) => (
        <span className="select">
          <select className={`input ${className}`} {...ids} {...rest}>
            <Options choices={choices} />
          </select>
          <Icon name="down" size={14} />
        </span>
      )}
    </Field>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly width?: number;
  /** Further attributes of the input. */
  readonly input?: InputHTMLAttributes<HTMLInputElement> & { 'data-autofocus'?: boolean };
}

/** A search box for a page's header. `label` is both its accessible name and its placeholder. */
export function SearchField({ label, value, onChange, width, input }: SearchFieldProps) {
  return (
    <span className="search" style={width === undefined ? undefined : { width }}>
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...input}
      />
      {value !== '' && (
        <button type="button" aria-label={t('console.clear')} onClick={() => onChange('')}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly hint?: string;
}

/** A switch. A change takes effect at once. */
export function Switch({ label, checked, onChange, disabled = false, hint }: SwitchProps) {
  return (
    <label className={disabled ? 'switch off' : 'switch'}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <i aria-hidden="true" />
      <span>
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
    </label>
  );
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A choice among a few values, all visible. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, choices, onChange } = props;
  const name = useId();
  return (
    <span className="seg" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className={choice.value === value ? 'on' : ''}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </span>
  );
}
