// What somebody wrote in a private chat: words, files, a contact, a place. What is none of these is
// named, so that the agent learns of it.
import type { Incoming, MediaReference } from '@opportune/core/ports/channel.ts';
import type { TelegramMessage } from './telegram-updates.ts';

/** Files without a name of their own get one by their kind. Their formats are Telegram's. */
const files = {
  document: 'file',
  audio: 'audio.mp3',
  animation: 'animation.mp4',
  video: 'video.mp4',
  video_note: 'video.mp4',
  voice: 'voice.ogg',
} as const;

export function contentOf(message: TelegramMessage): Incoming {
  const { text, caption, sticker, dice, contact, venue, location } = message;
  const media = mediaOf(message);
  const words = [
    text ?? caption,
    sticker?.emoji,
    dice === undefined ? undefined : `${dice.emoji} ${dice.value}`,
    contact === undefined ? undefined : contactWords(contact),
    venue === undefined ? undefined : `${venue.title}\n${venue.address}`,
  ].filter((each) => each !== undefined && each !== '');
  const isRead = words.length > 0 || media.length > 0 || location !== undefined;
  return {
    text: words.join('\n'),
    media,
    choice: null,
    location: location ?? null,
    unread: sticker !== undefined ? 'sticker' : isRead ? null : unreadOf(message),
  };
}

function mediaOf(message: TelegramMessage): readonly MediaReference[] {
  const largest = message.photo?.at(-1);
  if (largest !== undefined) return [{ reference: largest.file_id, name: 'photo.jpg' }];
  // An animation comes as a document, too.
  const kinds = ['animation', 'document', 'audio', 'video', 'video_note', 'voice'] as const;
  for (const kind of kinds) {
    const file = message[kind];
    if (file !== undefined)
      return [{ reference: file.file_id, name: file.file_name ?? files[kind] }];
  }
  return [];
}

function contactWords(contact: NonNullable<TelegramMessage['contact']>): string {
  const { first_name: first, last_name: last, phone_number: phone } = contact;
  return `${[first, last].filter(Boolean).join(' ')}: ${phone}`;
}

/** Fields around what was written. */
const about = new Set([
  ...['message_id', 'message_thread_id', 'from', 'chat', 'sender_chat', 'date', 'edit_date'],
  ...['reply_to_message', 'external_reply', 'quote', 'forward_origin', 'via_bot', 'effect_id'],
  ...['media_group_id', 'reply_markup', 'is_from_offline', 'has_protected_content'],
]);

/** In Telegram's word. */
function unreadOf(message: TelegramMessage): string {
  return Object.keys(message).find((field) => !about.has(field)) ?? 'message';
}
