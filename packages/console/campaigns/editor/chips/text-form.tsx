// The small form for a text, with suggestions.
import { useId, useState } from 'react';
import { TextField } from '../../../ui/index.ts';

interface TextFormProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly offered?: readonly string[] | undefined;
  readonly maxLength?: number;
  readonly empty?: boolean;
  readonly hint?: string;
  readonly error?: string | null;
}

export function TextForm(props: TextFormProps) {
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
