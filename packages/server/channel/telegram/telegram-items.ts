// What an update says, as items. Only private chats are conversations: a group's updates are kept
// as `group`, which the bot answers once and leaves.
import type { Entry, Happened, Incoming, Item, Sender } from '@opportune/core/ports/channel.ts';
import { jsonOf } from '../provider/json-of.ts';
import { unreadable } from '../provider/unreadable.ts';
import { contentOf } from './telegram-content.ts';
import { type Callback, type TelegramMessage, Update, type User } from './telegram-updates.ts';

/** `what` of an item from a chat of several people. */
export const groupItem = 'group';

/** A tap is a message without an id of its own, so it has that of its callback query. */
const callbackPrefix = 'callback:';

export function telegramItems({ raw }: Entry): readonly Item[] {
  const update = Update.safeParse(jsonOf(raw)).data;
  return [update === undefined ? unreadable(raw) : itemOf(update)];
}

/** The callback query that an item answers. Null: it is no tap. */
export function callbackOf(item: Item): string | null {
  return item.type === 'message' && item.externalId.startsWith(callbackPrefix)
    ? item.externalId.slice(callbackPrefix.length)
    : null;
}

/** Ids of messages count in each chat. */
export function externalIdOf(chat: number | string, message: number): string {
  return `${chat}:${message}`;
}

function itemOf(update: Update): Item {
  const { message, edited_message: edited, callback_query: callback } = update;
  if (message !== undefined) return messageItem(message, update);
  if (edited !== undefined) return editItem(edited, update);
  if (callback !== undefined) return callbackItem(callback);
  return memberItem(update);
}

function messageItem(message: TelegramMessage, update: Update): Item {
  const { chat, message_id: id, date, reply_to_message: answered } = message;
  const externalId = externalIdOf(chat.id, id);
  const about = { key: `message:${externalId}`, address: String(chat.id), at: date * 1000 };
  if (!isPrivate(chat)) return { ...about, ...inGroup(update) };
  return {
    ...about,
    ...said(externalId, senderOf(message), contentOf(message)),
    replyTo: answered === undefined ? null : externalIdOf(chat.id, answered.message_id),
  };
}

function editItem(message: TelegramMessage, update: Update): Item {
  const { chat, message_id: id, date, edit_date: editedAt = date } = message;
  const about = {
    key: `edit:${update.update_id}`,
    address: String(chat.id),
    at: editedAt * 1000,
  };
  if (!isPrivate(chat)) return { ...about, ...inGroup(update) };
  const { text } = contentOf(message);
  return { ...about, type: 'edit', externalId: externalIdOf(chat.id, id), text };
}

/** A tap has no time of its own. It has that of the message below which it was. */
function callbackItem(callback: Callback): Item {
  const { id, from, data = '', message } = callback;
  const key = `${callbackPrefix}${id}`;
  if (message === undefined || !isPrivate(message.chat))
    return { key, address: '', at: 0, type: 'unknown', what: 'callback_query' };
  const { chat, message_id: tapped, date, reply_markup: keyboard } = message;
  const button = keyboard?.inline_keyboard.flat().find((each) => each.callback_data === data);
  const content = {
    ...{ text: button?.text ?? data, media: [], choice: data },
    ...{ location: null, unread: null },
  };
  return {
    ...{ key, address: String(chat.id), at: date * 1000 },
    ...said(key, namedUser(from, null), content),
    replyTo: externalIdOf(chat.id, tapped),
  };
}

/** In a private chat, the bot is blocked or unblocked. In another one, it was added or removed. */
function memberItem(update: Update): Item {
  const { my_chat_member: membership } = update;
  const key = `update:${update.update_id}`;
  if (membership === undefined)
    return { key, address: '', at: 0, type: 'unknown', what: kindOf(update) };
  const { chat, date, new_chat_member: now } = membership;
  const about = { key, address: String(chat.id), at: date * 1000 };
  const isIn = now.status !== 'kicked' && now.status !== 'left';
  if (isPrivate(chat)) return { ...about, type: isIn ? 'opt-in' : 'opt-out' };
  return { ...about, type: 'unknown', what: isIn ? groupItem : 'my_chat_member' };
}

function said(externalId: string, from: Sender, content: Incoming) {
  return { type: 'message', externalId, from, content, token: null, automatic: false } as const;
}

function inGroup(update: Update): Happened {
  // Telegram reports the bot's own leaving and a group's new id as messages, too.
  const { message } = update;
  const isNotice =
    message?.left_chat_member !== undefined || message?.migrate_to_chat_id !== undefined;
  return { type: 'unknown', what: isNotice || message === undefined ? kindOf(update) : groupItem };
}

function isPrivate({ type }: { readonly type: string }): boolean {
  return type === 'private';
}

function senderOf({ from, contact }: TelegramMessage): Sender {
  const isOwn = contact !== undefined && contact.user_id === from?.id;
  return namedUser(from, isOwn ? contact.phone_number : null);
}

function namedUser(user: User | undefined, phone: string | null): Sender {
  const name = [user?.first_name, user?.last_name].filter(Boolean).join(' ');
  return {
    name: name === '' ? null : name,
    language: user?.language_code ?? null,
    phone,
    vouched: true,
  };
}

function kindOf(update: Update): string {
  return Object.keys(update).find((field) => field !== 'update_id') ?? 'update';
}
