// A few emoji a click away. For visitors with a pointer: the keyboard of a phone has all of them. The
// part that draws them loads when it is first needed.
import type { RefObject } from 'preact';
import type { View } from '../fields.tsx';
import { Icon } from '../icons.tsx';

type Click = MouseEvent & { readonly currentTarget: HTMLElement };

export function EmojiButton({
  chat,
  box,
}: View & { readonly box: RefObject<HTMLTextAreaElement | null> }) {
  if (!matchMedia('(pointer:fine)').matches) return null;
  const toggle = async ({ currentTarget }: Click): Promise<void> => {
    const part = await chat.parts.emoji.load();
    if (box.current) part?.toggle(currentTarget, box.current, chat.type);
  };
  return (
    <button
      type="button"
      class="at"
      aria-label={chat.words.emoji}
      aria-expanded={false}
      onClick={(event) => void toggle(event)}
    >
      <Icon name="smile" />
    </button>
  );
}
