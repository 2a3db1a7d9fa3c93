// A field of settings that stands alone.
import { useState } from 'react';
import { TextField } from '../ui/index.ts';

/** A text that is saved when it is left or confirmed, and only when it changed. */
export function SavedText(props: {
  label: string;
  value: string;
  onSave: (value: string) => void;
  type?: string;
  min?: number;
  max?: number;
  maxLength?: number;
}) {
  const { label, value, onSave, ...rest } = props;
  const [text, setText] = useState(value);
  const save = (): void => {
    if (text.trim() !== value) onSave(text.trim());
  };
  return (
    <TextField
      label={label}
      className="small"
      value={text}
      {...rest}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
      }}
    />
  );
}
