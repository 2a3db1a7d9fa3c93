// The forms of the window: the question before a chat, and the message with an address when nobody
// is there.
import { useState } from 'preact/hooks';
import { isEmail } from '@opportune/content/message/respond.ts';
import { isLive } from '../state.ts';
import { addressControl, Button, Field, focusField, Form, type View, Wrong } from './fields.tsx';

const textLength = 4000;

/** Before the chat: a name, if they like, and the question. */
export function Before({ chat }: View) {
  const { state, words } = chat;
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (form: HTMLFormElement): void => {
    const question = state.draft.trim();
    if (question) return chat.start(question, name.trim());
    setTried(true);
    focusField(form, 'text');
  };
  return (
    <Form look="form" submit={submit}>
      <div class="bd">
        <Wrong text={state.notice} />
        <Field
          name="name"
          label={words.yourName}
          optional={words.optional}
          error={null}
          maxLength={80}
          autocomplete="name"
          value={name}
          change={setName}
        />
        <Question chat={chat} tried={tried} data-first />
      </div>
      <div class="ft">
        {chat.speaking.callsUs() && (
          <Button
            look="opt"
            label={words.callUs}
            act={() => chat.wish({ start: true, calls: true }, true)}
          />
        )}
        <Button look="cta" label={words.startChat} />
      </div>
    </Form>
  );
}

/** What they write: the draft. `tried`: they tried to send without it. */
function Question({ chat, tried, ...rest }: View & { readonly tried: boolean }) {
  const { state, words } = chat;
  return (
    <Field
      long
      name="text"
      label={words.yourQuestion}
      error={tried && !state.draft.trim() ? words.questionMissing : null}
      maxLength={textLength}
      value={state.draft}
      change={chat.type}
      {...rest}
    />
  );
}

interface LeaveProps extends View {
  /** Sends it, with this address for the answer. */
  leaves(address: string): void;
}

/** Nobody is there: a message with an address for the answer. */
export function Leave({ chat, leaves }: LeaveProps) {
  const { state, words } = chat;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const address = typed.trim();
  const back = wayBack(chat);
  const submit = (form: HTMLFormElement): void => {
    const text = state.draft.trim();
    setTried(true);
    if (!isEmail(address) || !text) return focusField(form, isEmail(address) ? 'text' : 'email');
    leaves(address);
    chat.leave(address, text, '');
  };
  return (
    <Form look="form" submit={submit}>
      <div class="bd">
        <Wrong text={state.notice} />
        <Field
          {...addressControl}
          data-first
          name="email"
          label={words.email}
          error={tried && !isEmail(address) ? words.emailWrong : null}
          value={typed}
          change={setTyped}
        />
        <Question chat={chat} tried={tried} />
        <p class="fine">{chat.settings?.unmailed ? words.leaveNoteUnmailed : words.leaveNote}</p>
      </div>
      <div class="ft">
        {back && <Button look="opt" label={words.chatInstead} act={() => chat.go(back)} />}
        {chat.speaking.callsBack() && (
          <Button look="opt" label={words.callBack} act={chat.speaking.back} />
        )}
        <Button look="cta" label={words.sendMessage} />
      </div>
    </Form>
  );
}

/** Agents are there after all, or the place in the queue is kept: back to the chat. */
function wayBack({ state, settings }: View['chat']): 'talk' | 'before' | 'form' | null {
  if (isLive(state)) return 'talk';
  if (!settings?.agentsOnline || state.notice) return null;
  return state.before ? 'before' : 'form';
}
