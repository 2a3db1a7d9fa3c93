// Draws a message: its text, or what it carries beside it. The same code for chat window, console and
// transcript; where nothing can be done with it any more, or by this reader, the same elements stand
// still. Content that this version does not know is left to the message's text.
import type { Choice, MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { drawAttachment } from './draw-attachment.ts';
import { drawCards } from './draw-cards.ts';
import { drawForm } from './draw-form.ts';
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
  /** The tapped reply, or an empty text for a filled form; null while there is no answer. */
  readonly answered: string | null;
  /** Where this reader finds the file that it carries. */
  readonly address?: string | null;
}

/** Null acts: it is looked at only. */
export function renderMessage(
  message: DrawnMessage,
  words: MessageWords,
  acts: MessageActs | null,
): HTMLElement {
  const inside = drawContent(message, words, acts) ?? drawText(message.text, message.markdown);
  return draw('div', { class: 'm' }, ...inside);
}

/** Whether it stands in a bubble like plain text, or brings boxes of its own. */
export function isPlain({ content }: Pick<DrawnMessage, 'content'>): boolean {
  return !content || content.type === 'chosen' || content.type === 'filled';
}

function drawContent(
  { id, content, answered, address }: DrawnMessage,
  words: MessageWords,
  acts: MessageActs | null,
): readonly HTMLElement[] | null {
  try {
    switch (content?.type) {
      case 'replies':
        return [say(content.text), drawReplies(content.replies, answered, words, acts)];
      case 'cards': {
        const cards = drawCards(content.cards, words, acts);
        return content.text ? [say(content.text), cards] : [cards];
      }
      case 'form':
        return [drawForm(content, { id, answered: answered !== null }, words, acts)];
      case 'chosen':
        return [...drawText(content.text, false)];
      case 'filled':
        return [drawFilled(content.values)];
      case 'attachment':
        return [drawAttachment(content, address ?? null, words)];
      default:
        return null;
    }
  } catch {
    // A later version's content of a name that is known here, and of another shape.
    return null;
  }
}

function say(text: string): HTMLElement {
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
