// What a system posts, read: once as it comes, so that a fault is answered with its field, and once
// more from what was stored.
import type { Happened, Item } from '@opportune/core/ports/channel.ts';
import {
  CustomChange,
  CustomMessage,
  CustomPermission,
  CustomReceipt,
  CustomTyping,
} from '@opportune/protocol/channel/custom.ts';
import { z } from 'zod';

/** The last part of the address that is posted to. */
export const customWays = ['messages', 'changes', 'permissions', 'receipts', 'typing'] as const;
type Way = (typeof customWays)[number];
const bodies = {
  ...{ messages: CustomMessage, changes: CustomChange, permissions: CustomPermission },
  ...{ receipts: CustomReceipt, typing: CustomTyping },
} as const;

/** Whether a body is of its way, and else where it is not. */
export function readCustom(
  way: Way,
  text: string,
): { readonly ok: true } | { readonly ok: false; readonly at: string } {
  const read = bodies[way].safeParse(jsonOf(text));
  return read.success
    ? { ok: true }
    : { ok: false, at: read.error.issues[0]?.path.map(String).join('.') ?? '' };
}

const Stored = z.object({
  way: z.enum(customWays),
  /** The id that the request was signed with. */
  signed: z.string(),
  now: z.number(),
  text: z.string(),
});

/** Null: it cannot be read. */
export function customItem(raw: string): Item | null {
  const stored = Stored.safeParse(jsonOf(raw));
  if (!stored.success) return null;
  const { way, signed, now, text } = stored.data;
  const body = jsonOf(text);
  switch (way) {
    case 'messages':
      return (
        CustomMessage.transform((message) => messageItem(message, now)).safeParse(body).data ?? null
      );
    case 'receipts':
      return (
        CustomReceipt.transform((receipt) => receiptItem(receipt, now)).safeParse(body).data ?? null
      );
    case 'changes':
      return (
        CustomChange.transform((change) => changeItem(change, signed, now)).safeParse(body).data ??
        null
      );
    case 'permissions':
      return (
        CustomPermission.transform((said) => permissionItem(said, signed, now)).safeParse(body)
          .data ?? null
      );
    case 'typing': {
      const typing = CustomTyping.safeParse(body).data;
      if (typing === undefined) return null;
      const { from, on } = typing;
      return { key: `typing:${signed}`, address: from.address, at: now, type: 'typing', on };
    }
  }
}

function messageItem(message: CustomMessage, now: number): Item {
  const { id, from, text, attachments, choice = null, replyTo = null, at = now } = message;
  return {
    ...{ key: `message:${id}`, address: from.address, at },
    ...{ type: 'message', externalId: id, replyTo, token: null, automatic: false },
    from: {
      name: from.name ?? null,
      language: from.language ?? null,
      phone: null,
      // Whoever has the secret says who writes.
      vouched: true,
    },
    content: {
      ...{ text, choice, location: null, unread: null },
      media: attachments.map(({ url, name = null }) => ({ reference: url, name })),
    },
  };
}

/** The same change may be made twice, so it is known by the request that tells it. */
function changeItem(change: CustomChange, signed: string, now: number): Item {
  const { id: externalId, from, at = now } = change;
  const of = { key: `change:${signed}`, address: from.address, at, externalId };
  switch (change.type) {
    case 'edit':
      return { ...of, type: 'edit', text: change.text };
    case 'deletion':
      return { ...of, type: 'deletion' };
    case 'reaction':
      return { ...of, type: 'reaction', reaction: change.reaction };
  }
}

/** With words, even if there are none: what the person said holds until they say otherwise. */
function permissionItem(said: CustomPermission, signed: string, now: number): Item {
  const { type, from, purpose, words, at = now } = said;
  const about = { key: `permission:${signed}`, address: from.address, at };
  return { ...about, type, words, ...(purpose !== undefined && { purpose }) };
}

function receiptItem(receipt: CustomReceipt, now: number): Item {
  const { id, address, state, at = now } = receipt;
  const about = { type: 'receipt', externalId: id, reference: id } as const;
  const happened: Happened =
    receipt.state === 'failed'
      ? { ...about, state: 'failed', reason: receipt.reason, detail: receipt.detail }
      : { ...about, state: receipt.state };
  return { key: `${state}:${id}`, address, at, ...happened };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
