// A private question of the agent: a form of its own above the composer. What is typed here is in no
// draft, no storage and no preview; it leaves by one frame and is gone from the page.
import { useState } from 'preact/hooks';
import type { Ask } from '../state.ts';
import { Button, Field, focusField, Form, type View } from './fields.tsx';
import { Icon } from './icons.tsx';

const valueLength = 500;

/** The questions one after another: the first that is open. */
export function Asked({ chat }: View) {
  const [first] = chat.state.asks;
  return first ? <AskForm key={first.ask} chat={chat} ask={first} /> : null;
}

function AskForm({ chat, ask }: View & { readonly ask: Ask }) {
  const { state } = chat;
  const words = chat.words.ask;
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
        {words.why(state.conversation?.agent ?? '')}
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
