// Asking for the chat by e-mail, once it is over: an address, then that it is on its way. The address
// is kept nowhere in the page.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import { email, Field } from './forms.tsx';
import { Icon } from './icons.tsx';
import type { ChatState } from '../state.ts';

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: ChatWords['window'];
  close(): void;
}

/** The form that had the focus is gone. */
export function TranscriptSent({ words }: Pick<Props, 'words'>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div class="ask" role="status" tabIndex={-1} ref={place}>
      <p class="t">
        <Icon name="check" />
        {words.transcript.sent}
      </p>
    </div>
  );
}

export function TranscriptForm({ chat, state, words, close }: Props) {
  const [address, setAddress] = useState('');
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const w = words.transcript;
  const given = address.trim();
  const error = tried && !email.test(given) ? words.emailWrong : state.afterProblem;
  useEffect(() => field.current?.focus(), []);
  useEffect(() => setSending(false), [state.after, state.afterProblem]);
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (!email.test(given)) return field.current?.focus();
    setSending(true);
    chat.mail(given);
  };
  return (
    <form class="ask" onSubmit={submit} noValidate aria-label={w.title}>
      <p class="t">{w.title}</p>
      <Field name="transcript" label={words.email} error={error}>
        <input
          id="transcript"
          ref={field}
          type="email"
          maxLength={254}
          autocomplete="email"
          inputMode="email"
          value={address}
          aria-invalid={error !== null}
          aria-describedby={error ? 'transcript-error' : undefined}
          onInput={({ currentTarget }) => setAddress(currentTarget.value)}
        />
      </Field>
      <div class="two">
        <button type="submit" class="cta" disabled={sending || !state.online}>
          {w.send}
        </button>
        <button type="button" class="opt" onClick={close}>
          {w.cancel}
        </button>
      </div>
    </form>
  );
}
