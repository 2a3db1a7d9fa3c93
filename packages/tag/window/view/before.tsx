// The form before a chat, where the server says that there is one: drawn by the same code as everywhere.
// What is typed is kept with every letter, so that a reload loses nothing.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { drawBefore } from '@opportune/content/before/draw-before.ts';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import { said } from '../said.ts';
import { Icon } from './icons.tsx';
import { toLeave } from '../leave-form.ts';
import type { ChatState } from '../state.ts';

interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: ChatWords['window'];
}

export function Asked({ chat, state, words }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { before, notice } = state;
  const form = before?.form;
  useLayoutEffect(() => {
    if (!before || !form) return;
    const { typed, leaves } = before;
    const beforeWords = {
      ...said().message,
      question: words.yourQuestion,
      start: leaves ? words.sendMessage : words.startChat,
    };
    const asked = leaves ? toLeave(form, words.email) : form;
    const acts = { changed: chat.fill, submit: chat.answer };
    place.current?.replaceChildren(drawBefore(asked, { id: 'before', typed }, beforeWords, acts));
    // Drawn once a form: what is typed into it is its own affair from then on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [form]);
  useEffect(() => {
    const root = place.current?.getRootNode();
    // It came after the window had the focus already.
    if (form && root instanceof ShadowRoot && root.activeElement === place.current)
      place.current?.querySelector<HTMLElement>('input,select,textarea')?.focus();
  }, [form]);
  return (
    <div class="bd">
      {notice && (
        <p class="err" role="alert">
          <Icon name="alert" size={14} />
          {notice}
        </p>
      )}
      {!form && (
        <p class="p" role="status">
          {words.oneMoment}
        </p>
      )}
      <div ref={place} data-first tabIndex={-1} />
    </div>
  );
}
