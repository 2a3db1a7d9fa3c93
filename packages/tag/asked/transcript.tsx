// Requests the chat by e-mail, once it is over: an address, which is stored nowhere in the page.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isEmail } from '@opportune/content/message/respond.ts';
import {
  addressControl,
  Button,
  Field,
  focusField,
  Form,
  type View,
} from '../window/view/fields.tsx';
import { wordsOf } from './words.ts';

const name = 'transcript';

export function TranscriptForm({ chat, close }: View & { close(): void }) {
  const { state } = chat;
  const words = wordsOf(chat).transcript;
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
    <Form look="ask" label={words.title} submit={submit}>
      <p class="t">{words.title}</p>
      <Field
        {...addressControl}
        ref={field}
        name={name}
        label={chat.words.email}
        error={tried && !isEmail(address) ? chat.words.emailWrong : state.afterProblem}
        value={typed}
        change={setTyped}
      />
      <div class="two">
        <Button look="cta" label={words.send} disabled={sending || !state.online} />
        <Button look="opt" label={words.cancel} act={close} />
      </div>
    </Form>
  );
}
