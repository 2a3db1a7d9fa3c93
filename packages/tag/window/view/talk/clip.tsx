// How a visitor sends a file: by a button, by dropping it on the window, or by pasting it.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, type View } from '../fields.tsx';
import { Icon } from '../icons.tsx';

export function ClipButton({ chat, types }: View & { readonly types: readonly string[] }) {
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
      <Button
        look="at"
        icon="attach"
        label={chat.words.file.attach}
        act={() => field.current?.click()}
      />
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

/** The whole window accepts dropped files. While a file is over it, a part of it says so. */
export function Dropped({ chat }: View) {
  const mark = useRef<HTMLSpanElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const frame = mark.current?.closest<HTMLElement>('.win');
    return frame ? followDrops(frame, setOver, chat.files.add) : undefined;
  }, [chat]);
  return (
    <span ref={mark}>
      {over && (
        <span class="drop">
          <Icon name="attach" size={20} />
          {chat.words.file.drop}
        </span>
      )}
    </span>
  );
}

function followDrops(
  frame: HTMLElement,
  setOver: (over: boolean) => void,
  add: (files: FileList) => void,
): () => void {
  const listening = new AbortController();
  const on = (name: 'dragover' | 'dragleave' | 'drop', work: (event: DragEvent) => void): void =>
    frame.addEventListener(name, work, { signal: listening.signal });
  on('dragleave', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && frame.contains(relatedTarget))) setOver(false);
  });
  for (const name of ['dragover', 'drop'] as const)
    on(name, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(name === 'dragover');
      if (name === 'drop') add(event.dataTransfer.files);
    });
  return () => listening.abort();
}
