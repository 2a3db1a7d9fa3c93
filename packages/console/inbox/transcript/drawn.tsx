// A message drawn by the renderer that the visitor's window uses too, in the console's colours. Agents
// look at what visitors are offered; nothing of it can be answered here.
import { useLayoutEffect, useRef } from 'react';
import { messageCss } from '@opportune/content/message/message-style.ts';
import { isPlain, renderMessage } from '@opportune/content/message/render-message.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { speech } from '../../words/language.ts';

// A constructed sheet: the console's policy has nothing to refuse in it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(messageCss);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

interface Props {
  readonly id: string;
  readonly text: string;
  readonly content?: MessageContent | undefined;
  /** Agents' words are Markdown, visitors' are as written. */
  readonly markdown: boolean;
  readonly answered?: string | null;
  /** Where the file that it carries is found. */
  readonly address?: string | undefined;
  /** Drawn as for somebody who can answer; nothing comes of it. */
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

/** The class of what stands around it: a bubble, or none where it brings boxes of its own. */
export function aroundOf(content: MessageContent | undefined, ours: boolean): string {
  return `${isPlain({ content }) ? 'msg' : 'rich'}${ours ? ' ours' : ''}`;
}
