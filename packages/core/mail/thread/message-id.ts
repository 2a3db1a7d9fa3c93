// Message-IDs that we mint: they name the conversation and the message, and a code proves that they
// are ours, so that a stranger who invents one joins no conversation.
import { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { isSame, type Mac, macOf } from './mac.ts';

export interface Minted {
  readonly conversation: ConversationId;
  readonly message: MessageId;
}

/** With its angle brackets. `host`: the part behind the `@`, the same for each letter of a channel. */
export function mintMessageId(
  { conversation, message }: Minted,
  { mac, host }: { readonly mac: Mac; readonly host: string },
): string {
  const code = macOf(mac, 'message-id', conversation, message);
  return `<${atom(conversation)}.${atom(message)}.${code}@${host}>`;
}

const shape = /^<?([^<>@\s.]{1,200})\.([^<>@\s.]{1,200})\.([a-z2-7]{16})@[^<>@\s]{1,255}>?$/;

/** Null: it is not one of ours. The host is not compared: some relays rewrite it. */
export function readMessageId(id: string, mac: Mac): Minted | null {
  const [, talk = '', said = '', code = ''] = shape.exec(id) ?? [];
  const conversation = ConversationId.safeParse(plain(talk));
  const message = MessageId.safeParse(plain(said));
  if (!conversation.success || !message.success) return null;
  if (!isSame(code, macOf(mac, 'message-id', conversation.data, message.data))) return null;
  return { conversation: conversation.data, message: message.data };
}

/** What an atom of RFC 5322 may not have, or what would end it here. */
function atom(id: string): string {
  return id.replace(
    /[^A-Za-z0-9_-]/g,
    (sign) => `=${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function plain(text: string): string {
  return text.replace(/=([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}
