// The form before a chat, where the server says that there is one: drawn by the same code as everywhere.
// What is typed is kept with every letter, so that a reload loses nothing.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { drawBefore } from '@opportune/content/before/draw-before.ts';
import type { Chat } from '../chat.ts';
import { toLeave } from '../leave-form.ts';
import type { Before } from '../state.ts';
import { type View, Wrong } from './fields.tsx';

export function Asked({ chat }: View) {
  const { before, notice } = chat.state;
  const place = useForm(chat, before);
  return (
    <div class="bd">
      <Wrong text={notice} />
      {!before?.form && (
        <p class="p" role="status">
          {chat.words.oneMoment}
        </p>
      )}
      <div ref={place} data-first tabIndex={-1} />
    </div>
  );
}

/** Where the form is drawn. */
function useForm(chat: Chat, before: Before | null) {
  const place = useRef<HTMLDivElement>(null);
  const form = before?.form;
  useLayoutEffect(() => {
    if (before) place.current?.replaceChildren(...drawn(chat, before));
    // Drawn once a form: what is typed into it is its own affair from then on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [form]);
  useEffect(() => {
    if (form && place.current) focusWithin(place.current);
  }, [form]);
  return place;
}

/** It came after the window had the focus already. */
function focusWithin(place: HTMLElement): void {
  const root = place.getRootNode();
  if (root instanceof ShadowRoot && root.activeElement === place)
    place.querySelector<HTMLElement>('input,select,textarea')?.focus();
}

function drawn(chat: Chat, { form, typed, leaves }: Before): readonly HTMLElement[] {
  if (!form) return [];
  const { yourQuestion: question, sendMessage, startChat, email } = chat.words;
  const words = {
    ...chat.speech.said().message,
    question,
    start: leaves ? sendMessage : startChat,
  };
  const asked = leaves ? toLeave(form, email) : form;
  const acts = { changed: chat.fill, submit: chat.answer };
  return [drawBefore(asked, { id: 'before', typed }, words, acts)];
}
