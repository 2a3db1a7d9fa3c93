// What a list shows of a conversation: the last thing that a person wrote to the other side.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

const previewLength = 200;

/** Null if none of the messages is for the list: notes and system messages are not. */
export function lastShown(
  messages: readonly Pick<Message, 'body' | 'at'>[],
): { readonly text: string; readonly at: number } | null {
  const found = messages.findLast(
    ({ body }) => body.type === 'text' && body.automatic === undefined,
  );
  if (found === undefined || found.body.type !== 'text') return null;
  return { text: [...found.body.text].slice(0, previewLength).join(''), at: found.at };
}
