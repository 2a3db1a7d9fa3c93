// The fields of an event of Messenger or Instagram that are read here. Everything else stays in the
// stored event. As of 2026-11-23 (v26.0):
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
// https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
import { z } from 'zod';

const text = z.string();
const Person = z.object({ id: text });
const Attachment = z.object({
  type: text,
  payload: z
    .object({
      url: text.optional(),
      title: text.optional(),
      coordinates: z.object({ lat: z.number(), long: z.number() }).optional(),
    })
    .nullish(),
});

/** The parameter of a link such as `m.me/page?ref=…`. */
const Referral = z.object({ ref: text.optional() });

const Message = z.object({
  mid: text,
  text: text.optional(),
  quick_reply: z.object({ payload: text }).optional(),
  reply_to: z
    .object({
      mid: text.optional(),
      /** The story of ours that was answered. */
      story: z.object({ url: text.optional() }).optional(),
    })
    .optional(),
  attachments: z.array(Attachment).default([]),
  referral: Referral.optional(),
  is_echo: z.boolean().optional(),
  metadata: text.optional(),
  is_deleted: z.boolean().optional(),
  is_unsupported: z.boolean().optional(),
});
export type PageMessage = z.infer<typeof Message>;

/** An app is named by its id, which comes as text or number. */
const App = z.union([text, z.number()]).transform(String).nullish();
const Owners = z.object({ previous_owner_app_id: App, new_owner_app_id: App });

export const PageEvent = z.looseObject({
  sender: Person.optional(),
  recipient: Person.optional(),
  timestamp: z.number().optional(),
  message: Message.optional(),
  postback: z
    .object({
      mid: text.optional(),
      title: text.optional(),
      payload: text.optional(),
      referral: Referral.optional(),
    })
    .optional(),
  referral: Referral.optional(),
  reaction: z
    .object({ mid: text, action: text, emoji: text.optional(), reaction: text.optional() })
    .optional(),
  delivery: z.object({ watermark: z.number() }).optional(),
  /** Messenger says until when, Instagram which message. */
  read: z.object({ watermark: z.number().optional(), mid: text.optional() }).optional(),
  message_edit: z.object({ mid: text, text: text }).optional(),
  // https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging_handovers,
  // checked 2026-11-26
  pass_thread_control: Owners.optional(),
  take_thread_control: Owners.optional(),
  request_thread_control: z.object({ requested_owner_app_id: App }).optional(),
});
export type PageEvent = z.infer<typeof PageEvent>;

/** An entry, with one of these lists. `standby`: another app has the conversation. */
export const PageEntry = z.looseObject({
  id: text,
  messaging: z.array(z.unknown()).default([]),
  standby: z.array(z.unknown()).default([]),
  /** Of Instagram's own sign-in, which sends some events so. */
  changes: z.array(z.object({ field: text, value: z.unknown() })).default([]),
});

/** One event, as it is kept. */
export const KeptEvent = z.object({
  standby: z.boolean().default(false),
  field: text.nullable().default(null),
  event: z.unknown(),
});
export type KeptEvent = z.infer<typeof KeptEvent>;
