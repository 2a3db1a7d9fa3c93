// Any part in words. An SMS shows nothing else, so a message is laid out into texts and files alone.
import type { Part } from '@opportune/protocol/channel/parts.ts';

export function textOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'replies':
    case 'buttons':
    case 'list':
    case 'form':
      return part.text;
    case 'cards':
      return part.cards.map(({ title }) => title).join('\n');
    case 'location':
      return `${part.latitude}, ${part.longitude}`;
    case 'file':
      return `${part.file.name}\n${part.file.link}`;
    case 'template':
      return part.template.text;
  }
}
