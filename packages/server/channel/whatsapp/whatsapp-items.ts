// What a change says, as items. A person is known by the id that they have for this business. Their
// number is beside it where WhatsApp tells it, and it stands for them where they have no such id.
import type { Entry, Happened, Item, Sender } from '@opportune/core/ports/channel.ts';
import { purposeIn, reasonOf, wordsOf } from '../meta/graph-errors.ts';
import { marketing } from '@opportune/protocol/contact/permission.ts';
import { jsonOf } from '../provider/json-of.ts';
import { unreadable } from '../provider/unreadable.ts';
import { contentOf } from './whatsapp-content.ts';
import {
  Change,
  WhatsappContact,
  WhatsappEcho,
  WhatsappMessage,
  WhatsappPreference,
  WhatsappStatus,
} from './whatsapp-events.ts';

/** One for each change, because each belongs to one number. */
export function whatsappEntries(entry: unknown): readonly Entry[] {
  const changes = isWithChanges(entry) ? entry.changes : [entry];
  return changes.map((change) => ({
    route: Change.safeParse(change).data?.value.metadata?.phone_number_id ?? null,
    raw: JSON.stringify(change),
  }));
}

function isWithChanges(entry: unknown): entry is { readonly changes: readonly unknown[] } {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'changes' in entry &&
    Array.isArray(entry.changes)
  );
}

export function whatsappItems({ raw }: Entry): readonly Item[] {
  const change = Change.safeParse(jsonOf(raw)).data;
  if (change === undefined) return [unreadable(raw)];
  const { field, value } = change;
  const contacts = value.contacts.flatMap((each) => WhatsappContact.safeParse(each).data ?? []);
  const items = [
    ...value.messages.map((each) =>
      read(WhatsappMessage, each, (one) => messageItem(one, contacts)),
    ),
    ...value.message_echoes.map((each) => read(WhatsappEcho, each, echoItem)),
    ...value.statuses.map((each) => read(WhatsappStatus, each, statusItem)),
    ...value.user_preferences.map((each) => read(WhatsappPreference, each, preferenceItem)),
  ];
  // For example, that a template was approved.
  return items.length === 0 ? [unreadable(raw, field)] : items;
}

type Schema<T> = { safeParse(value: unknown): { readonly data?: T | undefined } };

function read<T>(schema: Schema<T>, value: unknown, item: (value: T) => Item): Item {
  const { data } = schema.safeParse(value);
  return data === undefined ? unreadable(JSON.stringify(value)) : item(data);
}

function messageItem(message: WhatsappMessage, contacts: readonly WhatsappContact[]): Item {
  const { id, from, from_user_id: user, timestamp } = message;
  const contact = contacts.find(
    ({ user_id, wa_id }) =>
      (user_id !== undefined && user_id === user) || (wa_id !== undefined && wa_id === from),
  );
  const address = user ?? contact?.user_id ?? from ?? '';
  const about = { key: `message:${id}`, address, at: timestamp * 1000 };
  return message.type === 'system'
    ? { ...about, ...moved(message) }
    : { ...about, ...happened(message, contact) };
}

function happened(message: WhatsappMessage, contact: WhatsappContact | undefined): Happened {
  const { id, context, reaction } = message;
  if (reaction !== undefined) {
    const { message_id: externalId, emoji = '' } = reaction;
    return { type: 'reaction', externalId, reaction: emoji === '' ? null : emoji };
  }
  return {
    ...{ type: 'message', externalId: id, from: senderOf(message, contact) },
    ...{ content: contentOf(message), replyTo: context?.id ?? null },
    ...{ token: null, automatic: false },
  };
}

/** Somebody has another number, and with it another id. Such a message is of the former one. */
function moved({ system, from }: WhatsappMessage): Happened & { readonly address?: string } {
  const { user_id: to, previous_user_id: before, wa_id: phone } = system ?? {};
  if (before !== undefined && to !== undefined) return { address: before, type: 'moved', to };
  if (from !== undefined && phone !== undefined && phone !== from)
    return { address: from, type: 'moved', to: to ?? phone };
  return { type: 'unknown', what: system?.type ?? 'system' };
}

function senderOf({ from }: WhatsappMessage, contact: WhatsappContact | undefined): Sender {
  const phone = from ?? contact?.wa_id;
  return {
    name: contact?.profile?.name ?? null,
    language: null,
    phone: phone === undefined ? null : `+${phone}`,
    vouched: true,
  };
}

function echoItem(echo: WhatsappEcho): Item {
  const { id, to, to_user_id: user, timestamp } = echo;
  return {
    ...{ key: `echo:${id}`, address: user ?? to ?? '', at: timestamp * 1000 },
    ...{ type: 'echo', externalId: id, reference: null, content: contentOf(echo) },
  };
}

/** A person stops or resumes the marketing of the business, in WhatsApp's own menu. */
function preferenceItem(told: WhatsappPreference): Item {
  const { wa_id: phone, user_id: user, category, value, timestamp } = told;
  const about = {
    ...{ key: `preference:${user ?? phone}:${timestamp}:${category}:${value}` },
    ...{ address: user ?? phone ?? '', at: timestamp * 1000 },
  };
  if (category !== 'marketing_messages' || (value !== 'stop' && value !== 'resume'))
    return { ...about, type: 'unknown', what: category };
  return { ...about, type: value === 'stop' ? 'opt-out' : 'opt-in', purpose: marketing };
}

/** In any order: a message may be read before it is delivered. */
function statusItem(told: WhatsappStatus): Item {
  const { id: externalId, status, timestamp, recipient_id: phone, recipient_user_id: user } = told;
  const about = {
    ...{ key: `status:${externalId}:${status}`, address: user ?? phone ?? '' },
    at: timestamp * 1000,
  };
  const receipt = {
    ...about,
    type: 'receipt',
    externalId,
    reference: told.biz_opaque_callback_data ?? null,
  } as const;
  switch (status) {
    case 'sent':
    case 'delivered':
    case 'read':
      return { ...receipt, state: status };
    // A voice message was heard.
    case 'played':
      return { ...receipt, state: 'read' };
    case 'failed': {
      const [error] = told.errors;
      const why =
        error === undefined
          ? ({ reason: 'other', detail: '' } as const)
          : { reason: reasonOf(error), detail: wordsOf(error), ...purposeIn(error) };
      return { ...receipt, state: 'failed', ...why };
    }
    default:
      return { ...about, type: 'unknown', what: status };
  }
}
