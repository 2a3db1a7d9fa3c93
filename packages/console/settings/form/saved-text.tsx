// A field of settings that stands alone.
import { useState } from 'react';
import { TextField } from '../../ui/index.ts';

/** What a text was typed over. */
export interface Over {
  readonly revision: string;
  /** How often it was asked to load what somebody else saved. */
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
  /** False where it was refused, or is nothing to save. */
  readonly onSave: (text: string, revision: string) => Promise<boolean>;
  readonly type?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
}

/**
 * A text that is saved when it is left or confirmed, and only when it changed. What is typed stays,
 * and is saved from the revision that it was begun at, whatever is read meanwhile, until it is stored
 * or another text of somebody else's is loaded.
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
