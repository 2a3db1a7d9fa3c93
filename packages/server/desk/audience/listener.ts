// A contact who is here: a live channel brings them, and hears what is told at their address. It makes
// frames of it, or whatever goes over its line; the desk knows none.
import type { QueuePlace } from '@opportune/core/conversation/desk.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { PrivateAsk } from '@opportune/protocol/conversation/private.ts';
import type { ConversationId, SiteId } from '@opportune/protocol/ids.ts';

export type Told =
  /** How a conversation stands now, and where it stands in the queue. */
  | {
      readonly type: 'stands';
      readonly record: Conversation;
      readonly place: QueuePlace | null;
    }
  /** What was said, without what is for agents. */
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
  /** Private values that are asked for now. */
  | {
      readonly type: 'asks';
      readonly conversation: ConversationId;
      readonly asks: readonly PrivateAsk[];
    }
  | { readonly type: 'agents-online'; readonly online: boolean };

/** Hearing never throws and never blocks. */
export interface Listener extends AddressAt {
  readonly site: SiteId | null;
  /** Who pays for what they begin: opaque here. Null: nobody. */
  readonly payer: string | null;
  hear(told: Told): void;
}
