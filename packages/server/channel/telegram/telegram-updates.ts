// The fields of an update that are read here. Everything else stays in the stored update.
// https://core.telegram.org/bots/api#update, checked 2026-11-25 (Bot API 9)
import { z } from 'zod';

const User = z.object({
  id: z.number(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
});
export type User = z.infer<typeof User>;

const Chat = z.object({ id: z.number(), type: z.string() });
const File = z.object({ file_id: z.string(), file_name: z.string().optional() });
const Location = z.object({ latitude: z.number(), longitude: z.number() });
const Button = z.object({ text: z.string(), callback_data: z.string().optional() });

const Message = z.looseObject({
  message_id: z.number(),
  date: z.number(),
  edit_date: z.number().optional(),
  chat: Chat,
  from: User.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  /** The same picture in several sizes, the smallest first. */
  photo: z.array(File).optional(),
  document: File.optional(),
  audio: File.optional(),
  animation: File.optional(),
  video: File.optional(),
  video_note: File.optional(),
  voice: File.optional(),
  sticker: z.object({ emoji: z.string().optional() }).optional(),
  dice: z.object({ emoji: z.string(), value: z.number() }).optional(),
  contact: z
    .object({
      phone_number: z.string(),
      first_name: z.string(),
      last_name: z.string().optional(),
      user_id: z.number().optional(),
    })
    .optional(),
  location: Location.optional(),
  venue: z.object({ title: z.string(), address: z.string() }).optional(),
  left_chat_member: z.unknown().optional(),
  migrate_to_chat_id: z.number().optional(),
  reply_to_message: z.object({ message_id: z.number() }).optional(),
});
export type TelegramMessage = z.infer<typeof Message>;

const Callback = z.object({
  id: z.string(),
  from: User,
  data: z.string().optional(),
  message: z
    .object({
      message_id: z.number(),
      /** 0 if the message is too old to be shown. */
      date: z.number(),
      chat: Chat,
      reply_markup: z.object({ inline_keyboard: z.array(z.array(Button)).default([]) }).optional(),
    })
    .optional(),
});
export type Callback = z.infer<typeof Callback>;

const Membership = z.object({
  date: z.number(),
  chat: Chat,
  new_chat_member: z.object({ status: z.string() }),
});

export const Update = z.looseObject({
  update_id: z.number(),
  message: Message.optional(),
  edited_message: Message.optional(),
  callback_query: Callback.optional(),
  my_chat_member: Membership.optional(),
});
export type Update = z.infer<typeof Update>;

/** What Telegram is asked to send. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'];
