// How a visitor sends a file: by a button, by dropping it on the window, or by pasting it; and why one
// that was chosen is not sent.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import { Icon } from './icons.tsx';

type Words = ChatWords['window'];

export function ClipButton({
  chat,
  types,
  words,
}: {
  readonly chat: Chat;
  readonly types: readonly string[];
  readonly words: Words;
}) {
  const field = useRef<HTMLInputElement>(null);
  const chosen = (): void => {
    const input = field.current;
    if (!input?.files) return;
    chat.files.add(input.files);
    // The same file may be chosen again.
    input.value = '';
  };
  return (
    <>
      <button
        type="button"
        class="at"
        aria-label={words.file.attach}
        onClick={() => field.current?.click()}
      >
        <Icon name="attach" />
      </button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        accept={types.join()}
        onChange={chosen}
      />
    </>
  );
}

/** The whole window takes what is dropped on it; over a part of it, it says so. */
export function Dropped({ chat, words }: { readonly chat: Chat; readonly words: Words }) {
  const mark = useRef<HTMLSpanElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const frame = mark.current?.closest<HTMLElement>('.win');
    if (!frame) return;
    const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
      dataTransfer?.types.includes('Files') === true;
    const drag = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (!(relatedTarget instanceof Node && frame.contains(relatedTarget))) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) chat.files.add(event.dataTransfer.files);
    };
    frame.addEventListener('dragover', drag);
    frame.addEventListener('dragleave', leave);
    frame.addEventListener('drop', drop);
    return () => {
      frame.removeEventListener('dragover', drag);
      frame.removeEventListener('dragleave', leave);
      frame.removeEventListener('drop', drop);
    };
  }, [chat]);
  return (
    <span ref={mark}>
      {over && (
        <span class="drop">
          <Icon name="attach" size={20} />
          {words.file.drop}
        </span>
      )}
    </span>
  );
}

export function FileProblem({ text }: { readonly text: string }) {
  return (
    <p class="err nofile" role="alert">
      {text}
    </p>
  );
}
