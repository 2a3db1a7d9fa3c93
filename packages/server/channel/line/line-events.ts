// The fields of a webhook event that are read here. Everything else stays in the stored event.
// https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects, checked 2026-11-25
import { z } from 'zod';

const Content = z.object({ type: z.string(), originalContentUrl: z.string().optional() });

const Message = z.object({
  id: z.string(),
  type: z.string(),
  text: z.string().optional(),
  fileName: z.string().optional(),
  contentProvider: Content.optional(),
  keywords: z.array(z.string()).optional(),
  title: z.string().optional(),
  address: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  quotedMessageId: z.string().optional(),
});
export type LineMessageIn = z.infer<typeof Message>;

const Postback = z.object({
  data: z.string(),
  params: z.record(z.string(), z.string()).optional(),
});

export const LineEvent = z.looseObject({
  type: z.string(),
  webhookEventId: z.string().min(1),
  timestamp: z.number(),
  source: z.object({ type: z.string(), userId: z.string().optional() }).optional(),
  replyToken: z.string().optional(),
  message: Message.optional(),
  postback: Postback.optional(),
  unsend: z.object({ messageId: z.string() }).optional(),
});
export type LineEvent = z.infer<typeof LineEvent>;

export const Delivered = z.object({ events: z.array(z.unknown()) });
