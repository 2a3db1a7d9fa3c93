// The forms of the window: the question before a chat, and the message with an address when nobody
// is there. What is wrong is said at the field, in words, and the field takes the focus.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import { Icon } from './icons.tsx';

type Words = ChatWords['window'];

const textLength = 4000;
/** The shape of an address; whether it exists only a letter can tell. */
export const email = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@.<>(),;:"]{2,}$/;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly optional?: string;
  readonly error: string | null;
  readonly children: ComponentChildren;
}

export function Field({ name, label, optional, error, children }: FieldProps) {
  return (
    <div class="fld">
      <label for={name}>
        {label}
        {optional && <small>{optional}</small>}
      </label>
      {children}
      {error && (
        <p class="err" id={`${name}-error`} role="alert">
          <Icon name="alert" size={14} />
          {error}
        </p>
      )}
    </div>
  );
}

interface FormProps {
  readonly words: Words;
  readonly draft: string;
  readonly notice: string | null;
  type(text: string): void;
}

interface BeforeProps extends FormProps {
  start(text: string, name: string): void;
}

/** Before the chat: a name, if they like, and the question. */
export function Before({ words, draft, notice, type, start }: BeforeProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const question = useRef<HTMLTextAreaElement>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (draft.trim()) return start(draft.trim(), name.trim());
    setError(words.questionMissing);
    question.current?.focus();
  };
  return (
    <form class="form" onSubmit={submit} noValidate>
      <div class="bd">
        {notice && <Notice text={notice} />}
        <Field name="name" label={words.yourName} optional={words.optional} error={null}>
          <input
            id="name"
            maxLength={80}
            autocomplete="name"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </Field>
        <Field name="text" label={words.yourQuestion} error={draft.trim() ? null : error}>
          <textarea
            id="text"
            ref={question}
            data-first
            maxLength={textLength}
            value={draft}
            aria-invalid={error !== null && !draft.trim()}
            aria-describedby={error ? 'text-error' : undefined}
            onInput={({ currentTarget }) => type(currentTarget.value)}
          />
        </Field>
      </div>
      <div class="ft">
        <button type="submit" class="cta">
          {words.startChat}
        </button>
      </div>
    </form>
  );
}

function Notice({ text }: { readonly text: string }) {
  return (
    <p class="err" role="alert">
      <Icon name="alert" size={14} />
      {text}
    </p>
  );
}

interface LeaveProps extends FormProps {
  /** Agents are there after all, or the place in the queue is kept: back to the chat. */
  readonly back: (() => void) | null;
  /** What becomes of the message. */
  readonly note: string;
  leave(address: string, text: string): void;
}

/** Nobody is there: a message with an address to answer to. */
export function Leave({ words, draft, notice, back, note, type, leave }: LeaveProps) {
  const [address, setAddress] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const badAddress = tried && !email.test(address.trim()) ? words.emailWrong : null;
  const badText = tried && !draft.trim() ? words.questionMissing : null;
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (email.test(address.trim()) && draft.trim()) return leave(address.trim(), draft.trim());
    form.current
      ?.querySelector<HTMLElement>(email.test(address.trim()) ? '#text' : '#email')
      ?.focus();
  };
  return (
    <form class="form" onSubmit={submit} noValidate ref={form}>
      <div class="bd">
        {notice && <Notice text={notice} />}
        <Field name="email" label={words.email} error={badAddress}>
          <input
            id="email"
            type="email"
            data-first
            maxLength={254}
            autocomplete="email"
            inputMode="email"
            value={address}
            aria-invalid={badAddress !== null}
            aria-describedby={badAddress ? 'email-error' : undefined}
            onInput={({ currentTarget }) => setAddress(currentTarget.value)}
          />
        </Field>
        <Field name="text" label={words.yourQuestion} error={badText}>
          <textarea
            id="text"
            maxLength={textLength}
            value={draft}
            aria-invalid={badText !== null}
            aria-describedby={badText ? 'text-error' : undefined}
            onInput={({ currentTarget }) => type(currentTarget.value)}
          />
        </Field>
        <p class="fine">{note}</p>
      </div>
      <div class="ft">
        {back && (
          <button type="button" class="opt" onClick={back}>
            {words.chatInstead}
          </button>
        )}
        <button type="submit" class="cta">
          {words.sendMessage}
        </button>
      </div>
    </form>
  );
}
