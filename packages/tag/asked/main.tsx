// What visitors are asked within and after a conversation, a part of the window of its own: a private
// question, the survey, and the address for the chat by e-mail. It adds its style to the window's
// host.
import { addSheet } from '@opportune/content/sheets.ts';
import { askedCss } from './style.ts';

export { After } from './after.tsx';
export { Asked } from './ask.tsx';

/** Call with an element of the window before something is drawn into it. */
export function dress(place: Element): void {
  addSheet(place, askedCss);
}
