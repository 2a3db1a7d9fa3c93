// Where an agent writes: a reply or a note, kept as a draft and sent by Enter. If a conversation cannot be
// answered, it says why and what can be done instead.
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { gapIn } from '@opportune/core/conversation/answer-text.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { useIsTelephone } from '../../channels/use-channels.ts';
import { asCommand, useCommands } from '../../keys/do-commands.ts';
import { Button, t, useStore, submitting } from '../../ui/index.ts';
import type { Key } from '../../words/words.ts';
import { AnswerByMail } from './answer-by-mail.tsx';
import { callers, isSpokenIn } from '../call/call-store.ts';
import { CallbackBar } from '../callback/callback-bar.tsx';
import { CaseBar } from '../conversation/case-bar.tsx';
import { AnswerButton, AnswerField, GapHint } from '../answers/answer-field.tsx';
import { AttachButton, ChosenFiles, DropPlace, useAttaching } from '../attachments/attach.tsx';
import { InsertButton } from '../content/insert-button.tsx';
import { EmojiButton } from './emoji-button.tsx';
import { nameOf, shortNameOf } from '../inbox-words.ts';
import { PrivateButton } from '../private/private-ask.tsx';
import { TemplateButton } from '../window/template-button.tsx';
import { useReplyWindow } from '../window/use-reply-window.ts';
import { WindowBar } from '../window/window-bar.tsx';
import { LetterFields, useLetterFields } from './letter-fields.tsx';
import { Segments } from './segments.tsx';
import { UnsentReply, useBegun } from './unsent-reply.tsx';
import { useTyping } from './use-typing.ts';

interface Props {
  readonly conversation: Conversation;
  readonly mine: boolean;
  /** A colleague has the conversation, and this agent joined it. */
  readonly joined: boolean;
  readonly busy: boolean;
  readonly onAccept: () => void;
  readonly onEnd: () => void;
  readonly onReopen: () => void;
}

export function Composer(props: Props) {
  const { conversation, busy, onAccept, onReopen } = props;
  const { status, agent } = conversation;
  // What somebody answered in the provider's own app rests with nobody.
  const isFree = status === 'waiting' || (status === 'resting' && agent === null);
  const isCall = useStore(callers, (all) => all.has(conversation.id));
  const name = nameOf(conversation);
  if (isFree)
    return (
      <Bar text={isCall ? t('calls.waits', { name }) : t(`inbox.bar.${status}`, { name })}>
        <Button
          {...asCommand('talk.accept')}
          variant="primary"
          icon={isCall ? 'voice' : 'check'}
          disabled={busy}
          onClick={onAccept}
        >
          {t(isCall ? 'calls.accept' : 'inbox.act.accept')}
        </Button>
      </Bar>
    );
  switch (status) {
    case 'message':
      return (
        <>
          <CallbackBar conversation={conversation} />
          <CaseBar conversation={conversation} />
          {conversation.replyTo === null && (
            <NoAddress conversation={conversation} busy={busy} onReopen={onReopen} />
          )}
          {conversation.replyTo !== null && (
            <AnswerByMail conversation={conversation} address={conversation.replyTo} />
          )}
        </>
      );
    case 'ended':
      if (conversation.caseState === 'closed') return <CaseBar conversation={conversation} />;
      return (
        <Bar text={t('inbox.bar.ended')}>
          <Button icon="refresh" disabled={busy} onClick={onReopen}>
            {t('inbox.act.reopen')}
          </Button>
        </Bar>
      );
    case 'active':
    case 'resting':
      return <Active {...props} />;
    case 'wrap-up':
      return (
        <>
          <p className="compose-hint small t3">
            {t(conversation.visitor === null ? 'inbox.bar.wrapUp.contact' : 'inbox.bar.wrapUp')}
          </p>
          <Writing conversation={conversation} notesOnly owner={null} />
        </>
      );
  }
}

