// The editor of the form that visitors fill in before a chat, with a preview beside it. Campaigns
// and a site's contact button use it, and each stores its own form.
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import { useState } from 'react';
import { Button, Dialog, t, submitting } from '../ui/index.ts';
import { newBefore, readyBefore, trimmedBefore } from './before-draft.ts';
import { BeforeDrawn } from './before-drawn.tsx';
import { BeforeFields } from './before-fields.tsx';
import '../inbox/content/content.css';
import './before.css';

interface Props {
  readonly form: BeforeForm | null;
  readonly look: SiteLook;
  /**
   * Gets null if the form is removed. If it returns or resolves to false, the form is not saved and
   * the dialog stays open.
   */
  readonly onSave: (form: BeforeForm | null) => unknown;
  readonly onOpen?: () => void;
  readonly className?: string;
  readonly disabled?: boolean;
}

/** A button that shows how many fields the form has and opens the editor. */
export function BeforeButton({ form, look, onSave, onOpen, className, disabled = false }: Props) {
  const [open, setOpen] = useState(false);
  const words =
    form === null
      ? t('before.before.nothing')
      : t('before.before.count', { n: form.fields.length });
  const save = async (next: BeforeForm | null): Promise<void> => {
    if ((await onSave(next)) !== false) setOpen(false);
  };
  return (
    <>
      <button
        type="button"
        className={className ?? 'before-button'}
        disabled={disabled}
        aria-haspopup="dialog"
        aria-label={t('before.before.open', { words })}
        onClick={() => {
          onOpen?.();
          setOpen(true);
        }}
      >
        {words}
      </button>
      <Dialog
        title={t('before.before.title')}
        open={open}
        onClose={() => setOpen(false)}
        width={860}
      >
        {open && <Making form={form} look={look} onSave={save} />}
      </Dialog>
    </>
  );
}

function Making({ form, look, onSave }: Pick<Props, 'form' | 'look' | 'onSave'>) {
  const [draft, setDraft] = useState(form ?? newBefore);
  const [tried, setTried] = useState(false);
  const ready = readyBefore(draft);
  const wrong = tried && ready.wrong !== null ? ready.wrong : none;
  const keep = (): void => {
    setTried(true);
    if (ready.form !== null) onSave(ready.form);
  };
  return (
    <form className="making before-making" noValidate onSubmit={submitting(keep)}>
      <div className="making-fields">
        <p className="small t3">{t('before.before.hint')}</p>
        <BeforeFields draft={draft} wrong={wrong} onChange={setDraft} />
      </div>
      <div className="making-side">
        <p className="small t3">{t('before.before.preview')}</p>
        <div className="making-preview">
          <BeforeDrawn form={trimmedBefore(draft)} look={look} />
        </div>
      </div>
      <div className="row dialog-acts making-acts">
        {wrong.size > 0 && (
          <span className="small bad grow" role="alert">
            {t('before.before.wrong', { n: wrong.size })}
          </span>
        )}
        {form !== null && (
          <Button size="medium" onClick={() => onSave(null)}>
            {t('before.before.remove')}
          </Button>
        )}
        <Button type="submit" variant="primary" size="medium">
          {t('before.before.save')}
        </Button>
      </div>
    </form>
  );
}
const none = new Map<string, never>();
