// A private question of the agent: a form of its own above the composer. What is typed here is in no
// draft, no storage and no preview; it leaves by one frame and is gone from the page.
import { useRef, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import { Field } from './forms.tsx';
import { Icon } from './icons.tsx';
import type { Ask, ChatState } from '../state.ts';

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: ChatWords['window'];
}

const valueLength = 500;

/** The questions one after another: the first that is open. */
export function Asked({ chat, state, words }: Props) {
  const [first] = state.asks;
  return first ? <AskForm key={first.ask} {...{ chat, state, words }} ask={first} /> : null;
}

function AskForm({ chat, state, words, ask }: Props & { readonly ask: Ask }) {
  const [value, setValue] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = `ask-${ask.ask}`;
  const error = missing && !value.trim() ? words.ask.missing : state.askProblem;
  const submit = (event: Event): void => {
    event.preventDefault();
    setMissing(true);
    if (value.trim()) chat.give(ask.ask, value.trim());
    else field.current?.focus();
  };
  const given = {
    id,
    ref: field,
    autocomplete: 'off',
    spellcheck: false,
    value,
    'aria-invalid': error !== null,
    'aria-describedby': error ? `${id}-error ${id}-why` : `${id}-why`,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) =>
      setValue(event.currentTarget.value),
  };
  return (
    <form class="ask" onSubmit={submit} noValidate aria-label={words.ask.title}>
      <p class="t">
        <Icon name="lock" />
        {words.ask.title}
      </p>
      <Field name={id} label={ask.label} error={error}>
        {ask.kind === 'date' ? (
          <input type="date" {...given} />
        ) : (
          <input
            type="text"
            inputMode={ask.kind === 'number' ? 'decimal' : 'text'}
            maxLength={valueLength}
            {...given}
          />
        )}
      </Field>
      <p class="fine" id={`${id}-why`}>
        {words.ask.why(state.conversation?.agent ?? '')}
      </p>
      <div class="two">
        <button type="submit" class="cta" disabled={!state.online}>
          {words.ask.give}
        </button>
        <button type="button" class="opt" onClick={() => chat.give(ask.ask, null)}>
          {words.ask.decline}
        </button>
      </div>
    </form>
  );
}
