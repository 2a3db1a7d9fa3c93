// The fields of a change that are read here. Everything else stays in the stored change.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages,
// checked in outline 2026-11-25 (v26.0)
import { z } from 'zod';
import { GraphError } from '../meta/graph-errors.ts';

const text = z.string();
const id = z.object({ id: text });
const File = z.object({ id: text, filename: text.optional(), caption: text.optional() });
const Choice = z.object({ id: text, title: text });
const Person = z.object({
  name: z.object({ formatted_name: text }),
  phones: z.array(z.object({ phone: text.optional() })).default([]),
  emails: z.array(z.object({ email: text.optional() })).default([]),
});
const Product = z.object({
  product_retailer_id: text,
  quantity: z.number(),
  item_price: z.number(),
  currency: text,
});
const System = z.object({
  type: text,
  user_id: text.optional(),
  previous_user_id: text.optional(),
  wa_id: text.optional(),
});

/** What a message carries, below a field that is named after its type. */
const carried = {
  text: z.object({ body: text }).optional(),
  image: File.optional(),
  video: File.optional(),
  audio: File.optional(),
  document: File.optional(),
  sticker: File.optional(),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: text.optional(),
      address: text.optional(),
    })
    .optional(),
  contacts: z.array(Person).optional(),
  reaction: z.object({ message_id: text, emoji: text.optional() }).optional(),
  interactive: z
    .object({
      button_reply: Choice.optional(),
      list_reply: Choice.extend({ description: text.optional() }).optional(),
      nfm_reply: z.object({ body: text.optional() }).optional(),
    })
    .optional(),
  /** A quick reply of a template. */
  button: z.object({ payload: text.optional(), text }).optional(),
  order: z.object({ text: text.optional(), product_items: z.array(Product) }).optional(),
  system: System.optional(),
};

const seconds = z.coerce.number();
export const WhatsappMessage = id.extend({
  /** A phone number. Absent for people who hide theirs. */
  from: text.optional(),
  from_user_id: text.optional(),
  timestamp: seconds,
  type: text,
  context: z.object({ id: text.optional() }).optional(),
  ...carried,
});
export type WhatsappMessage = z.infer<typeof WhatsappMessage>;

/** A message that somebody of ours wrote in WhatsApp Business, on a number that both use. */
export const WhatsappEcho = WhatsappMessage.extend({
  to: text.optional(),
  to_user_id: text.optional(),
});
export type WhatsappEcho = z.infer<typeof WhatsappEcho>;

export const WhatsappStatus = id.extend({
  status: text,
  timestamp: seconds,
  recipient_id: text.optional(),
  recipient_user_id: text.optional(),
  biz_opaque_callback_data: text.optional(),
  errors: z.array(GraphError).default([]),
});
export type WhatsappStatus = z.infer<typeof WhatsappStatus>;

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences,
 * not verified
 */
export const WhatsappPreference = z.object({
  wa_id: text.optional(),
  user_id: text.optional(),
  category: text,
  value: text,
  timestamp: seconds,
});
export type WhatsappPreference = z.infer<typeof WhatsappPreference>;

export const WhatsappContact = z.object({
  wa_id: text.optional(),
  user_id: text.optional(),
  profile: z.object({ name: text.optional() }).optional(),
});
export type WhatsappContact = z.infer<typeof WhatsappContact>;

export const Change = z.object({
  field: text,
  value: z.looseObject({
    metadata: z.object({ phone_number_id: text }).optional(),
    contacts: z.array(z.unknown()).default([]),
    messages: z.array(z.unknown()).default([]),
    message_echoes: z.array(z.unknown()).default([]),
    statuses: z.array(z.unknown()).default([]),
    user_preferences: z.array(z.unknown()).default([]),
  }),
});
export type Change = z.infer<typeof Change>;
