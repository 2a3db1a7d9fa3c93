// Where the visitor writes: the box that grows with its text, files, emoji, and sending.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import { ClipButton, Dropped } from './clip.tsx';
import { EmojiButton } from './emoji.tsx';
import { Button, type View } from '../fields.tsx';

const textLength = 4000;
const highestPx = 120;

export function Composer({ chat }: View) {
  const { state, words } = chat;
  const box = useRef<HTMLTextAreaElement>(null);
  const files = chat.files.offered();
  const send = (): void => {
    const text = state.draft.trim();
    if (text) chat.post(text);
    box.current?.focus();
  };
  return (
    <>
      {files && <Dropped chat={chat} />}
      {state.fileProblem && (
        <p class="err nofile" role="alert">
          {state.fileProblem}
        </p>
      )}
      <div class="in">
        <Box chat={chat} box={box} send={send} />
        <EmojiButton chat={chat} box={box} />
        {files && <ClipButton chat={chat} types={files.types} />}
        <Button look="sd" icon="send" label={words.send} act={send} />
      </div>
      {chat.settings?.typingPreview && (
        <p class="fine hint" id="preview">
          {words.previewNote}
        </p>
      )}
    </>
  );
}

interface BoxProps extends View {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  send(): void;
}

function Box({ chat, box, send }: BoxProps) {
  const { state, words, settings } = chat;
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = '';
    if (state.draft) area.style.height = `${Math.min(highestPx, area.scrollHeight)}px`;
  }, [box, state.draft]);
  const adds =
    state.conversation?.status !== 'active' && state.messages.length + state.pending.length > 0;
  const label = adds ? words.addToQuestion : words.writeMessage;
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const pasted = (event: ClipboardEvent): void => {
    const found = event.clipboardData?.files;
    // If a program copies both words and a picture of them, the words are meant.
    if (!chat.files.offered() || !found?.length || event.clipboardData?.getData('text/plain'))
      return;
    event.preventDefault();
    chat.files.add(found);
  };
  return (
    <textarea
      ref={box}
      data-first
      rows={1}
      // While it is empty, its label has the direction of the page.
      dir={state.draft ? 'auto' : undefined}
      maxLength={textLength}
      placeholder={label}
      aria-label={label}
      aria-describedby={settings?.typingPreview ? 'preview' : undefined}
      value={state.draft}
      onInput={({ currentTarget }) => chat.type(currentTarget.value)}
      onKeyDown={keys}
      onPaste={pasted}
    />
  );
}
