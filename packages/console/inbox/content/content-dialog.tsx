// Makes what is sent beside text, with what the visitor will see of it beside the fields. What was
// begun is kept while the console is open. Loaded when it is first asked for.
import { useState } from 'react';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { OfferedContent } from '@opportune/protocol/conversation/message-content.ts';
import { contentText } from '@opportune/content/message/message-text.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { Button, Dialog, t } from '../../ui/index.ts';
import { newContent, readyContent, trimmed, type Kind } from './content-draft.ts';
import { ContentFields } from './content-fields.tsx';
import { Drawn } from '../transcript/drawn.tsx';
import { post } from '../compose/sending.ts';
import './content.css';

const begun = new Map<string, OfferedContent>();

interface ContentDialogProps {
  readonly conversation: ConversationId;
  /** Null: closed. */
  readonly kind: Kind | null;
  readonly onClose: () => void;
}

export function ContentDialog({ conversation, kind, onClose }: ContentDialogProps) {
  return (
    <Dialog
      title={kind === null ? '' : t(`content.${kind}.title`)}
      open={kind !== null}
      onClose={onClose}
      width={720}
    >
      {kind !== null && <Making conversation={conversation} kind={kind} onDone={onClose} />}
    </Dialog>
  );
}

interface MakingProps {
  readonly conversation: ConversationId;
  readonly kind: Kind;
  readonly onDone: () => void;
}

function Making({ conversation, kind, onDone }: MakingProps) {
  const key = `${conversation} ${kind}`;
  const [draft, setDraft] = useState(() => begun.get(key) ?? newContent(kind));
  const [tried, setTried] = useState(false);
  const { content, wrong } = readyContent(draft);
  const change = (next: OfferedContent): void => {
    begun.set(key, next);
    setDraft(next);
  };
  const send = (): void => {
    setTried(true);
    if (content === null) return;
    post(conversation, contentText(content, conversationLimits.messageLength), false, content);
    begun.delete(key);
    onDone();
  };
  return (
    <form
      className="making"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="making-fields">
        <p className="small t3">{t(`content.${kind}.hint`)}</p>
        <ContentFields draft={draft} wrong={tried ? (wrong ?? none) : none} onChange={change} />
      </div>
      <div className="making-side">
        <p className="small t3">{t('content.content.preview')}</p>
        <div className="rich making-preview" inert>
          <Drawn id="preview" text="" content={trimmed(draft)} markdown preview />
        </div>
      </div>
      <div className="row dialog-acts making-acts">
        {tried && wrong !== null && (
          <span className="small bad grow" role="alert">
            {t('content.content.wrong', { n: wrong.size })}
          </span>
        )}
        <Button size="medium" onClick={onDone}>
          {t('content.content.keep')}
        </Button>
        <Button type="submit" variant="primary" size="medium" icon="send">
          {t('content.content.send')}
        </Button>
      </div>
    </form>
  );
}
const none = new Map<string, never>();