/** Whoever left one by telephone is called by the agent who takes it. */
function NoAddress({
  conversation,
  busy,
  onReopen,
}: Pick<Props, 'conversation' | 'busy' | 'onReopen'>) {
  if (conversation.visitor !== null) return <Bar text={t('inbox.bar.noAddress')} />;
  return (
    <Bar text={t('inbox.bar.voicemail')}>
      <Button icon="handset" disabled={busy} onClick={onReopen}>
        {t('inbox.act.take')}
      </Button>
    </Bar>
  );
}

/** An own conversation, a joined one, or a colleague's, in which only whispers are possible. */
function Active({ conversation, mine, joined }: Props) {
  const agent = conversation.agent?.name ?? '';
  const isTelephone = useIsTelephone(conversation.channel);
  return (
    <>
      {!mine && (
        <p className="compose-hint small t3">
          {t(joined ? 'hands.bar.joined' : 'hands.bar.whisper', { agent })}
        </p>
      )}
      <Writing
        conversation={conversation}
        notesOnly={isTelephone || (!mine && !joined)}
        owner={mine ? null : agent}
      />
    </>
  );
}

function Bar({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="compose-bar">
      <span className="grow t2">{text}</span>
      {children}
    </div>
  );
}

interface WritingProps {
  readonly conversation: Conversation;
  readonly notesOnly: boolean;
  /** The name of the agent who has it, if that is a colleague; else null. */
  readonly owner: string | null;
}

function Writing({ conversation, notesOnly, owner }: WritingProps) {
  const { id } = conversation;
  const name = shortNameOf(conversation);
  const begun = useBegun(id, notesOnly);
  const [chosen, setNote] = useState(begun.note ?? false);
  // A draft that another tab began as a note is never sent as a reply from here.
  const note = notesOnly || (begun.note ?? chosen);
  const { text } = begun;
  const typing = useTyping(conversation, note);
  const area = useRef<HTMLTextAreaElement>(null);
  const left = conversationLimits.messageLength - text.length;
  const letter = useLetterFields(conversation);
  const files = useAttaching(id, !note);
  const worded = text.trim() !== '';
  const window = useReplyWindow(conversation);
  const isShut = !note && window?.left === 0;
  const isSayable = left >= 0 && gapIn(text) === null && (note || !letter.isWrong);
  const ready = !isShut && isSayable && (worded || files.ready) && !files.unready;
  const send = (): void => {
    if (!ready) return;
    typing.stop();
    if (files.ready) files.send();
    if (!worded) return;
    begun.send(text.trim(), note, note ? undefined : (letter.written ?? undefined));
    letter.clear();
  };
  const write = (value: string): void => {
    begun.keep(value, note);
    if (value === '') typing.stop();
    else typing.go();
  };
  const setKind = (kind: boolean): void => {
    setNote(kind);
    begun.keep(text, kind);
  };
  const choose = (kind: boolean): void => {
    if (!notesOnly) setKind(kind);
    area.current?.focus();
  };
  useCommands({
    ...(notesOnly ? {} : { 'talk.reply': () => choose(false) }),
    'talk.note': () => choose(true),
  });
  return (
    <form
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) toMessages(event.currentTarget);
      }}
      className={note ? 'compose as-note' : 'compose'}
      onSubmit={submitting(send)}
    >
      {!note && window !== null && <WindowBar {...window} />}
      {!notesOnly && <Kinds id={id} note={note} onNote={setKind} />}
      {begun.unsent !== null && <UnsentReply id={id} text={begun.unsent} />}
      {!note && <LetterFields {...letter} />}
      <DropPlace {...files} />
      <ChosenFiles conversation={id} attaching={files} />
      <AnswerField
        conversation={conversation}
        area={area}
        {...fieldWords(note, name, notesOnly ? owner : null)}
        value={text}
        onChange={write}
        onSend={send}
        onBlur={typing.stop}
        focuses={!isSpokenIn(id)}
      />
      <Tools
        {...{ conversation, area, files, text, note, isShut, left, ready }}
        onChange={write}
        isPrivate={!notesOnly && owner === null}
        isWhisper={notesOnly && owner !== null}
      />
    </form>
  );
}

