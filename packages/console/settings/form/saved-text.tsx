// A single settings field that saves on its own.
import { useState } from 'react';
import { TextField } from '../../ui/index.ts';

/** The version that the user's text will replace. */
export interface Over {
  readonly revision: string;
  /** How often the user asked to load what somebody else saved. */
  readonly loads: number;
}

interface Typed extends Over {
  readonly text: string;
  readonly value: string;
  readonly stored: boolean;
}

interface SavedTextProps {
  readonly label: string;
  readonly value: string;
  readonly over: Over;
  /** False if the server refused or there was nothing to save. */
  readonly onSave: (text: string, revision: string) => Promise<boolean>;
  readonly type?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
}

/**
 * A text that is saved when the field loses focus or on Enter, and only if it changed. The user's
 * text stays, whatever is loaded meanwhile, and is saved with the revision at which typing began.
 * That ends once it is stored, or once the user loads a different text that somebody else saved.
 */
export function SavedText({ label, value, over, onSave, ...rest }: SavedTextProps) {
  const [typed, setTyped] = useState<Typed | null>(null);
  if (typed?.stored === true && value !== typed.value) setTyped(null);
  else if (typed !== null && over.loads > typed.loads && over.revision !== typed.revision)
    setTyped(value === typed.value ? { ...typed, ...over } : null);
  const type = (text: string): void =>
    setTyped(
      typed === null || typed.stored ? { ...over, text, value, stored: false } : { ...typed, text },
    );
  const save = async (): Promise<void> => {
    if (typed === null || typed.stored) return;
    if (typed.text.trim() === typed.value) return setTyped(null);
    if (await onSave(typed.text.trim(), typed.revision))
      setTyped((now) => (now?.text === typed.text ? { ...now, stored: true } : now));
  };
  return (
    <TextField
      label={label}
      className="small"
      value={typed?.text ?? value}
      {...rest}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void save();
      }}
    />
  );
}
