// A private question of the agent: a separate form above the composer. What is typed here is in no
// draft, no storage and no preview. It is sent in one frame and then removed from the page.
import { useState } from 'preact/hooks';
import type { Ask } from '../window/state.ts';
import { Button, Field, focusField, Form, type View } from '../window/view/fields.tsx';
import { Icon } from '../window/view/icons.tsx';
import { wordsOf } from './words.ts';

const valueLength = 500;

export function Asked({ chat, ask }: View & { readonly ask: Ask }) {
  const { state } = chat;
  const words = wordsOf(chat).ask;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const id = `ask-${ask.ask}`;
  const value = typed.trim();
  const error = tried && !value ? words.missing : state.askProblem;
  const submit = (form: HTMLFormElement): void => {
    setTried(true);
    if (value) chat.give(ask.ask, value);
    else focusField(form, id);
  };
  return (
    <Form look="ask" label={words.title} submit={submit}>
      <p class="t">
        <Icon name="lock" />
        {words.title}
      </p>
      <Field
        {...controls[ask.kind]}
        name={id}
        label={ask.label}
        error={error}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={error ? `${id}-error ${id}-why` : `${id}-why`}
        value={typed}
        change={setTyped}
      />
      <p class="fine" id={`${id}-why`}>
        {words.why(chat.speech.apart(state.conversation?.agent ?? ''))}
      </p>
      <div class="two">
        <Button look="cta" label={words.give} disabled={!state.online} />
        <Button look="opt" label={words.decline} act={() => chat.give(ask.ask, null)} />
      </div>
    </Form>
  );
}

const controls = {
  date: { type: 'date' },
  text: { type: 'text', inputMode: 'text', maxLength: valueLength },
  number: { type: 'text', inputMode: 'decimal', maxLength: valueLength },
} as const;
