// Writes to a visitor first. If the visitor is in control, a warning says what that does to the
// proof before the agent writes anything. The server requires the same confirmation.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { blurredBy, isBlurred } from '@opportune/core/decision/view/blurred-by.ts';
import { MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { VisitorDetail, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { newId } from '../api/new-id.ts';
import { askFor } from '../inbox/requests.ts';
import { asCommand } from '../keys/do-commands.ts';
import { Button, Dialog, DialogForm, sayError, t, TextArea } from '../ui/index.ts';
import { Blurs, isOfControl } from './blurs.tsx';

interface Props {
  readonly row: VisitorRow;
  readonly name: string;
  readonly why: VisitorDetail['why'];
}

export function StartChat(props: Props) {
  const [open, setOpen] = useState(false);
  const { online } = props.row;
  return (
    <>
      <Button
        {...asCommand('visitor.chat')}
        variant="primary"
        icon="chat"
        disabled={!online}
        title={online ? undefined : t('byHand.gone')}
        onClick={() => setOpen(true)}
      >
        {t('byHand.start')}
      </Button>
      {open && <FirstWords {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function FirstWords({ row, name, why, onClose }: Props & { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [id] = useState(() => MessageId.parse(newId()));
  const [busy, setBusy] = useState(false);
  /** The server refused because of a control that this page does not know yet. */
  const [refused, setRefused] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const blurred = blurredBy(why, row.holdout);
  const send = (): void => {
    setBusy(true);
    void askFor({ type: 'conversation.begin', visitor: row.visitor, id, text, confirmed })
      .then(({ conversation }) => {
        onClose();
        if (conversation !== undefined)
          void navigate({ to: '/inbox/{-$conversation}', params: { conversation } });
      })
      .catch((error: unknown) => {
        if (!isOfControl(error)) return sayError(error);
        setRefused(true);
        setConfirmed(false);
      })
      .finally(() => setBusy(false));
  };
  if ((refused || isBlurred(blurred)) && !confirmed)
    return (
      <Blurs
        name={name}
        blurred={blurred}
        action={t('byHand.blurs.go')}
        onGo={() => setConfirmed(true)}
        onClose={onClose}
      />
    );
  return (
    <Dialog open title={t('byHand.title', { name })} onClose={onClose}>
      <DialogForm
        text={t('byHand.text', { name })}
        action={t('byHand.start')}
        held={busy || text.trim() === ''}
        onSubmit={send}
        onClose={onClose}
      >
        <TextArea
          label={t('byHand.field')}
          rows={3}
          maxLength={conversationLimits.messageLength}
          data-autofocus
          required
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
