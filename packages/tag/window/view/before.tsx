// The form before a chat, if the server says that there is one. Drawn by the same code as
// everywhere, which loads with the part for forms. Every keystroke is stored, so that a reload loses
// nothing. If it cannot be drawn, the visitor may go on without it.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Chat } from '../chat.ts';
import { toLeave } from '../leave-form.ts';
import type { Before } from '../state.ts';
import { Button, type View, Wrong } from './fields.tsx';
import type { RichPart } from './kit-parts.ts';
import { Missing, ofRich, usePart } from './part.tsx';

export function Asked({ chat }: View) {
  const { before, notice } = chat.state;
  const { words } = chat;
  const { part, failed, again } = usePart(ofRich);
  const place = useForm(chat, before, part);
  return (
    <div class="bd">
      <Wrong text={notice} />
      {!(before?.form && part) && !failed && (
        <p class="p" role="status">
          {words.oneMoment}
        </p>
      )}
      {before && failed && (
        <>
          <Missing chat={chat} again={again} />
          <Button look="opt" label={words.goOn} act={() => chat.unasked(before)} />
        </>
      )}
      <div ref={place} data-first tabIndex={-1} />
      {before?.form && part && mayCall(chat, before) && (
        <Button
          look="opt"
          label={words.callUs}
          act={() => place.current && speak(chat, place.current)}
        />
      )}
      {before?.leaves && chat.speaking.callsBack() && (
        <Button look="opt" label={words.callBack} act={chat.speaking.back} />
      )}
    </div>
  );
}

/** A campaign says itself what it offers. */
function mayCall({ state, speaking }: Chat, { decision, leaves, backs }: Before): boolean {
  return !decision && !leaves && !backs && !state.calls && speaking.callsUs();
}

/** Sends the form as it is filled in, to speak instead of writing. What is missing is asked for first. */
function speak(chat: Chat, place: HTMLElement): void {
  chat.calling(true);
  place.querySelector('form')?.requestSubmit();
  if (chat.state.screen === 'before') chat.calling(false);
}

/** Where the form is drawn. */
function useForm(chat: Chat, before: Before | null, part: RichPart | null) {
  const place = useRef<HTMLDivElement>(null);
  const form = before?.form;
  useLayoutEffect(() => {
    const box = place.current;
    if (!box || !before || !part) return;
    part.dress(box);
    box.replaceChildren(...drawn(chat, before, part));
    // Drawn once a form: from then on it manages its own input.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [form, part]);
  useEffect(() => {
    if (form && part && place.current) focusWithin(place.current);
  }, [form, part]);
  return place;
}

/** It came after the window had the focus already. */
function focusWithin(place: HTMLElement): void {
  const root = place.getRootNode();
  if (root instanceof ShadowRoot && root.activeElement === place)
    place.querySelector<HTMLElement>('input,select,textarea')?.focus();
}

function drawn(
  chat: Chat,
  { form, typed, leaves, backs }: Before,
  { drawBefore }: RichPart,
): readonly HTMLElement[] {
  if (!form) return [];
  const { yourQuestion: question, sendMessage, startChat, callBack, email } = chat.words;
  const words = {
    ...chat.speech.said().message,
    question,
    start: leaves ? sendMessage : backs ? callBack : startChat,
  };
  const asked = leaves ? toLeave(form, email) : form;
  const acts = { changed: chat.fill, submit: chat.answer };
  return [drawBefore(asked, { id: 'before', typed }, words, acts)];
}
