// What is not a message yet: ours on the way out, and what others are typing.
import { connection } from '../../api/socket.ts';
import { Button, Icon, useStore, t } from '../../ui/index.ts';
import { fileUrl } from '../attachments/attaching.ts';
import { aroundOf, Drawn } from './drawn.tsx';
import { takeBack } from '../compose/sending.ts';
import type { OutgoingMessage } from '../compose/outbox.ts';

export function Waiting({ message }: { message: OutgoingMessage }) {
  const { status } = useStore(connection, (value) => value);
  const content = message.content ?? message.attachment;
  const words =
    message.refused === null
      ? t(status === 'open' ? 'inbox.by.sending' : 'inbox.by.waiting')
      : t('inbox.by.refused', { reason: message.refused });
  return (
    <>
      <div
        className={`${aroundOf(content, true)} unsent ${message.refused === null ? '' : 'refused'} ${message.note ? 'as-note' : ''}`}
      >
        <Drawn
          id={message.id}
          text={message.text}
          content={content}
          markdown
          address={fileUrl(message.conversation, message.id)}
        />
      </div>
      <Outcome message={message} words={words} />
    </>
  );
}

function Outcome({ message, words }: { message: OutgoingMessage; words: string }) {
  return (
    <div className={message.refused === null ? 'by ours' : 'by ours bad'} role="status">
      {message.refused === null && <Icon name="clock" size={12} />}
      {words}
      {message.refused !== null && (
        <Button variant="quiet" onClick={() => takeBack(message.id)}>
          {t('inbox.by.takeBack')}
        </Button>
      )}
    </div>
  );
}

/** Shown on our side of the transcript. A colleague's text appears only when it is sent. */
export function ColleagueTyping({ name }: { name: string }) {
  return (
    <div className="by ours" aria-live="off">
      {t('inbox.typing.line', { name })}
    </div>
  );
}

export function Typing({ text, name }: { text: string; name: string }) {
  return (
    <div className="typing" aria-live="off">
      {text !== '' && (
        <div className="preview">
          {text}
          <i className="caret" aria-hidden="true" />
        </div>
      )}
      <div className="by">
        {t(text === '' ? 'inbox.typing.line' : 'inbox.preview.line', { name })}
      </div>
    </div>
  );
}
