// What a desk's owner publishes after it was stored, and what passes by without being stored
// (typing, presence, places in the queue). One topic an account; whoever holds sockets listens.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { QueuePlace } from '@opportune/core/conversation/desk.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type {
  AgentPresence,
  Message,
  Ring,
  RingEnd,
} from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';

export type Publication =
  /** `stands`: who wants to know how the conversation stands now, beside the messages. */
  | {
      readonly type: 'written';
      readonly record: Conversation;
      readonly messages: readonly Message[];
      readonly place: QueuePlace | null;
      readonly stands: 'everybody' | 'its-own' | 'nobody';
    }
  /** Only the place in the queue, or the wait, changed. */
  | { readonly type: 'moved'; readonly record: Conversation; readonly place: QueuePlace }
  | {
      readonly type: 'visitor-typing';
      readonly record: Conversation;
      readonly typing: boolean;
      readonly text: string;
    }
  | {
      readonly type: 'agent-typing';
      readonly record: Conversation;
      readonly by: { readonly user: UserId; readonly name: string };
      readonly typing: boolean;
    }
  /** `ended`: how; null: it begins. */
  | { readonly type: 'ring'; readonly ring: Ring; readonly ended: RingEnd | null }
  | { readonly type: 'presence'; readonly agent: AgentPresence }
  /** Agents' room and the expected wait, by skill. */
  | { readonly type: 'room'; readonly skills: Availability['skills'] }
  | { readonly type: 'agents-online'; readonly online: boolean };

const types: ReadonlySet<unknown> = new Set([
  'written',
  'moved',
  'visitor-typing',
  'agent-typing',
  'ring',
  'presence',
  'room',
  'agents-online',
] satisfies Publication['type'][]);

export function publicationTopic(account: AccountId): string {
  return `conversations:${account}`;
}

/** Parses what came over the bus: written by this same build, so its type vouches for its form. */
export function readPublication(message: unknown): Publication | null {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  return types.has(message.type) ? (message as Publication) : null;
}
