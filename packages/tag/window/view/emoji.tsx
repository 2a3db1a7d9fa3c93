// A few emoji a click away, put where the caret stands; for whoever has a pointer: the keyboard of a
// phone has all of them. Arrow keys move among them, Escape closes.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { emoji } from '@opportune/content/message/emoji.ts';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import { Icon } from './icons.tsx';

const inRow = 8;

export function EmojiButton({
  box,
  words,
  onType,
}: {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly words: ChatWords['window'];
  onType(text: string): void;
}) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  // Before anything else can happen: an Escape that came earlier would close the whole window.
  useLayoutEffect(() => grid.current?.querySelector('button')?.focus(), [open]);
  if (!matchMedia('(pointer:fine)').matches) return null;
  const insert = (text: string): void => {
    const area = box.current;
    if (!area) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    onType(area.value);
    setOpen(false);
    area.focus();
  };
  const keys = (event: KeyboardEvent): void => {
    const { key, target } = event;
    const moves: Partial<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: inRow,
      ArrowUp: -inRow,
    };
    const by = moves[key];
    if (key !== 'Escape' && !by) return;
    event.preventDefault();
    event.stopPropagation();
    if (!by) {
      setOpen(false);
      return opener.current?.focus();
    }
    const all = [...(grid.current?.querySelectorAll('button') ?? [])];
    all[all.findIndex((each) => each === target) + by]?.focus();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        class="at"
        aria-label={words.emoji}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="smile" />
      </button>
      {open && (
        <div ref={grid} class="emo" role="group" aria-label={words.emoji} onKeyDown={keys}>
          {emoji.map((each, at) => (
            <button key={each} type="button" tabIndex={at ? -1 : 0} onClick={() => insert(each)}>
              {each}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
