// What somebody wrote: words, files, people, a place, an order, a tap. What is none of these is named,
// so that the agent learns of it.
import type { Incoming, MediaReference } from '@opportune/core/ports/channel.ts';
import type { WhatsappMessage } from './whatsapp-events.ts';

/** Files without a name of their own get one by their kind. Their formats are WhatsApp's. */
const files = {
  image: 'photo.jpg',
  video: 'video.mp4',
  audio: 'voice.ogg',
  document: 'file',
  sticker: 'sticker.webp',
} as const;
const kinds = ['image', 'video', 'audio', 'document', 'sticker'] as const;

export function contentOf(message: WhatsappMessage): Incoming {
  const { location, interactive, button } = message;
  const media = mediaOf(message);
  const tap = interactive?.button_reply ?? interactive?.list_reply;
  const words = wordsIn(message);
  const isRead = words.length > 0 || media.length > 0 || location !== undefined;
  return {
    text: words.join('\n'),
    media,
    choice: tap?.id ?? button?.payload ?? null,
    location: location === undefined ? null : placeOf(location),
    unread: isRead ? null : message.type,
  };
}

/** Everything that the contact wrote or chose, in the order in which it is shown. */
function wordsIn(message: WhatsappMessage): readonly string[] {
  const { text, location, interactive, button, order } = message;
  const tap = interactive?.button_reply ?? interactive?.list_reply;
  const words = [
    text?.body,
    ...kinds.map((kind) => message[kind]?.caption),
    ...[location?.name, location?.address],
    ...(message.contacts ?? []).map(personWords),
    ...[tap?.title, interactive?.nfm_reply?.body, button?.text],
    order === undefined ? undefined : orderWords(order),
  ];
  return words.filter((each) => each !== undefined).filter((each) => each !== '');
}

function placeOf({ latitude, longitude }: NonNullable<WhatsappMessage['location']>) {
  return { latitude, longitude };
}

function mediaOf(message: WhatsappMessage): readonly MediaReference[] {
  return kinds.flatMap((kind) => {
    const file = message[kind];
    return file === undefined ? [] : [{ reference: file.id, name: file.filename ?? files[kind] }];
  });
}

type Person = NonNullable<WhatsappMessage['contacts']>[number];

function personWords({ name, phones, emails }: Person): string {
  const reached = [...phones.map(({ phone }) => phone), ...emails.map(({ email }) => email)];
  const known = reached.filter((each) => each !== undefined);
  return known.length === 0 ? name.formatted_name : `${name.formatted_name}: ${known.join(', ')}`;
}

function orderWords({ text = '', product_items: items }: NonNullable<WhatsappMessage['order']>) {
  const lines = items.map(
    ({ product_retailer_id: product, quantity, item_price: price, currency }) =>
      `${quantity} × ${product}: ${price} ${currency}`,
  );
  return [text, ...lines].filter((line) => line !== '').join('\n');
}
