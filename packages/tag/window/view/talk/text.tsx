// One message of the window, drawn by the renderer that the console also uses. It is redrawn only
// if what it shows has changed, so a form that is being filled in stays. Cards, forms and files wait
// for the part that draws them; if that cannot be loaded, they are shown in plain words, which can be
// answered in writing.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageActs } from '@opportune/content/message/reader.ts';
import { isPlain, isRich, renderPlain } from '@opportune/content/message/render-plain.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { fileAddress } from '../../../file-address.ts';
import type { AskingMessage, Chat } from '../../chat.ts';
import type { View } from '../fields.tsx';
import { Missing, ofRich, usePart } from '../part.tsx';

interface Props extends View {
  readonly message: AskingMessage & { readonly text: string };
  readonly mine: boolean;
  /** An agent's text, which may be Markdown. */
  readonly markdown?: boolean;
  /** Words of the business: a headline, and a text below it. */
  readonly headline?: boolean;
  readonly unsent?: boolean;
  /** The author, for screen readers, who do not see on which side it is. */
  readonly name: string;
  readonly answered?: string | undefined;
  /** Otherwise it is for viewing only. */
  readonly answerable?: boolean;
}

export function Drawn(props: Props) {
  const { chat, message, mine, unsent, name } = props;
  const { place, missing, again, waits } = useDrawing(props);
  const look = missing ? 'bub' : lookOf(message.content, mine);
  return (
    <>
      <div
        class={`${look}${unsent ? ' unsent' : ''}${mine ? '' : ' theirs'}`}
        // A screen reader is told what others write; its user knows what they sent themselves.
        aria-live={mine ? 'off' : undefined}
      >
        {!waits && <span class="hidden">{name}: </span>}
        <div ref={place} />
      </div>
      {missing && <Missing chat={chat} again={again} />}
    </>
  );
}

/** Draws it into the place, once its part is there or is known to be missing. */
function useDrawing({ chat, message, ...how }: Props) {
  const { id, text, content } = message;
  const { markdown = false, headline = false, answered = null, answerable } = how;
  const place = useRef<HTMLDivElement>(null);
  const rich = isRich({ content });
  const { part, failed, again } = usePart(ofRich, rich);
  const waits = rich && !part && !failed;
  useLayoutEffect(() => {
    const box = place.current;
    if (!box || waits) return;
    if (rich) part?.dress(box);
    const path = content?.type === 'attachment' ? content.address : undefined;
    const address = path ? fileAddress(path) : null;
    const drawn = { id, text, content, markdown, headline, answered, address };
    const render = part?.renderMessage ?? renderPlain;
    const acts = answerable ? actsOf(chat, drawn) : null;
    box.replaceChildren(render(drawn, chat.speech.said().message, acts));
  }, [id, text, content, answered, answerable, chat, markdown, headline, part, rich, waits]);
  return { place, missing: rich && failed && !part, again, waits };
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
