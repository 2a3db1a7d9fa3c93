// The deliveries of a conversation's messages, on channels that report them. They are read again
// after each message, whenever the socket reports a change, and regularly in case a lost connection
// missed one.
import { z } from 'zod';
import { useEffect, useMemo } from 'react';
import { Delivery } from '@opportune/protocol/channel/delivery.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { MessageId } from '@opportune/protocol/ids.ts';
import { api } from '../../api/client.ts';
import { onFrame } from '../../api/socket.ts';
import { invalidate, sayError, t, useApiMutation, useApiQuery, useAsk } from '../../ui/index.ts';

const DeliveryList = z.object({ items: z.array(Delivery) });
const refetchMs = 30_000;

export interface Deliveries {
  /** Undefined if the channel does not report it. */
  of(message: MessageId): Delivery | undefined;
  /** Sends the message again. Asks first if it may have arrived. */
  sendAgain(delivery: Delivery): void;
}

export function useDeliveries(conversation: Conversation): Deliveries {
  const items = useItems(conversation);
  const sendAgain = useSendAgain(conversation);
  const byMessage = useMemo(() => new Map(items?.map((each) => [each.message, each])), [items]);
  return { of: (message) => byMessage.get(message), sendAgain };
}

function pathOf({ id }: Pick<Conversation, 'id'>): string {
  return `/conversations/${encodeURIComponent(id)}/deliveries`;
}

/**
 * Whether the conversation has deliveries. In web chats, read marks tell how messages got through.
 * Cases are answered by e-mail.
 */
export function isDelivered({ channel, caseState }: Conversation): boolean {
  return channel !== webChannel || caseState !== null;
}

function useItems(conversation: Conversation): readonly Delivery[] | undefined {
  const path = pathOf(conversation);
  const { id, lastSequence } = conversation;
  const enabled = isDelivered(conversation);
  const found = useApiQuery(path, DeliveryList, { enabled, refetchMs });
  useEffect(() => {
    if (enabled) invalidate(path);
  }, [enabled, path, lastSequence]);
  useEffect(
    () =>
      onFrame((frame) => {
        if (frame.type === 'delivery.changed' && frame.conversation === id) invalidate(path);
      }),
    [id, path],
  );
  return found.data?.items;
}

function useSendAgain(conversation: Conversation): (delivery: Delivery) => void {
  const path = pathOf(conversation);
  const ask = useAsk();
  const retry = useApiMutation(
    ({ id }: Delivery) => api.post(`${path}/${encodeURIComponent(id)}/retry`, {}, Delivery),
    { invalidates: [path] },
  );
  const send = (delivery: Delivery): void => retry.mutate(delivery, { onError: sayError });
  return (delivery) => {
    if (delivery.state !== 'uncertain') return send(delivery);
    ask({
      title: t('channels.again.title'),
      text: t('channels.again.text'),
      action: t('channels.again'),
      onConfirm: () => send(delivery),
    });
  };
}
