// Where the answer is written: a reply or a note, kept as a draft, sent by Enter. What cannot be
// answered says why, and what can be done instead.
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { api } from '../api/client.ts';
import { newId } from '../api/new-id.ts';
import { sendFrame } from '../api/socket.ts';
import { Button, explainError, say, useApiMutation, useStore } from '../ui/index.ts';
import { drafts, keepDraft, post } from './inbox-store.ts';
import { firstName, i, nameOf } from './inbox-words.ts';

interface Props {
  readonly conversation: Conversation;
  readonly mine: boolean;
  readonly busy: boolean;
  readonly onAccept: () => void;
  readonly onEnd: () => void;
  readonly onReopen: () => void;
}

export function Composer(props: Props) {
  const { conversation, mine, busy, onAccept, onReopen } = props;
  switch (conversation.status) {
    case 'waiting':
      return (
        <Bar text={i('bar.waiting', { name: nameOf(conversation) })}>
          <Button variant="primary" icon="check" disabled={busy} onClick={onAccept}>
            {i('act.accept')}
          </Button>
        </Bar>
      );
    case 'message':
      return conversation.replyTo === null ? (
        <Bar text={i('bar.noAddress')} />
      ) : (
        <AnswerByMail conversation={conversation} address={conversation.replyTo} />
      );
    case 'ended':
      return (
        <Bar text={i('bar.ended')}>
          <Button icon="refresh" disabled={busy} onClick={onReopen}>
            {i('act.reopen')}
          </Button>
        </Bar>
      );
    case 'active':
      return mine ? (
        <Writing conversation={conversation} notesOnly={false} />
      ) : (
        <Bar text={i('bar.others', { agent: conversation.agent?.name ?? '' })} />
      );
    case 'wrap-up':
      return (
        <>
          <p className="compose-hint small t3">{i('bar.wrapUp')}</p>
          <Writing conversation={conversation} notesOnly />
        </>
      );
  }
}

function Bar({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <div className="compose-bar">
      <span className="grow t2">{text}</span>
      {children}
    </div>
  );
}

function Writing({ conversation, notesOnly }: { conversation: Conversation; notesOnly: boolean }) {
  const { id } = conversation;
  const name = firstName(nameOf(conversation));
  const draft = useStore(drafts, (all) => all[id]);
  const [chosen, setNote] = useState(draft?.note ?? false);
  const note = notesOnly || chosen;
  const text = draft?.text ?? '';
  const typing = useTyping(conversation, note);
  const left = conversationLimits.messageLength - text.length;
  const send = (): void => {
    if (text.trim() === '' || left < 0) return;
    typing.stop();
    post(id, text.trim(), note);
  };
  const write = (value: string): void => {
    keepDraft(id, value, note);
    if (value === '') typing.stop();
    else typing.go();
  };
  return (
    <form
      className={note ? 'compose as-note' : 'compose'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {!notesOnly && (
        <div className="kinds" role="radiogroup" aria-label={i('compose.kind')}>
          {[false, true].map((kind) => (
            <label key={String(kind)} className={kind === note ? 'on' : ''}>
              <input
                type="radio"
                name={`kind-${id}`}
                checked={kind === note}
                onChange={() => {
                  setNote(kind);
                  keepDraft(id, text, kind);
                }}
              />
              {i(kind ? 'compose.note' : 'compose.reply')}
            </label>
          ))}
        </div>
      )}
      <Growing
        label={note ? i('compose.note') : i('compose.placeholder', { name })}
        placeholder={note ? i('compose.notePlaceholder') : i('compose.placeholder', { name })}
        value={text}
        onChange={write}
        onSend={send}
        onBlur={typing.stop}
      />
      <div className="tools">
        {left < 500 && (
          <span className={left < 0 ? 'small bad num' : 'small t3 num'} role="status">
            {i('compose.left', { n: left })}
          </span>
        )}
        <span className="grow" />
        <span className="small t3 wide-only" title={i('compose.enter')}>
          {i('compose.enterShort')}
        </span>
        <Button
          type="submit"
          variant="primary"
          icon={note ? 'note' : 'send'}
          disabled={text.trim() === '' || left < 0}
        >
          {i(note ? 'compose.addNote' : 'compose.send')}
        </Button>
      </div>
    </form>
  );
}

function Growing(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  onBlur: () => void;
}) {
  const { label, placeholder, value, onChange, onSend, onBlur } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 200)}px`;
  }, [value]);
  useEffect(() => {
    // A phone's keyboard would cover what one came to read.
    if (window.matchMedia('(pointer: fine)').matches) area.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onSend();
  };
  return (
    <textarea
      ref={area}
      className="txt"
      rows={1}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    />
  );
}

/** Says to the visitor that somebody writes: again every few seconds while it is so, and when it ends. */
function useTyping({ id }: Conversation, note: boolean) {
  const said = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = useCallback((): void => {
    clearTimeout(timer.current);
    if (said.current === 0) return;
    said.current = 0;
    sendFrame({ type: 'conversation.typing', conversation: id, typing: false });
  }, [id]);
  useEffect(() => stop, [stop, note]);
  const go = (): void => {
    if (note) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(stop, 4000);
    if (Date.now() - said.current < 2500) return;
    said.current = Date.now();
    sendFrame({ type: 'conversation.typing', conversation: id, typing: true });
  };
  return { go, stop };
}

function AnswerByMail({ conversation, address }: { conversation: Conversation; address: string }) {
  const draft = useStore(drafts, (all) => all[conversation.id]);
  const text = draft?.text ?? '';
  const key = useRef(newId());
  const answer = useApiMutation(
    () =>
      api.post(
        `/conversations/${encodeURIComponent(conversation.id)}/answer`,
        { id: key.current, text: text.trim() },
        EmptyAnswer,
      ),
    {
      invalidates: ['/conversations'],
      onDone: () => {
        key.current = newId();
        keepDraft(conversation.id, '', false);
        say(i('answer.sent'));
      },
    },
  );
  return (
    <form
      className="compose"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') answer.mutate(undefined);
      }}
    >
      <div className="kinds">
        <span className="on">{i('answer.label', { address })}</span>
      </div>
      <Growing
        label={i('answer.label', { address })}
        placeholder={i('answer.placeholder')}
        value={text}
        onChange={(value) => keepDraft(conversation.id, value, false)}
        onSend={() => text.trim() !== '' && answer.mutate(undefined)}
        onBlur={() => undefined}
      />
      {answer.error !== null && (
        <p className="small bad compose-problem" role="alert">
          {explainError(answer.error).text}
        </p>
      )}
      <div className="tools">
        <span className="grow" />
        <Button
          type="submit"
          variant="primary"
          icon="mail"
          disabled={text.trim() === '' || answer.isPending}
        >
          {i('answer.send')}
        </Button>
      </div>
    </form>
  );
}
