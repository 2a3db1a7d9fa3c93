// What calls by telephone need of conversations and their calls.
import type { AtPage } from '@opportune/core/call/caller-codes.ts';
import type { Caller, Telephone, ToldOfRecording } from '@opportune/core/ports/dialling.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  ChannelId,
  ContactId,
  ConversationId,
  MessageId,
  SkillId,
} from '@opportune/protocol/ids.ts';

/** A message that was left by telephone, whose file is stored. */
export interface LeftSound extends AddressAt {
  /** Names the call. */
  readonly request: string;
  readonly skill: SkillId | null;
  readonly message: MessageId;
  readonly at: number;
  readonly file: Attachment;
}

/** Writes it into a conversation of its contact, once. Null: they may write nothing. */
export type LeaveSound = (account: AccountId, left: LeftSound) => Promise<Conversation | null>;

/** Files of contacts with sound that the server made. */
export interface KeepSound {
  put(account: AccountId, message: MessageId, bytes: Uint8Array): Promise<void>;
  /** Notes it once the message that carries it is there. */
  note(
    of: {
      readonly account: AccountId;
      readonly conversation: ConversationId;
      readonly message: MessageId;
    },
    kept: {
      readonly contact: ContactId;
      readonly file: Attachment;
      readonly bytes: Uint8Array;
      readonly at: number;
    },
  ): Promise<void>;
  /** Of a message that was not written. */
  remove(account: AccountId, message: MessageId): Promise<void>;
  /** Those of an instant and before. Their messages stay. */
  removeOld(account: AccountId, before: number): Promise<void>;
}

/** A position in the queue, from 1 on; or it rings at an agent. Null: they do not wait any more. */
export type Turn = number | 'rings' | null;

export interface TelephoneSide {
  readonly keepSound: KeepSound;
  readonly leaveSound: LeaveSound;
  /** Whether a contact may leave a message, and messages have room. */
  mayLeave(account: AccountId, at: AddressAt): Promise<boolean>;
  /** For how many days sound is kept. */
  keepDaysOf(account: AccountId): Promise<number>;
  /** Whether an agent is there who may be given such a call, and it is open. */
  isStaffed(account: AccountId, skill: SkillId | null): Promise<boolean>;
  /** Begins a conversation that waits to speak. */
  callIn(
    account: AccountId,
    asked: {
      readonly channel: ChannelId;
      readonly address: string;
      readonly request: string;
      readonly skill: SkillId | null;
    },
  ): Promise<{ readonly record: Conversation } | { readonly refused: ErrorCode }>;
  /** Whether callers are told that their call is recorded. */
  isRecorded(account: AccountId): Promise<boolean>;
  /** Why no call can begin now. Null: one can. */
  refusal(account: AccountId): Promise<ErrorCode | null>;
  /** Binds a conversation to the visitor whose page the caller is at. */
  prove(account: AccountId, conversation: ConversationId, page: AtPage): Promise<void>;
  /** Whether a visitor has the site open. */
  isThere(account: AccountId, page: AtPage): boolean;
  /** Notes for its agents that a code was not right, or not looked at. */
  noteWrong(
    account: AccountId,
    conversation: ConversationId,
    why: 'wrong' | 'spent',
  ): Promise<void>;
  /** Whether it is the code that was sent to their contact. It takes effect. */
  hearSent(account: AccountId, conversation: ConversationId, digits: string): Promise<boolean>;
  /** The turn of a caller who waits. */
  turnOf(account: AccountId, conversation: ConversationId): Turn;
  /** Begins the call of such a conversation. Refused, the conversation is over. */
  begin(
    account: AccountId,
    record: Conversation,
    telephone: Telephone,
    told: ToldOfRecording,
  ): Promise<Caller | ErrorCode>;
}
