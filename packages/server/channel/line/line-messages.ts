// Parts as LINE's messages: choices are quick replies, buttons and cards are flex messages.
// https://developers.line.biz/en/reference/messaging-api/#message-objects
import type { LaidCard, Part } from '@opportune/protocol/channel/parts.ts';

export type LineMessage = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Shown in lists of chats and in notifications. */
const altLength = 400;

export function messageOf(part: Part): LineMessage {
  switch (part.type) {
    case 'text':
    case 'list':
    case 'form':
      return text(part.text);
    case 'template':
      return text(part.template.text);
    case 'replies':
      return {
        ...text(part.text),
        quickReply: {
          items: part.replies.map(({ id, label }) => ({
            type: 'action',
            action: actionOf({ type: 'reply', id, label }),
          })),
        },
      };
    case 'buttons': {
      const { text: words, buttons } = part;
      return flex(words, bubble([wordsOf(words, {})], { buttons }));
    }
    case 'cards': {
      const cards = part.cards.map(cardBubble);
      const words = part.cards.map(({ title }) => title).join(', ');
      const [only] = cards;
      return flex(words, cards.length === 1 && only ? only : { type: 'carousel', contents: cards });
    }
    case 'location': {
      const { latitude, longitude, name } = part;
      const address = `${latitude}, ${longitude}`;
      // Each has at most 100 characters, and neither may be empty.
      return {
        type: 'location',
        title: (name ?? address).slice(0, 100),
        address,
        latitude,
        longitude,
      };
    }
    case 'file':
      return file(part.file);
  }
}

/** LINE fetches pictures by links with TLS. Any other file is a line with its link. */
function file({ name, mediaType, link }: Extract<Part, { type: 'file' }>['file']): LineMessage {
  const isPicture = mediaType === 'image/jpeg' || mediaType === 'image/png';
  if (!isPicture || !link.startsWith('https://')) return text(`${name}\n${link}`);
  return { type: 'image', originalContentUrl: link, previewImageUrl: link };
}

function text(words: string): LineMessage {
  return { type: 'text', text: words };
}

function flex(words: string, contents: object): LineMessage {
  const alt = words.slice(0, altLength).trim();
  return { type: 'flex', altText: alt === '' ? '…' : alt, contents };
}

function cardBubble({ title, text: words, picture, buttons }: LaidCard): object {
  const body = [
    wordsOf(title, { weight: 'bold' }),
    ...(words === '' ? [] : [wordsOf(words, { size: 'sm' })]),
  ];
  return bubble(body, { buttons, picture });
}

function bubble(
  body: readonly object[],
  { buttons, picture }: Pick<LaidCard, 'buttons'> & { readonly picture?: LaidCard['picture'] },
): object {
  const footer = buttons.map((button) => ({
    type: 'button',
    height: 'sm',
    action: actionOf(button),
  }));
  return {
    type: 'bubble',
    // LINE shows no picture without TLS, and refuses the message.
    ...(picture?.url.startsWith('https://') && {
      hero: {
        type: 'image',
        url: picture.url,
        size: 'full',
        aspectRatio: '20:13',
        aspectMode: 'cover',
      },
    }),
    body: { type: 'box', layout: 'vertical', spacing: 'sm', contents: body },
    ...(footer.length > 0 && {
      footer: { type: 'box', layout: 'vertical', spacing: 'sm', contents: footer },
    }),
  };
}

function wordsOf(words: string, style: object): object {
  return { type: 'text', text: words, wrap: true, ...style };
}

function actionOf(button: LaidCard['buttons'][number]): object {
  const { label } = button;
  return button.type === 'reply'
    ? { type: 'postback', label, data: button.id, displayText: label }
    : { type: 'uri', label, uri: button.url };
}
