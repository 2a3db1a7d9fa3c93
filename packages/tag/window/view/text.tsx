// One message of the window, drawn by the renderer that the console uses too. It is drawn anew only
// where what it shows has changed: a form that is being filled in stays as it is.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageActs } from '@opportune/content/message/reader.ts';
import { isPlain, renderMessage } from '@opportune/content/message/render-message.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { fileAddress } from '../bring-files.ts';
import type { AskingMessage, Chat } from '../chat.ts';
import type { View } from './fields.tsx';

interface Props extends View {
  readonly message: AskingMessage & { readonly text: string };
  readonly mine: boolean;
  /** An agent's text, which may be Markdown. */
  readonly markdown?: boolean;
  readonly unsent?: boolean;
  /** Who says it, for readers who do not see on which side it stands. */
  readonly name: string;
  readonly answered?: string | undefined;
  /** Else it can be looked at only. */
  readonly answerable?: boolean;
}

export function Drawn({ chat, message, mine, unsent, name, ...how }: Props) {
  const { id, text, content } = message;
  const { markdown = false, answered = null, answerable } = how;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const path = content?.type === 'attachment' ? content.address : undefined;
    const address = path ? fileAddress(path) : null;
    const drawn = { id, text, content, markdown, answered, address };
    const acts = answerable ? actsOf(chat, drawn) : null;
    place.current?.replaceChildren(renderMessage(drawn, chat.speech.said().message, acts));
  }, [id, text, content, answered, answerable, chat, markdown]);
  return (
    <div class={`${lookOf(content, mine)}${unsent ? ' unsent' : ''}`}>
      <span class="hidden">{name}: </span>
      <div ref={place} />
    </div>
  );
}

function actsOf(chat: Chat, message: AskingMessage): MessageActs {
  return {
    choose: ({ id }) => chat.respond(message, { choice: id }),
    submit: (values) => chat.respond(message, { values }),
  };
}

function lookOf(content: MessageContent | undefined, mine: boolean): string {
  if (isPlain({ content })) return mine ? 'bub mine' : 'bub';
  return content?.type === 'attachment' && mine ? 'rich out' : 'rich';
}
