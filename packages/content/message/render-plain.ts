// Draws a message of text, with quick replies or an answer to what an agent asked. What carries cards,
// a form or a file is drawn by render-message.ts. If nothing can be done with it any more, or by this
// reader, the same elements are disabled.
import type { Choice, MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { draw } from '../draw.ts';
import { drawLine, drawText, shown } from './inline-text.ts';
import { valueText } from './message-text.ts';
import type { MessageActs, MessageWords } from './reader.ts';

export interface DrawnMessage {
  readonly id: string;
  readonly text: string;
  readonly content?: MessageContent | undefined;
  /** Agents' words are Markdown, visitors' are as written. */
  readonly markdown: boolean;
  /** Its first line is a headline, if others follow: the words of an invitation. */
  readonly headline?: boolean;
  /** The tapped reply, or an empty text for a filled form. Null while there is no answer. */
  readonly answered: string | null;
  /** Where this reader finds the file that it carries. */
  readonly address?: string | null;
}

/** Null acts: it is for viewing only. Content that it does not draw is shown as the message's text. */
export function renderPlain(
  message: DrawnMessage,
  words: MessageWords,
  acts: MessageActs | null,
): HTMLElement {
  const { text, markdown } = message;
  return around(() => drawPlain(message, words, acts), text, markdown);
}

/** The message with this inside, or else, also if it has another shape than expected, its text. */
export function around(
  inside: () => readonly HTMLElement[] | null,
  text: string,
  markdown: boolean,
): HTMLElement {
  let drawn: readonly HTMLElement[] | null = null;
  try {
    drawn = inside();
  } catch {
    // A later version's content with a known name but another shape.
  }
  return draw('div', { class: 'm' }, ...(drawn ?? drawText(text, markdown)));
}

/** Whether it is in a bubble like plain text, or has boxes of its own. */
export function isPlain({ content }: Pick<DrawnMessage, 'content'>): boolean {
  return !content || content.type === 'chosen' || content.type === 'filled';
}

/** Whether render-message.ts draws it. */
export function isRich({ content }: Pick<DrawnMessage, 'content'>): boolean {
  return content !== undefined && ['cards', 'form', 'attachment'].includes(content.type);
}

/** Null: there is nothing but text, or what it has is not drawn here. */
export function drawPlain(
  { text, content, answered, headline }: DrawnMessage,
  words: MessageWords,
  acts: MessageActs | null,
): readonly HTMLElement[] | null {
  switch (content?.type) {
    case 'replies':
      return [say(content.text), drawReplies(content.replies, answered, words, acts)];
    case 'chosen':
      return [...drawText(content.text, false)];
    case 'filled':
      return [drawFilled(content.values)];
    default:
      return headline ? drawHeadline(text) : null;
  }
}

function drawHeadline(text: string): readonly HTMLElement[] | null {
  const end = text.indexOf('\n');
  if (end < 0) return null;
  const first = draw('strong', {}, shown(text.slice(0, end)));
  return [draw('p', { class: 'm-p', dir: 'auto' }, first), ...drawText(text.slice(end + 1), false)];
}

export function say(text: string): HTMLElement {
  return draw('div', { class: 'm-say' }, ...drawText(text, true));
}

function drawReplies(
  replies: readonly Choice[],
  answered: string | null,
  words: MessageWords,
  acts: MessageActs | null,
): HTMLElement {
  const open = acts !== null && answered === null;
  return draw(
    'div',
    { class: 'm-replies', role: 'group', 'aria-label': words.replies },
    ...replies.map((reply) => {
      const text = shown(reply.text);
      if (open) return tap(reply, acts);
      const mine = reply.id === answered;
      const hint = mine ? draw('span', { class: 'm-hidden' }, ` (${words.chosen})`) : null;
      return draw('span', { class: mine ? 'm-chip m-mine' : 'm-chip', dir: 'auto' }, text, hint);
    }),
  );
}

function tap(reply: Choice, acts: MessageActs): HTMLElement {
  const button = draw(
    'button',
    { type: 'button', class: 'm-chip', dir: 'auto' },
    shown(reply.text),
  );
  button.addEventListener('click', () => acts.choose(reply));
  return button;
}

function drawFilled(values: Extract<MessageContent, { type: 'filled' }>['values']): HTMLElement {
  return draw(
    'dl',
    { class: 'm-filled' },
    ...values.flatMap(({ label, value }) => [
      draw('dt', { dir: 'auto' }, ...drawLine(label)),
      draw('dd', { dir: 'auto' }, shown(valueText(value))),
    ]),
  );
}
