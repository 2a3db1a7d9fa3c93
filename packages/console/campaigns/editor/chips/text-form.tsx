// The small form of a text, with what is offered for it beside what may be typed.
import { useId, useState } from 'react';
import { TextField } from '../../../ui/index.ts';

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
