// One message of the window, drawn by the renderer that the console uses too. It is drawn anew only
// where what it shows has changed: a form that is being filled in stays as it is.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isPlain, renderMessage } from '@opportune/content/message/render-message.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Chat } from '../chat.ts';
import { said } from '../said.ts';
import { fileAddress } from '../bring-files.ts';

interface Props {
  readonly id: string;
  readonly text: string;
  readonly content: MessageContent | undefined;
  readonly mine: boolean;
  /** An agent's text, which may be Markdown. */
  readonly markdown?: boolean;
  readonly unsent?: boolean;
  /** Who says it, for readers who do not see on which side it stands. */
  readonly name: string;
  readonly answered: string | null;
  /** Null: it can be looked at only. */
  readonly chat: Chat | null;
}

export function Drawn({ id, text, content, mine, markdown, unsent, name, answered, chat }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const acts = chat && {
      choose: (choice: { readonly id: string }) =>
        chat.respond({ id, content }, { choice: choice.id }),
      submit: (values: Readonly<Record<string, string | boolean>>) =>
        chat.respond({ id, content }, { values }),
    };
    const path = content?.type === 'attachment' ? content.address : undefined;
    const address = path ? fileAddress(path) : null;
    const drawn = { id, text, content, markdown: markdown === true, answered, address };
    place.current?.replaceChildren(renderMessage(drawn, said().message, acts));
  }, [id, text, content, answered, chat, markdown]);
  return (
    <div class={`${lookOf(content, mine)}${unsent ? ' unsent' : ''}`}>
      <span class="hidden">{name}: </span>
      <div ref={place} />
    </div>
  );
}

function lookOf(content: MessageContent | undefined, mine: boolean): string {
  if (isPlain({ content })) return mine ? 'bub mine' : 'bub';
  return content?.type === 'attachment' && mine ? 'rich out' : 'rich';
}
