// A few emoji a click away, put where the caret stands; for whoever has a pointer: the keyboard of a
// phone has all of them. Arrow keys move among them, Escape closes.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { emoji } from '@opportune/content/message/emoji.ts';
import type { View } from './fields.tsx';
import { Icon } from './icons.tsx';

const inRow = 8;
const moves: Readonly<Partial<Record<string, number>>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: inRow,
  ArrowUp: -inRow,
};

export function EmojiButton({
  chat,
  box,
}: View & { readonly box: RefObject<HTMLTextAreaElement | null> }) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  if (!matchMedia('(pointer:fine)').matches) return null;
  const label = chat.words.emoji;
  const insert = (text: string): void => {
    const area = box.current;
    if (!area) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    chat.type(area.value);
    setOpen(false);
    area.focus();
  };
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        class="at"
        aria-label={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="smile" />
      </button>
      {open && <Grid label={label} insert={insert} close={close} />}
    </>
  );
}

interface GridProps {
  readonly label: string;
  insert(text: string): void;
  close(): void;
}

function Grid({ label, insert, close }: GridProps) {
  const grid = useRef<HTMLDivElement>(null);
  // Before anything else can happen: an Escape that came earlier would close the whole window.
  useLayoutEffect(() => grid.current?.querySelector('button')?.focus(), []);
  return (
    <div
      ref={grid}
      class="emo"
      role="group"
      aria-label={label}
      onKeyDown={(event) => move(event, close)}
    >
      {emoji.map((each, at) => (
        <button key={each} type="button" tabIndex={at ? -1 : 0} onClick={() => insert(each)}>
          {each}
        </button>
      ))}
    </div>
  );
}

type KeyDown = KeyboardEvent & { readonly currentTarget: HTMLElement };

/** Arrow keys lead to another one, Escape away. */
function move(event: KeyDown, close: () => void): void {
  const by = moves[event.key];
  if (event.key !== 'Escape' && !by) return;
  event.preventDefault();
  event.stopPropagation();
  if (!by) return close();
  const all = [...event.currentTarget.querySelectorAll('button')];
  all[all.findIndex((each) => each === event.target) + by]?.focus();
}
