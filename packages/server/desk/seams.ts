// The dependencies of desks. Each is one object of another feature, or a port. Agents and visitors'
// chats use some of the same.
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { ChannelRules } from '@opportune/core/conversation/reach.ts';
import type { Handled } from '@opportune/core/conversation/queue/handling.ts';
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { VisitSignals } from '@opportune/protocol/bus/card.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  ChannelId,
  ConversationId,
  LabelId,
  MessageId,
  SiteId,
  SkillId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import type { ConversationRoom } from './conversation-room.ts';
import type { Reopening } from '@opportune/protocol/rest/conversation/reopening.ts';

export interface DeskDependencies {
  readonly homes: Homes;
  readonly world: World;
  readonly store: ConversationStore;
  /** Hears how long messages at a chat window take. */
  readonly pace: Pick<LivePace, 'note'>;
  readonly cards: Pick<Cards, 'of'>;
  readonly tellVisitor: TellVisitor;
  readonly team: Team;
  readonly attachments: Files;
  /** The memory of open conversations, of all accounts. */
  readonly room: ConversationRoom;
  readonly letters: Letters;
  readonly past: PastConversations;
  /** What the desk needs to know about each channel. */
  readonly channels: (account: AccountId) => Promise<ReadonlyMap<ChannelId, ChannelRules>>;
  /** Stores answers in the conversation's fields. Leaves out what does not fit its field. */
  readonly keep: (
    account: AccountId,
    conversation: ConversationId,
    given: ReadonlyMap<LabelId, string | boolean>,
  ) => Promise<void>;
}

/** All dependencies by name. */
export type DeskParts = World &
  Team &
  Letters &
  PastConversations &
  Omit<DeskDependencies, 'world' | 'team' | 'letters' | 'past'>;

/** Reports to the engine what happened in a conversation, as an event of the visitor. */
export type TellVisitor = (of: {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly name: string;
  readonly properties: JsonObject;
}) => void;

/** Agents: their skills and photos. */
export interface Team {
  /** Skills and their agents, as stored. */
  plan(account: AccountId): Promise<SkillPlan>;
  /** The skill for a visit's need, before the conversation exists. */
  needOf(account: AccountId, shown: VisitSignals | null, said: string): SkillId | null;
  readonly handleTimes: HandleTimes;
  readonly photoOf: PhotoOf;
}

/** The address of an agent's photo, if the brand of the site shows photos. */
export type PhotoOf = (account: AccountId, site: SiteId, user: UserId) => string | null;

/** How long conversations took, stored for the next start. */
export interface HandleTimes {
  note(
    account: AccountId,
    of: Handled & { readonly id: ConversationId; readonly at: number },
  ): Promise<void>;
  /** Oldest first. */
  newest(account: AccountId): Promise<readonly Handled[]>;
}

/** Whether messages can be sent to people who are not at a chat window. */
export interface Letters {
  /** Whether nothing may be sent to the address of a conversation. */
  readonly optedOut: (account: AccountId, conversation: ConversationId) => Promise<boolean>;
  readonly mailOf: MailOf;
}

/** Conversations that are over. */
export interface PastConversations {
  /** How long after its end a conversation may be reopened. */
  reopening(account: AccountId): Promise<Reopening>;
  /** Whether it is merged into another conversation. */
  isMerged(account: AccountId, conversation: ConversationId): Promise<boolean>;
}

/** A file of a conversation, under the id of the message that carries it. */
export interface FileOf {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
}

export type FileSender = { readonly visitor: VisitorId } | { readonly agent: UserId };

/** Files that people send. */
export interface Files {
  /** Notes that a file will come, or returns why it may not. `sizeBytes` is null if unknown. */
  begin(
    file: FileOf,
    of: { readonly sender: FileSender; readonly name: string; readonly sizeBytes: number | null },
  ): Promise<ErrorCode | null>;
  /**
   * The file of the message with this id, if its writer may send it. Else the code of a refusal.
   */
  carried(file: FileOf, sender: FileSender): Promise<Attachment | ErrorCode>;
  /** The address to which the visitor's browser sends a file that was begun. */
  addressToSend(file: FileOf): string;
  /** A message as its visitor's window gets it: with an address if it carries a file. */
  forVisitor(account: AccountId, message: Message): Message;
}
