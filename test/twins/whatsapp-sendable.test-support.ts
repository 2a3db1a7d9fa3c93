// What WhatsApp takes, with the limits of its documentation.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
import { z } from 'zod';

const short = z.string().min(1).max(20);
const body = z.strictObject({ text: z.string().min(1).max(1024) });
const link = z.url({ protocol: /^https?$/ });
const header = z
  .strictObject({ type: z.literal('image'), image: z.strictObject({ link }) })
  .optional();
const Row = z.strictObject({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(24),
  description: z.string().min(1).max(72).optional(),
});
const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    ...{ type: z.literal('button'), body, header },
    action: z.strictObject({
      buttons: z
        .array(
          z.strictObject({
            type: z.literal('reply'),
            reply: z.strictObject({ id: z.string().min(1).max(256), title: short }),
          }),
        )
        .min(1)
        .max(3),
    }),
  }),
  z.strictObject({
    ...{ type: z.literal('list') },
    body: z.strictObject({ text: z.string().min(1).max(4096) }),
    action: z.strictObject({
      button: short,
      sections: z
        .array(z.strictObject({ title: z.string().max(24).optional(), rows: z.array(Row).min(1) }))
        .min(1)
        .max(10)
        .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, 'too many rows'),
    }),
  }),
  z.strictObject({
    ...{ type: z.literal('cta_url'), body, header },
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: short, url: link }),
    }),
  }),
]);

const caption = z.string().max(1024).optional();
const picture = z.union([
  z.strictObject({ id: z.string(), caption }),
  z.strictObject({ link, caption }),
]);
const file = z.strictObject({ id: z.string() });
const Parameter = z.strictObject({
  ...{ type: z.literal('text'), text: z.string().min(1) },
  parameter_name: z.string().optional(),
});
const template = z.strictObject({
  name: z.string().min(1),
  language: z.strictObject({ code: z.string().min(2) }),
  components: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.enum(['header', 'body']), parameters: z.array(Parameter).min(1) }),
        z.strictObject({
          ...{ type: z.literal('button'), sub_type: z.literal('url'), index: z.string() },
          parameters: z.array(Parameter).length(1),
        }),
      ]),
    )
    .min(1)
    .optional(),
});

const around = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  /** A phone number, which wins over `recipient`. */
  to: z.string().regex(/^\d+$/).optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/)
    .optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};
const text = z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean() });
const location = z.strictObject({
  ...{ latitude: z.number(), longitude: z.number() },
  ...{ name: z.string().optional(), address: z.string().optional() },
});
const document = z.strictObject({ id: z.string(), filename: z.string().optional(), caption });

export const sendable = z
  .discriminatedUnion('type', [
    z.strictObject({ ...around, type: z.literal('text'), text }),
    z.strictObject({ ...around, type: z.literal('interactive'), interactive }),
    z.strictObject({ ...around, type: z.literal('image'), image: picture }),
    z.strictObject({ ...around, type: z.literal('video'), video: file }),
    z.strictObject({ ...around, type: z.literal('audio'), audio: file }),
    z.strictObject({ ...around, type: z.literal('document'), document }),
    z.strictObject({ ...around, type: z.literal('location'), location }),
    z.strictObject({ ...around, type: z.literal('template'), template }),
  ])
  .refine(({ to, recipient }) => to !== undefined || recipient !== undefined, 'no recipient');

/** What its reader sees of it. */
export function wordsOf(
  message: z.infer<typeof sendable>,
  uploads: ReadonlyMap<string, string>,
): string {
  switch (message.type) {
    case 'text':
      return message.text.body;
    case 'interactive':
      return message.interactive.body.text;
    case 'document':
      return uploads.get(message.document.id) ?? '';
    case 'template':
      return message.template.name;
    case 'image':
      return message.image.caption ?? '';
    case 'location':
      return message.location.name ?? '';
    case 'video':
    case 'audio':
      return '';
  }
}
