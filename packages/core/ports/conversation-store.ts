// The store of conversations: what was said, numbered, and how each conversation stands. What it
// has answered is durable. Typing, previews and presence are nobody's to store.
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AgentKind, AgentState } from '@opportune/protocol/conversation/conversation.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type {
  AccountId,
  ChannelId,
  ContactId,
  ConversationId,
  MessageId,
  UserId,
} from '@opportune/protocol/ids.ts';

/** A message before it has its number. */
export type NewMessage = Pick<Message, 'id' | 'author' | 'body' | 'at'>;

/** Its contact is the one of its address, made with it where there is none yet. */
export type NewConversation = Pick<
  Conversation,
  | 'id'
  | 'channel'
  | 'address'
  | 'site'
  | 'visitor'
  | 'visitorName'
  | 'skill'
  | 'origin'
  | 'begunBy'
  | 'startedAt'
  | 'replyTo'
  | 'topic'
> & { readonly status: 'waiting' | 'message' };

export type ConversationChange = Partial<
  Pick<
    Conversation,
    | 'visitorName'
    | 'status'
    | 'agent'
    | 'joined'
    | 'skill'
    | 'weight'
    | 'standing'
    | 'queuedAt'
    | 'waitingSince'
    | 'answeredAt'
    | 'endedAt'
    | 'replyTo'
    | 'caseState'
  >
>;

export type Marks = Pick<
  Conversation,
  'visitorDelivered' | 'visitorRead' | 'agentDelivered' | 'agentRead'
>;

/** One that was stored before keeps its number. */
export interface Appended {
  readonly message: Message;
  readonly repeat: boolean;
}

export interface Written {
  readonly record: Conversation;
  /** In the order in which they were given. */
  readonly messages: readonly Appended[];
}

export interface AgentChoice {
  readonly user: UserId;
  readonly name: string;
  readonly kind: AgentKind;
  readonly room: number;
  readonly state: AgentState;
  /** Why they are away. */
  readonly reason: string | null;
  readonly since: number;
  /** What they are again when they come back; null: nobody has said yet how they are. */
  readonly chosen: { readonly state: AgentState; readonly reason: string | null } | null;
  /** They may sign in no more. */
  readonly disabled?: boolean;
}

export interface ConversationListing {
  readonly status?: Conversation['status'];
  readonly channel?: ChannelId;
  /** Only together with its channel. */
  readonly address?: string;
  readonly contact?: ContactId;
  readonly caseState?: NonNullable<Conversation['caseState']>;
  /** Only those that started before this one, in the order of the list. */
  readonly before: { readonly at: number; readonly id: string } | null;
  readonly limit: number;
}

export interface ConversationStore {
  /** Begins a conversation with its first messages, all or nothing. A request id of an address begins one only. */
  open(
    account: AccountId,
    request: string,
    conversation: NewConversation,
    messages: readonly NewMessage[],
  ): Promise<Written>;
  /**
   * Appends messages, numbered without a gap, and changes the record, all or nothing. A message
   * whose id the conversation has already is not stored again. Null where there is no such
   * conversation. `request` notes a request id of its address as answered by this conversation.
   */
  append(
    account: AccountId,
    conversation: ConversationId,
    messages: readonly NewMessage[],
    change: ConversationChange,
    request?: string,
  ): Promise<Written | null>;
  /** Raises marks, never lowers one. */
  mark(
    account: AccountId,
    conversation: ConversationId,
    marks: Partial<Marks>,
  ): Promise<Conversation | null>;

  load(account: AccountId, conversation: ConversationId): Promise<Conversation | null>;
  byRequest(account: AccountId, at: AddressAt, request: string): Promise<ConversationId | null>;
  find(
    account: AccountId,
    conversation: ConversationId,
    message: MessageId,
  ): Promise<Message | null>;
  /** Messages numbered above `after`, in order; what is for agents only, where asked for. */
  after(
    account: AccountId,
    conversation: ConversationId,
    reading: { readonly after: number; readonly limit: number; readonly notes: boolean },
  ): Promise<readonly Message[]>;
  /** Every conversation waiting, active or being wrapped up: what a desk begins with. */
  unfinished(account: AccountId): Promise<readonly Conversation[]>;
  /** Newest first. */
  list(account: AccountId, listing: ConversationListing): Promise<readonly Conversation[]>;
  /** How many messages that were left wait for an answer. */
  openCases(account: AccountId): Promise<number>;

  block(account: AccountId, address: AddressAt, by: UserId, at: number): Promise<void>;
  isBlocked(account: AccountId, address: AddressAt): Promise<boolean>;

  /** What an agent chose, so that a restart does not send everybody offline. */
  remember(account: AccountId, choice: AgentChoice): Promise<void>;
  /** With name and room as their account has them now. */
  choices(account: AccountId): Promise<readonly AgentChoice[]>;
}
