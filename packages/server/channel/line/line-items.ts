// What an event says, as an item. Only chats with one person are conversations: events of groups and
// rooms are kept.
import type { Entry, Happened, Incoming, Item } from '@opportune/core/ports/channel.ts';
import { jsonOf } from '../provider/json-of.ts';
import { unreadable } from '../provider/unreadable.ts';
import { LineEvent, type LineMessageIn } from './line-events.ts';

export function lineItems({ raw }: Entry): readonly Item[] {
  const event = LineEvent.safeParse(jsonOf(raw)).data;
  if (event === undefined) return [unreadable(raw)];
  const { webhookEventId: id, timestamp: at, source } = event;
  const address = source?.type === 'user' ? (source.userId ?? '') : '';
  return [{ key: `event:${id}`, address, at, ...happened(event, address) }];
}

function happened(event: LineEvent, address: string): Happened {
  const { type, message, postback, unsend } = event;
  if (address === '') return { type: 'unknown', what: event.source?.type ?? type };
  if (type === 'message' && message !== undefined)
    return said(event, message.id, contentOf(message), message.quotedMessageId ?? null);
  if (type === 'postback' && postback !== undefined) {
    const picked = Object.values(postback.params ?? {});
    const text = [postback.data, ...picked].join('\n');
    // A tap has no message of its own.
    return said(
      event,
      `postback:${event.webhookEventId}`,
      { ...nothing, text, choice: postback.data },
      null,
    );
  }
  if (type === 'unsend' && unsend !== undefined)
    return { type: 'deletion', externalId: unsend.messageId };
  if (type === 'follow') return { type: 'opt-in' };
  if (type === 'unfollow') return { type: 'opt-out' };
  return { type: 'unknown', what: type };
}

const nothing = { text: '', media: [], choice: null, location: null, unread: null } as const;
/** LINE sends no name. The profile has it. */
const sender = { name: null, language: null, phone: null, vouched: true } as const;

function said(
  { replyToken }: LineEvent,
  externalId: string,
  content: Incoming,
  replyTo: string | null,
): Happened {
  const token = replyToken ?? null;
  return { type: 'message', externalId, from: sender, content, replyTo, token, automatic: false };
}

const names: Readonly<Record<string, string>> = {
  image: 'image.jpg',
  video: 'video.mp4',
  audio: 'audio.m4a',
  file: 'file',
};

function contentOf(message: LineMessageIn): Incoming {
  const { type, text = '' } = message;
  const name = names[type];
  if (name !== undefined) return { ...nothing, media: [mediaOf(message, name)] };
  switch (type) {
    case 'text':
      return { ...nothing, text };
    case 'sticker':
      return { ...nothing, text: stickerWords(message), unread: 'sticker' };
    case 'location': {
      const { title, address, latitude, longitude } = message;
      const words = [title, address].filter(Boolean).join('\n');
      const isPlace = latitude !== undefined && longitude !== undefined;
      return { ...nothing, text: words, location: isPlace ? { latitude, longitude } : null };
    }
    default:
      return { ...nothing, text, unread: type };
  }
}

/** A business may send files from its own servers, which are not LINE's. */
function mediaOf({ id, fileName, contentProvider }: LineMessageIn, name: string) {
  return { reference: contentProvider?.originalContentUrl ?? id, name: fileName ?? name };
}

/** What the sticker stands for, in LINE's words, or what the sender wrote on it. */
function stickerWords({ text, keywords = [] }: LineMessageIn): string {
  return text ?? keywords.slice(0, 3).join(', ');
}
