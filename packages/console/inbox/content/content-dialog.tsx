// Composes replies, cards or a form to send beside text, with a preview of what the visitor will see. The
// draft is kept while the console is open. Loaded at the first use.
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import type { ComposedContent } from '@opportune/protocol/conversation/message-content.ts';
import { contentText } from '@opportune/content/message/message-text.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import { Button, Dialog, t, useApiQuery, submitting } from '../../ui/index.ts';
import { newContent, readyContent, trimmed, type Kind } from './content-draft.ts';
import { ContentFields } from './content-fields.tsx';
import { LaidPreview } from './laid-preview.tsx';
import { Drawn } from '../transcript/drawn.tsx';
import { post } from '../compose/sending.ts';
import './content.css';

const begun = new Map<string, ComposedContent>();

interface ContentDialogProps {
  readonly conversation: Conversation;
  /** Null while closed. */
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
  readonly conversation: Conversation;
  readonly kind: Kind;
  readonly onDone: () => void;
}

function Making({ conversation, kind, onDone }: MakingProps) {
  const { id, channel } = conversation;
  const key = `${id} ${kind}`;
  const [draft, setDraft] = useState(() => begun.get(key) ?? newContent(kind));
  const [tried, setTried] = useState(false);
  const { content, wrong } = readyContent(draft);
  const change = (next: ComposedContent): void => {
    begun.set(key, next);
    setDraft(next);
  };
  const send = (): void => {
    setTried(true);
    if (content === null) return;
    post(id, contentText(content, conversationLimits.messageLength), false, { content });
    begun.delete(key);
    onDone();
  };
  return (
    <form className="making" noValidate onSubmit={submitting(send)}>
      <div className="making-fields">
        <p className="small t3">{t(`content.${kind}.hint`)}</p>
        <ContentFields draft={draft} wrong={tried ? (wrong ?? none) : none} onChange={change} />
      </div>
      <div className="making-side">
        <Preview channel={channel} content={trimmed(draft)} />
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

interface PreviewProps {
  readonly channel: Conversation['channel'];
  readonly content: ComposedContent;
}

/** As the chat window draws it, or as another channel shows it. */
function Preview({ channel, content }: PreviewProps) {
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  const lookOf = useChannelLooks();
  const capabilities = channels?.find(({ id }) => id === channel)?.capabilities ?? null;
  const title = titleOf(capabilities === null ? null : lookOf(channel).name);
  return (
    <>
      <p className="small t3">{title}</p>
      <div className="rich making-preview" inert>
        {capabilities === null ? (
          <Drawn id="preview" text="" content={content} markdown preview />
        ) : (
          <LaidPreview content={content} capabilities={capabilities} />
        )}
      </div>
    </>
  );
}

/** `laid`: the channel that lays it out in its own way. */
function titleOf(laid: string | null): string {
  if (laid === null) return t('content.content.preview');
  return t('channels.laid.title', { channel: laid });
}

const none = new Map<string, never>();
