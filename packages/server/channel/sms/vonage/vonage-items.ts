// What Vonage's Messages API posts, as items: a message that came, or the status of one that was sent.
// https://developer.vonage.com/en/api/messages (webhooks, v1), checked 2026-11-25
import type { Entry, Item, MediaReference } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { jsonOf } from '../../provider/json-of.ts';
import { unreadable } from '../../provider/unreadable.ts';
import { numberOf } from '../phone-number.ts';
import { cameItems } from '../sms-items.ts';
import { wishOf } from '../sms-words.ts';
import { meaningOf } from './vonage-errors.ts';

const file = z
  .object({ url: z.string(), name: z.string().optional(), caption: z.string().optional() })
  .optional();
const files = { image: file, audio: file, video: file, file, vcard: file };

const about = {
  message_uuid: z.string().min(1),
  to: z.string(),
  from: z.string(),
  timestamp: z.string(),
  channel: z.string().optional(),
};

const Message = z.object({
  ...about,
  message_type: z.string(),
  text: z.string().optional(),
  ...files,
});
const Status = z.object({
  ...about,
  status: z.string(),
  client_ref: z.string().optional(),
  error: z
    .object({ title: z.union([z.string(), z.number()]).optional(), detail: z.string().optional() })
    .optional(),
});
/** What tells whose number an entry is. */
export const VonageBody = z.union([
  Status.pick({ status: true, from: true }).transform(({ from }) => ({ number: from })),
  Message.pick({ message_type: true, to: true }).transform(({ to }) => ({ number: to })),
]);

export function vonageItems({ raw }: Entry): readonly Item[] {
  const json = jsonOf(raw);
  const status = Status.safeParse(json);
  if (status.success) return [statusOf(status.data)];
  const message = Message.safeParse(json);
  return message.success ? came(message.data) : [unreadable(raw)];
}

function came(message: z.infer<typeof Message>): readonly Item[] {
  const { message_uuid: id, message_type: type, timestamp, text: said = '' } = message;
  const media = Object.keys(files).flatMap((name) => {
    const found = message[name as keyof typeof files];
    return found === undefined ? [] : [found];
  });
  const captions = media.flatMap(({ caption }) => caption ?? []);
  const text = [said, ...captions].filter((each) => each !== '').join('\n');
  const isRead = type === 'text' || media.length > 0;
  return cameItems({
    ...{ id, from: numberOf(message.from), at: timeOf(timestamp), text, wish: wishOf(said) },
    media: media.map(({ url, name }): MediaReference => ({ reference: url, name: name ?? null })),
    unread: isRead ? null : type,
  });
}

function statusOf(told: z.infer<typeof Status>): Item {
  const { message_uuid: id, status, client_ref: reference = null, error } = told;
  const at = {
    key: `status:${id}:${status}`,
    address: numberOf(told.to),
    at: timeOf(told.timestamp),
  };
  const receipt = { ...at, type: 'receipt', externalId: id, reference } as const;
  switch (status) {
    case 'submitted':
      return { ...receipt, state: 'sent' };
    case 'delivered':
    case 'read':
      return { ...receipt, state: status };
    case 'rejected':
    case 'undeliverable': {
      const detail = error?.detail ?? status;
      return { ...receipt, state: 'failed', reason: meaningOf(String(error?.title ?? '')), detail };
    }
    default:
      return { ...at, type: 'unknown', what: status };
  }
}

/** In ISO 8601. */
function timeOf(text: string): number {
  return Date.parse(text) || 0;
}
