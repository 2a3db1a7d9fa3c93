// What the visitor wrote and the server has not acknowledged: sent, and sent again under the same
// ids, so that nothing is lost or doubled.
import type { Bridge } from '../core/bridge.ts';
import { isLive } from './state.ts';
import type { ChatState, Pending } from './state.ts';

/** Sends every waiting message of a conversation that can be written to. */
export function sendPending(bridge: Bridge, state: ChatState): void {
  const { conversation, pending, request } = state;
  if (!conversation || !isLive(state)) return;
  // The message of an unanswered start is sent with the start.
  const started = request?.message?.id;
  for (const each of pending)
    if (!each.refused && each.id !== started) sendMessage(bridge, conversation.id, each);
}

export function sendMessage(
  bridge: Bridge,
  conversation: string,
  { id, text, response, content, stored }: Pending,
): void {
  if (content?.type === 'attachment') {
    const { name, sizeBytes } = content;
    if (!stored) return bridge.send({ type: 'chat.attach', conversation, id, name, sizeBytes });
    return bridge.send({ type: 'chat.post', conversation, id, text, attachment: true });
  }
  bridge.send({ type: 'chat.post', conversation, id, text, ...(response && { response }) });
}

/** Requests the form that is not there yet. */
export function sendAsk(bridge: Bridge, { before }: ChatState): void {
  if (!before || before.form) return;
  const { request, decision } = before;
  bridge.send({ type: 'chat.before', request, ...(decision && { decision }) });
}

/** Sends the unanswered start or left message. */
export function sendRequest(bridge: Bridge, { request, speaks }: ChatState): void {
  if (!request) return;
  const { type, address, message, ...rest } = request;
  const call = speaks === request.request && ({ speaks: true } as const);
  if (type === 'chat.start') bridge.send({ type, ...rest, ...(message && { message }), ...call });
  else if (address && message) bridge.send({ type, ...rest, address, message });
}
