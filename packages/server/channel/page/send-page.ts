// Sends the parts of a message, each with one call. Our reference goes along as metadata and comes
// back in the echo. After 24 hours a person may still answer where Meta granted it, with a tag.
import type { SendOrder, SendOutcome, Signalled } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { z } from 'zod';
import { callGraph, type Graph } from '../meta/graph-api.ts';
import { sendParts } from '../provider/send-parts.ts';
import { untaggedMs } from './page-capabilities.ts';
import { messageOf } from './page-messages.ts';

export interface Page extends Graph {
  /** Of the page, or of the Instagram account. */
  readonly id: string;
  /** By Instagram's own sign-in, which documents no metadata. */
  readonly isOwn: boolean;
}

const Sent = z.object({ message_id: z.string() });
const signalMs = 5000;
const unreadAnswer = 'Meta’s answer has no id of a message.';

export function sendPage(page: Page, clock: Clock, order: SendOrder): Promise<SendOutcome> {
  const recipient = { id: order.address };
  const isLate = order.answers !== null && clock.now() - order.answers.at >= untaggedMs;
  const kind = isLate
    ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
    : { messaging_type: 'RESPONSE' };
  return sendParts(order, async (part, withinMs) => {
    const metadata = page.isOwn ? {} : { metadata: order.reference };
    const message = { ...messageOf(part), ...metadata };
    const body = { recipient, ...kind, message };
    const path = `${page.id}/messages`;
    const sent = await callGraph(page, { method: 'POST', path, body, withinMs });
    if (sent.type !== 'ok') return sent;
    const taken = Sent.safeParse(sent.json).data;
    return taken === undefined
      ? { type: 'uncertain', detail: unreadAnswer }
      : { type: 'taken', externalId: taken.message_id };
  });
}

export async function signalPage(page: Page, id: string, told: Signalled): Promise<void> {
  const sender_action = told.type === 'read' ? 'mark_seen' : told.on ? 'typing_on' : 'typing_off';
  const body = { recipient: { id }, sender_action };
  const path = `${page.id}/messages`;
  await callGraph(page, { method: 'POST', path, body, withinMs: signalMs });
}
