// A dialog of settings with one form, saved by one button at its foot. What the fields are is its
// caller's; a field that the server refused says so itself, and what belongs to no field stands
// above the button.
import type { ReactNode } from 'react';
import { Button, Dialog, FormError, t } from '../../ui/index.ts';

export interface SaveDialogProps {
  readonly title: string;
  readonly open?: boolean;
  readonly onClose: () => void;
  readonly width?: number;
  readonly children: ReactNode;
  readonly onSave: () => void;
  /** Being saved, or not to be saved yet. */
  readonly disabled: boolean;
  /** The words of the button; left out, it saves. */
  readonly save?: string;
  /** An error that no field shows. */
  readonly error?: unknown;
}

export function SaveDialog(props: SaveDialogProps) {
  const { children, onSave, disabled, save = t('settings.save'), error = null, ...dialog } = props;
  return (
    <Dialog open {...dialog}>
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        {children}
        <div className="row dialog-acts">
          <FormError error={error} />
          <Button type="submit" variant="primary" size="medium" disabled={disabled}>
            {save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
