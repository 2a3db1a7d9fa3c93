// Inserts an emoji at the caret. The arrow keys move among them.
import { useRef, type KeyboardEvent, type RefObject } from 'react';
import { emoji } from '@opportune/content/message/emoji.ts';
import { IconButton, Popover, t } from '../../ui/index.ts';

const inRow = 8;

interface EmojiButtonProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function EmojiButton({ area, value, onChange }: EmojiButtonProps) {
  const grid = useRef<HTMLDivElement>(null);
  const insert = (text: string, close: () => void): void => {
    const at = area.current?.selectionStart ?? value.length;
    const end = area.current?.selectionEnd ?? at;
    onChange(value.slice(0, at) + text + value.slice(end));
    close();
    // Runs after the popover has given the focus back.
    setTimeout(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inRow, ArrowUp: -inRow }[event.key];
    const all = [...(grid.current?.querySelectorAll('button') ?? [])];
    const at = all.findIndex((each) => each === document.activeElement);
    if (by === undefined || at < 0) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  return (
    <Popover
      label={t('content.emoji.label')}
      position="top-start"
      width={308}
      target={(toggle, open) => (
        <IconButton
          icon="smile"
          label={t('content.emoji.label')}
          aria-expanded={open}
          onClick={toggle}
        />
      )}
    >
      {(close) => (
        <div
          className="emoji"
          ref={grid}
          role="group"
          aria-label={t('content.emoji.hint')}
          onKeyDown={move}
        >
          {emoji.map((each, at) => (
            <button
              key={each}
              type="button"
              tabIndex={at === 0 ? 0 : -1}
              onClick={() => insert(each, close)}
            >
              {each}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
