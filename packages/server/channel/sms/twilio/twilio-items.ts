// What Twilio posts, as items: a message that came, or the status of one that was sent.
// https://www.twilio.com/docs/messaging/guides/webhook-request and
// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status, checked 2026-11-25
import type { Entry, Item } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { jsonOf } from '../../provider/json-of.ts';
import { unreadable } from '../../provider/unreadable.ts';
import { numberOf } from '../phone-number.ts';
import { cameItems, nameFor } from '../sms-items.ts';
import { type Wish, wishOf } from '../sms-words.ts';
import { meaningOf } from './twilio-errors.ts';

/** Twilio's form carries no time, so an entry has that of its arrival. */
export const TwilioEntry = z.object({
  at: z.number(),
  form: z.string(),
  /** Our name of the message, from the address that its statuses are sent to. */
  reference: z.string().nullable(),
});

export function twilioItems({ raw }: Entry): readonly Item[] {
  const entry = TwilioEntry.safeParse(jsonOf(raw)).data;
  if (entry === undefined) return [unreadable(raw)];
  const form = new URLSearchParams(entry.form);
  const id = form.get('MessageSid') ?? form.get('SmsSid') ?? '';
  if (id === '') return [unreadable(entry.form)];
  const status = form.get('MessageStatus');
  return status === null ? came(form, id, entry.at) : [statusOf(form, { ...entry, id, status })];
}

function came(form: URLSearchParams, id: string, at: number): readonly Item[] {
  const text = form.get('Body') ?? '';
  const from = numberOf(form.get('From') ?? '');
  if (from === '') return [unreadable(form.toString())];
  return cameItems({
    ...{ id, from, at, text },
    media: mediaOf(form),
    wish: wishIn(form),
    unread: null,
  });
}

/** Twilio knows the words that the account set up with it. It says which it acted upon. */
function wishIn(form: URLSearchParams): Wish | null {
  const told = (form.get('OptOutType') ?? '').toLowerCase();
  if (told === 'stop' || told === 'start' || told === 'help') return told;
  return wishOf(form.get('Body') ?? '');
}

/** Twilio takes ten files. */
const mostFiles = 10;

function mediaOf(form: URLSearchParams) {
  const files = Math.min(Number(form.get('NumMedia') ?? 0) || 0, mostFiles);
  return Array.from({ length: files }, (_, at) => at).flatMap((at) => {
    const reference = form.get(`MediaUrl${at}`);
    const name = nameFor(form.get(`MediaContentType${at}`) ?? '');
    return reference === null ? [] : [{ reference, name }];
  });
}

interface Told extends z.infer<typeof TwilioEntry> {
  readonly id: string;
  readonly status: string;
}

function statusOf(form: URLSearchParams, { id, status, at, reference }: Told): Item {
  const address = numberOf(form.get('To') ?? '');
  const about = { key: `status:${id}:${status}`, address, at };
  const receipt = { ...about, type: 'receipt', externalId: id, reference } as const;
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return { ...receipt, state: 'sent' };
    case 'delivered':
    case 'read':
      return { ...receipt, state: status };
    case 'undelivered':
    case 'failed':
    case 'canceled': {
      const code = Number(form.get('ErrorCode') ?? 0);
      const detail = form.get('ErrorMessage') ?? (code === 0 ? status : String(code));
      return { ...receipt, state: 'failed', reason: meaningOf(code), detail };
    }
    default:
      return { ...about, type: 'unknown', what: status };
  }
}
