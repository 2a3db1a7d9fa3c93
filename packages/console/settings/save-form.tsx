// A form of settings that saves by one button at its foot. What the fields are is its caller's; a
// field that the server refused says so itself, and what belongs to no field stands above the button.
import type { ReactNode } from 'react';
import { Button, FormError } from '../ui/index.ts';
import { s } from './words.ts';

export interface SaveFormProps {
  readonly children: ReactNode;
  readonly onSave: () => void;
  /** Being saved, or not to be saved yet. */
  readonly disabled: boolean;
  /** The words of the button; left out, it saves. */
  readonly save?: string;
  /** An error that no field shows. */
  readonly error?: unknown;
}

export function SaveForm(props: SaveFormProps) {
  const { children, onSave, disabled, save = s('save'), error = null } = props;
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      {children}
      <FormError error={error} />
      <div className="row dialog-acts">
        <Button type="submit" variant="primary" size="medium" disabled={disabled}>
          {save}
        </Button>
      </div>
    </form>
  );
}
