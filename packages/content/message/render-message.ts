// Draws any message: its text, or its content. The same code for chat window, console and transcript.
// The chat window loads it with the first message of cards, a form or a file.
import { drawAttachment } from './draw-attachment.ts';
import { drawCards } from './draw-cards.ts';
import { drawForm } from './draw-form.ts';
import type { MessageActs, MessageWords } from './reader.ts';
import { around, drawPlain, type DrawnMessage, say } from './render-plain.ts';

/**
 * Null acts: it is for viewing only. Content that this version does not know is shown as the
 * message's text.
 */
export function renderMessage(
  message: DrawnMessage,
  words: MessageWords,
  acts: MessageActs | null,
): HTMLElement {
  const { text, markdown } = message;
  return around(() => drawContent(message, words, acts), text, markdown);
}

function drawContent(
  message: DrawnMessage,
  words: MessageWords,
  acts: MessageActs | null,
): readonly HTMLElement[] | null {
  const { id, content, answered, address } = message;
  switch (content?.type) {
    case 'cards': {
      const cards = drawCards(content.cards, words, acts);
      return content.text ? [say(content.text), cards] : [cards];
    }
    case 'form':
      return [drawForm(content, { id, answered: answered !== null }, words, acts)];
    case 'attachment':
      return [drawAttachment(content, address ?? null, words)];
    default:
      return drawPlain(message, words, acts);
  }
}
