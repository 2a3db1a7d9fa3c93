// A contact who is connected over a live channel, which hears what is sent to their address. The
// channel turns it into frames, or whatever its connection carries. The desk knows no frames.
import type { QueuePlace } from '@opportune/core/conversation/desk.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { PrivateAsk } from '@opportune/protocol/conversation/private.ts';
import type { CallServerFrame } from '@opportune/protocol/conversation/spoken.ts';
import type { ConversationId, SiteId } from '@opportune/protocol/ids.ts';

export type Told =
  /** The state of a conversation and its place in the queue. */
  | {
      readonly type: 'stands';
      readonly record: Conversation;
      readonly place: QueuePlace | null;
    }
  /** A message, without those for agents only. */
  | {
      readonly type: 'said';
      readonly conversation: ConversationId;
      readonly messages: readonly Message[];
    }
  | {
      readonly type: 'agent-typing';
      readonly conversation: ConversationId;
      readonly typing: boolean;
      readonly by: string;
    }
  /** Private values that are requested now. */
  | {
      readonly type: 'asks';
      readonly conversation: ConversationId;
      readonly asks: readonly PrivateAsk[];
    }
  /** About a call of theirs. */
  | { readonly type: 'spoken'; readonly frame: CallServerFrame }
  | { readonly type: 'agents-online'; readonly online: boolean }
  /** Whether a person is free to speak has changed: who looks at what depends on it asks anew. */
  | { readonly type: 'person-free'; readonly online: boolean };

/** Hearing never throws and never blocks. */
export interface Listener extends AddressAt {
  readonly site: SiteId | null;
  /** Pays for what the contact begins. Opaque here. Null means nobody. */
  readonly payer: string | null;
  hear(told: Told): void;
}
