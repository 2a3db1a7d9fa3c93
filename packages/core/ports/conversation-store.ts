// The store of conversations: numbered messages, and the state of each conversation. An answered
// call is durable. Typing, previews and presence are not stored.
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

/** Its contact is that of its address, created with it if there is none yet. */
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
> & {
  readonly status: 'waiting' | 'resting' | 'message';
  /** Somebody began it in the provider's own app, so nobody waited for an answer. */
  readonly begunElsewhere?: true;
};

export type ConversationChange = Partial<
  Pick<
    Conversation,
    | 'site'
    | 'visitor'
    | 'visitorName'
    | 'origin'
    | 'status'
    | 'agent'
    | 'joined'
    | 'skill'
    | 'weight'
    | 'standing'
    | 'callsBack'
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

/** A message that was stored before keeps its number. */
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
  /** The state they get when they come back. Null: none was chosen yet. */
  readonly chosen: { readonly state: AgentState; readonly reason: string | null } | null;
  /** They may no longer sign in. */
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
  /**
   * Begins a conversation with its first messages and what changes at once, all or nothing. A request
   * id of an address begins only one: the same again stores nothing twice, and answers with all.
   */
  open(
    account: AccountId,
    request: string,
    conversation: NewConversation,
    messages: readonly NewMessage[],
    change?: ConversationChange,
  ): Promise<Written>;
  /**
   * Appends messages, numbered without a gap, and changes the record, all or nothing. A message
   * whose id the conversation already has is not stored again. Null if there is no such
   * conversation. `request` marks a request id of its address as answered by this conversation.
   */
  append(
    account: AccountId,
    conversation: ConversationId,
    messages: readonly NewMessage[],
    change: ConversationChange,
    request?: string,
  ): Promise<Written | null>;
  /**
   * Erases the words of messages that their contact deleted, also from edits, previews and search. Their
   * numbers stay. Messages of others, and unknown ones, are left as they are.
   */
  erase(
    account: AccountId,
    conversation: ConversationId,
    messages: readonly MessageId[],
  ): Promise<void>;
  /** Raises marks, and never lowers one. */
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
  /** Messages numbered above `after`, in order. Includes those for agents only if requested. */
  after(
    account: AccountId,
    conversation: ConversationId,
    reading: { readonly after: number; readonly limit: number; readonly notes: boolean },
  ): Promise<readonly Message[]>;
  /** When a conversation was last answered that nobody is there. Null: never. */
  awayAt(account: AccountId, conversation: ConversationId): Promise<number | null>;
  /** Every conversation that is waiting, active or in wrap-up: the initial state of a desk. */
  unfinished(account: AccountId): Promise<readonly Conversation[]>;
  /** Newest first. */
  list(account: AccountId, listing: ConversationListing): Promise<readonly Conversation[]>;
  /** How many left messages wait for an answer. */
  openCases(account: AccountId): Promise<number>;

  block(account: AccountId, address: AddressAt, by: UserId, at: number): Promise<void>;
  isBlocked(account: AccountId, address: AddressAt): Promise<boolean>;

  /** What an agent chose, so that a restart does not set everybody offline. */
  remember(account: AccountId, choice: AgentChoice): Promise<void>;
  /** With the present name and room of their account. */
  choices(account: AccountId): Promise<readonly AgentChoice[]>;
}
