// The form in a dialog that asks for a few words and does one thing: its fields, a button to leave, and a
// button that does it.
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import type { IconName } from '../icon.tsx';
import { t } from '../../words/words.ts';
import { submitting } from './submitting.ts';

interface DialogFormProps {
  /** Above the fields: what will happen. */
  readonly text?: string;
  /** The verb on the button. */
  readonly action: string;
  readonly icon?: IconName;
  /** Something is missing, or it is being done. */
  readonly held: boolean;
  readonly className?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function DialogForm(props: DialogFormProps) {
  const { text, action, icon, held, className = '', onSubmit, onClose, children } = props;
  const submit = submitting(() => {
    if (!held) onSubmit();
  });
  return (
    <form className={`dialog-form ${className}`} onSubmit={submit}>
      {text !== undefined && <p className="t2">{text}</p>}
      {children}
      <div className="row dialog-acts">
        <Button size="medium" onClick={onClose}>
          {t('console.cancel')}
        </Button>
        <Button
          {...{ type: 'submit', variant: 'primary', size: 'medium', disabled: held }}
          {...(icon !== undefined && { icon })}
        >
          {action}
        </Button>
      </div>
    </form>
  );
}
