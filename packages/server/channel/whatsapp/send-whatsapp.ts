// Sends the parts of a message, each with one call. Our reference goes along and comes back in the
// statuses, which settles what left without an answer. A file is handed over first.
import type { NotSent, SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { LaidFile } from '@opportune/protocol/channel/parts.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import { z } from 'zod';
import { callGraph, type Graph } from '../meta/graph-api.ts';
import { fileForm } from '../provider/file-form.ts';
import { sendParts, type Taken } from '../provider/send-parts.ts';
import { imageBytes } from './whatsapp-capabilities.ts';
import { messageOf, textMessage } from './whatsapp-messages.ts';

export interface WhatsappNumber extends Graph {
  readonly phoneNumberId: string;
}

const Sent = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });
const Uploaded = z.object({ id: z.string() });

export async function sendWhatsapp(number: WhatsappNumber, order: SendOrder): Promise<SendOutcome> {
  const choose = order.parts.some(({ type }) => type === 'list') ? await chooseIn(order) : '';
  return sendParts(order, async (part, withinMs) => {
    if (part.type !== 'file') return post(number, order, messageOf(part, choose), withinMs);
    const made = await fileMessage(number, order, part.file, withinMs);
    return 'message' in made ? post(number, order, made.message, withinMs) : made;
  });
}

async function post(
  number: WhatsappNumber,
  order: SendOrder,
  message: object,
  withinMs: number,
): Promise<Taken> {
  const sent = await callGraph(number, {
    ...{ method: 'POST', path: `${number.phoneNumberId}/messages`, withinMs },
    body: {
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual' },
      ...recipientOf(order.address),
      ...message,
      biz_opaque_callback_data: order.reference,
    },
  });
  return sent.type === 'ok' ? takenAs(sent.json) : sent;
}

function takenAs(json: unknown): Taken {
  const [taken] = Sent.safeParse(json).data?.messages ?? [];
  return taken === undefined
    ? { type: 'uncertain', detail: unreadAnswer }
    : { type: 'taken', externalId: taken.id };
}

const unreadAnswer = 'WhatsApp’s answer has no id of a message.';

/**
 * A person's id for this business, or a phone number.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
function recipientOf(address: string): object {
  return /^[A-Z]{2}\.[A-Za-z0-9.]+$/.test(address)
    ? { recipient: address }
    : { to: address.replace(/^\+/, '') };
}

async function fileMessage(
  number: WhatsappNumber,
  { read }: SendOrder,
  file: LaidFile,
  withinMs: number,
): Promise<{ readonly message: object } | NotSent> {
  const { name: filename, mediaType, sizeBytes, link } = file;
  const [kind = ''] = mediaType.split('/');
  if (kind === 'image' && sizeBytes > imageBytes)
    return { message: textMessage(`${filename}\n${link}`) };
  const bytes = await read(file);
  if (bytes === null) return { type: 'refused', reason: 'not-taken', detail: fileGone };
  const form = fileForm({ messaging_product: 'whatsapp', type: mediaType }, 'file', file, bytes);
  const path = `${number.phoneNumberId}/media`;
  const sent = await callGraph(number, { method: 'POST', path, form, withinMs });
  // Whatever became of the file, no message left.
  if (sent.type === 'uncertain') return { type: 'unreachable', detail: sent.detail };
  if (sent.type !== 'ok') return sent;
  const id = Uploaded.safeParse(sent.json).data?.id;
  if (id === undefined) return { type: 'unreachable', detail: unreadAnswer };
  const isShown = kind === 'image' || kind === 'video' || kind === 'audio';
  return {
    message: isShown
      ? { type: kind, [kind]: { id } }
      : { type: 'document', document: { id, filename } },
  };
}

const fileGone = 'The file is gone.';

async function chooseIn({ around }: SendOrder): Promise<string> {
  return sentIn(languageOf([(await around()).language])).choose;
}
