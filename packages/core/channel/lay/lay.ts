// Lays a message out for a channel: the parts that its capabilities allow, each within its limits.
// What the channel lacks becomes plain words. Choices then get numbers, which are stored with the
// message. The same message and capabilities always give the same parts, and no word is lost.
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Laid, LaidFile, LaidTemplate, Part } from '@opportune/protocol/channel/parts.ts';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import { layCards } from './lay-cards.ts';
import { layForm } from './lay-form.ts';
import { layOptions, layText } from './options.ts';
import { textRoom } from './room.ts';

/** A message in plain words: the author's formatting marks are already interpreted and removed. */
export type LayableMessage =
  | { readonly type: 'text'; readonly text: string }
  | Extract<MessageContent, { type: 'replies' | 'cards' | 'form' }>
  | { readonly type: 'file'; readonly file: LaidFile }
  | { readonly type: 'template'; readonly template: LaidTemplate }
  | {
      readonly type: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly name?: string;
    };

export function lay(message: LayableMessage, capabilities: Capabilities): Laid {
  switch (message.type) {
    case 'text':
      return { parts: layText(message.text, capabilities), choices: [] };
    case 'replies': {
      const options = message.replies.map((each) => ({ type: 'reply', ...each }) as const);
      const means = ['replies', 'buttons', 'list'] as const;
      return layOptions(message.text, options, capabilities, { means, from: 1 });
    }
    case 'cards':
      return layCards(message.text ?? '', message.cards, capabilities);
    case 'form':
      return { parts: layForm(message, capabilities), choices: [] };
    case 'file':
      return { parts: layFile(message.file, capabilities), choices: [] };
    case 'template': {
      const { template } = message;
      const hasTemplates = capabilities.window?.afterwards === 'templates';
      const parts = hasTemplates ? [message] : layText(template.text, capabilities);
      return { parts, choices: [] };
    }
    case 'location':
      return { parts: layLocation(message, capabilities), choices: [] };
  }
}

function layFile(file: LaidFile, capabilities: Capabilities): readonly Part[] {
  const { files } = capabilities;
  const isTaken =
    files !== undefined &&
    file.sizeBytes <= files.mostBytes &&
    files.types.some((type) => isOfType(file.mediaType, type));
  return isTaken ? [{ type: 'file', file }] : layText(`${file.name}\n${file.link}`, capabilities);
}

/** `image/*` is every picture, `*` is every type. */
function isOfType(mediaType: string, type: string): boolean {
  return (
    type === '*' ||
    type === mediaType ||
    (type.endsWith('/*') && mediaType.startsWith(type.slice(0, -1)))
  );
}

function layLocation(
  { latitude, longitude, name = '' }: Extract<LayableMessage, { type: 'location' }>,
  capabilities: Capabilities,
): readonly Part[] {
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`;
  if (!capabilities.location) return layText(`${name}\n${map}`, capabilities);
  const words = name.trim();
  const place = { type: 'location', latitude, longitude } as const;
  if (words === '') return [place];
  return textRoom(capabilities).fits(words)
    ? [{ ...place, name: words }]
    : [...layText(words, capabilities), place];
}