interface ToolsProps {
  readonly conversation: Conversation;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly files: ReturnType<typeof useAttaching>;
  readonly text: string;
  readonly note: boolean;
  readonly isShut: boolean;
  readonly left: number;
  readonly ready: boolean;
  readonly onChange: (text: string) => void;
  /** Values that are never stored may be asked for. */
  readonly isPrivate: boolean;
  readonly isWhisper: boolean;
}

function Tools(props: ToolsProps) {
  const { conversation, area, files, text, note, isShut, left, onChange } = props;
  return (
    <div className="tools">
      <AnswerButton area={area} value={text} onChange={onChange} />
      <EmojiButton area={area} value={text} onChange={onChange} />
      {!note && !isShut && <AttachButton {...files} />}
      {!note && !isShut && <InsertButton conversation={conversation} />}
      {!note && <TemplateButton conversation={conversation} />}
      {props.isPrivate && <PrivateButton conversation={conversation} />}
      <GapHint text={text} />
      {!note && <Segments channel={conversation.channel} text={text} />}
      {left < 500 && <Left left={left} />}
      <span className="grow" />
      <SendButton note={note} isWhisper={props.isWhisper} ready={props.ready} />
    </div>
  );
}

interface KindsProps {
  readonly id: string;
  readonly note: boolean;
  readonly onNote: (note: boolean) => void;
}

function Kinds({ id, note, onNote }: KindsProps) {
  return (
    <div className="kinds" role="radiogroup" aria-label={t('inbox.compose.kind')}>
      {[false, true].map((kind) => (
        <label key={String(kind)} className={kind === note ? 'on' : ''}>
          <input
            type="radio"
            name={`kind-${id}`}
            checked={kind === note}
            onChange={() => onNote(kind)}
          />
          {t(kind ? 'inbox.compose.note' : 'inbox.compose.reply')}
        </label>
      ))}
    </div>
  );
}

interface SendButtonProps {
  readonly note: boolean;
  readonly isWhisper: boolean;
  readonly ready: boolean;
}

function SendButton({ note, isWhisper, ready }: SendButtonProps) {
  return (
    <>
      <span className="small t3 wide-only" title={t('inbox.compose.enter')}>
        {t('inbox.compose.enterShort')}
      </span>
      <Button type="submit" variant="primary" icon={note ? 'note' : 'send'} disabled={!ready}>
        {t(sendWords(note, isWhisper))}
      </Button>
    </>
  );
}

function Left({ left }: { left: number }) {
  return (
    <span className={left < 0 ? 'small bad num' : 'small t3 num'} role="status">
      {t('inbox.compose.left', { n: left })}
    </span>
  );
}

function sendWords(note: boolean, isWhisper: boolean): Key {
  if (!note) return 'inbox.compose.send';
  return isWhisper ? 'hands.compose.addWhisper' : 'inbox.compose.addNote';
}

/** Moves the focus from the text box to the messages, where single letters are shortcuts. */
function toMessages(form: HTMLElement): void {
  form.parentElement?.querySelector<HTMLElement>('[role=log]')?.focus();
}

/** The purpose of the field: a reply, a note, or a whisper to the agent who has the conversation. */
function fieldWords(note: boolean, name: string, whispersTo: string | null) {
  if (!note) {
    const answer = t('inbox.compose.placeholder', { name });
    return { label: answer, placeholder: answer };
  }
  return whispersTo === null
    ? { label: t('inbox.compose.note'), placeholder: t('inbox.compose.notePlaceholder') }
    : {
        label: t('hands.compose.whisper'),
        placeholder: t('hands.compose.whisperPlaceholder', { agent: whispersTo }),
      };
}
