// Asks a visitor for a value in private, for a stated purpose and of a chosen kind. The answer goes
// only to this agent's own consoles.
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import { PrivateKind, privateLimits } from '@opportune/protocol/conversation/private.ts';
import { newId } from '../../api/new-id.ts';
import {
  Button,
  Dialog,
  IconButton,
  sayError,
  SelectField,
  TextField,
  t,
  choicesOf,
  submitting,
} from '../../ui/index.ts';
import { ask } from '../requests.ts';

export function PrivateButton({ conversation }: { conversation: Conversation }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton icon="lock" label={t('masking.ask')} onClick={() => setOpen(true)} />
      {open && <AskDialog conversation={conversation} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Asks under a new id, so that the same question can be asked again. */
export function askPrivately(
  conversation: Conversation['id'],
  label: string,
  kind: PrivateKind,
): Promise<void> {
  const id = MessageId.parse(newId());
  return ask({ type: 'private.ask', conversation, ask: id, label, kind });
}

function AskDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<PrivateKind>('text');
  const [busy, setBusy] = useState(false);
  const submit = (): void => {
    setBusy(true);
    void askPrivately(conversation.id, label.trim(), kind)
      .then(onClose, sayError)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open title={t('masking.ask.title')} onClose={onClose}>
      <form className="settings-form" onSubmit={submitting(submit)}>
        <p className="t2">{t('masking.ask.text')}</p>
        <TextField
          label={t('masking.ask.label')}
          hint={t('masking.ask.label.hint')}
          data-autofocus
          required
          maxLength={privateLimits.labelLength}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <SelectField
          label={t('masking.ask.kind')}
          value={kind}
          choices={choicesOf(PrivateKind.options, (value) => t(`masking.ask.kind.${value}`))}
          onChange={(event) => setKind(PrivateKind.parse(event.currentTarget.value))}
        />
        <div className="row dialog-acts">
          <Button
            type="submit"
            variant="primary"
            size="medium"
            disabled={busy || label.trim() === ''}
          >
            {t('masking.ask.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
