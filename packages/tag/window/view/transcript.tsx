// Asking for the chat by e-mail, once it is over: an address, which is kept nowhere in the page.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isEmail } from '@opportune/content/message/respond.ts';
import { addressControl, Button, Field, focusField, Form, type View } from './fields.tsx';

const name = 'transcript';

export function TranscriptForm({ chat, close }: View & { close(): void }) {
  const { state, words } = chat;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const address = typed.trim();
  useEffect(() => field.current?.focus(), []);
  useEffect(() => setSending(false), [state.after, state.afterProblem]);
  const submit = (form: HTMLFormElement): void => {
    setTried(true);
    if (!isEmail(address)) return focusField(form, name);
    setSending(true);
    chat.mail(address);
  };
  return (
    <Form look="ask" label={words.transcript.title} submit={submit}>
      <p class="t">{words.transcript.title}</p>
      <Field
        {...addressControl}
        ref={field}
        name={name}
        label={words.email}
        error={tried && !isEmail(address) ? words.emailWrong : state.afterProblem}
        value={typed}
        change={setTyped}
      />
      <div class="two">
        <Button look="cta" label={words.transcript.send} disabled={sending || !state.online} />
        <Button look="opt" label={words.transcript.cancel} act={close} />
      </div>
    </Form>
  );
}
