// How a channel shows content: what it lacks becomes words and numbers, exactly as it is sent.
import { lay } from '@opportune/core/channel/lay/lay.ts';
import { plainText } from '@opportune/content/message/message-text.ts';
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import type { ComposedContent } from '@opportune/protocol/conversation/message-content.ts';
import { Tag, t } from '../../ui/index.ts';
import '../window/window.css';

interface LaidPreviewProps {
  readonly content: ComposedContent;
  readonly capabilities: Capabilities;
}

export function LaidPreview({ content, capabilities }: LaidPreviewProps) {
  return (
    <div className="laid-parts">
      {lay(plain(content), capabilities).parts.flatMap((part, at) =>
        shownOf(part).map(({ text, choices }, within) => (
          <div key={`${at} ${within}`} className="laid-part small">
            {text}
            {choices.length > 0 && (
              <div className="laid-choices">
                {choices.map((each) => (
                  <Tag key={each}>{each}</Tag>
                ))}
              </div>
            )}
          </div>
        )),
      )}
    </div>
  );
}

/** As it is laid out when it is sent: without its author's marks. */
function plain(content: ComposedContent): ComposedContent {
  if (content.type !== 'cards') return { ...content, text: plainText(content.text) };
  const { text, cards } = content;
  return {
    ...content,
    ...(text !== undefined && { text: plainText(text) }),
    cards: cards.map((card) => ({
      ...card,
      ...(card.text !== undefined && { text: plainText(card.text) }),
    })),
  };
}

interface Shown {
  readonly text: string;
  readonly choices: readonly string[];
}

function shownOf(part: Part): readonly Shown[] {
  switch (part.type) {
    case 'text':
      return [{ text: part.text, choices: [] }];
    case 'replies':
      return [{ text: part.text, choices: part.replies.map(({ label }) => label) }];
    case 'buttons':
      return [{ text: part.text, choices: part.buttons.map(({ label }) => label) }];
    case 'list': {
      const rows = part.rows.map(({ title, more }) => [title, more].filter(Boolean).join(' '));
      return [{ text: part.text, choices: [t('channels.laid.list'), ...rows] }];
    }
    case 'cards':
      return part.cards.map(({ title, text, buttons }) => ({
        text: [title, text].filter((each) => each !== '').join('\n'),
        choices: buttons.map(({ label }) => label),
      }));
    case 'form':
      return [{ text: part.text, choices: part.fields.map(({ label }) => label) }];
    case 'location':
      return [{ text: part.name ?? `${part.latitude}, ${part.longitude}`, choices: [] }];
    case 'file':
      return [{ text: part.file.name, choices: [] }];
    case 'template':
      return [{ text: part.template.text, choices: [] }];
  }
}
