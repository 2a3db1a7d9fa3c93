// What of messages is rarely needed, a part of the window of its own: cards, forms and files, and the
// form before a chat. It adds its style to the window's host.
import { addSheet } from '@opportune/content/sheets.ts';
import { richCss } from '@opportune/content/message/rich-style.ts';

export { drawBefore } from '@opportune/content/before/draw-before.ts';
export { renderMessage } from '@opportune/content/message/render-message.ts';

/** Call with an element of the window before something is drawn into it. */
export function dress(place: Element): void {
  addSheet(place, richCss);
}
