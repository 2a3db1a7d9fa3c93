// What a contact changed at a message, below it: that it was edited, and their reaction to it.
import { isPlain } from '@opportune/content/message/render-plain.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { t } from '../../ui/index.ts';
import { isolated } from '../../words/isolated.ts';
import type { Changed } from './changes.ts';

interface ChangedLineProps {
  readonly changed: Changed;
  readonly content: MessageContent | undefined;
  readonly ours: boolean;
}

export function ChangedLine({ changed, content, ours }: ChangedLineProps) {
  const { text, reaction, isDeleted } = changed;
  if (isDeleted || (text === null && reaction === null)) return null;
  // The words beside a file cannot stand in its place.
  const words = isPlain({ content }) ? '' : text;
  return (
    <div className={ours ? 'by ours changed' : 'by changed'}>
      {text !== null && t('channels.edited')}
      {words !== null && words !== '' && <span className="t2">{words}</span>}
      {reaction !== null && (
        <span
          className="reaction"
          title={t('channels.aside.reacted', { reaction: isolated(reaction) })}
        >
          {reaction}
        </span>
      )}
    </div>
  );
}
