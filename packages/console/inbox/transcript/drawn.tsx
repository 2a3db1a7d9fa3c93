// Draws a message with the renderer of the visitor's window, in the console's colours. Agents see
// what visitors are offered, but cannot answer it here.
import { useLayoutEffect, useRef } from 'react';
import { messageCss } from '@opportune/content/message/message-style.ts';
import { renderMessage } from '@opportune/content/message/render-message.ts';
import { isPlain } from '@opportune/content/message/render-plain.ts';
import { richCss } from '@opportune/content/message/rich-style.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { speech } from '../../words/language.ts';

// The console's Content-Security-Policy allows a constructed style sheet.
const sheet = new CSSStyleSheet();
sheet.replaceSync(messageCss + richCss);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

interface Props {
  readonly id: string;
  readonly text: string;
  readonly content?: MessageContent | undefined;
  /** Set for agents, whose text is Markdown. Visitors' text is shown as written. */
  readonly markdown: boolean;
  readonly answered?: string | null;
  /** The URL of the attached file. */
  readonly address?: string | undefined;
  /** Draws it as if it could be answered. Answers go nowhere. */
  readonly preview?: boolean;
}

const idle = { choose: () => undefined, submit: () => undefined };

export function Drawn(props: Props) {
  const { id, text, content, markdown, answered = null, address, preview = false } = props;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(
      renderMessage(
        { id, text, content, markdown, answered, address: address ?? null },
        speech.get().message,
        preview ? idle : null,
      ),
    );
  }, [id, text, content, markdown, answered, address, preview]);
  return <div ref={place} />;
}

/**
 * The class of the element around a message: a bubble, or none if the content has boxes of its own.
 */
export function aroundOf(content: MessageContent | undefined, ours: boolean): string {
  return `${isPlain({ content }) ? 'msg' : 'rich'}${ours ? ' ours' : ''}`;
}
