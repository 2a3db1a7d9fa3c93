// Calls to telephones: who has a carrier is asked to call the contact of a conversation, and tells what
// becomes of it.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** A telephone whose sound goes through the server. */
export interface Telephone {
  /** 20 ms of PCMU. */
  hear(sound: Uint8Array): void;
  /** The call is over for them. */
  hangUp(): void;
}

/** What a caller was told of a recording: they did not refuse it, or did. Null: nothing, so there is none. */
export type ToldOfRecording = { readonly at: number; readonly language: string } | 'refused' | null;

/** Somebody at a telephone, in their call. */
export interface Caller {
  /** In PCMU, of any length. */
  say(sound: Uint8Array): void;
  /** They hung up, or their line broke. */
  leave(): void;
  /** They pressed a key. */
  press?(key: string): void;
  /** They want no recording. False: there is none. */
  refuse?(): boolean;
}

export interface DialledFollower {
  /** They answered, and their sound is there. Null: the call is over. */
  answered(telephone: Telephone, told: ToldOfRecording): Promise<Caller | null>;
  /** Nobody answers, or nobody speaks any more. */
  over(why: 'declined' | 'unanswered' | 'unreachable'): void;
}

export interface Dialled {
  /** Once. What was told before comes then. */
  follow(follower: DialledFollower): void;
  hangUp(): void;
}

/**
 * Calls the contact of a conversation, if they may be called now. Returns why not, or the call, which
 * rings. `isTheirs`: the conversation was begun from that number. If left out, it was.
 */
export type Dial = (
  account: AccountId,
  record: Conversation,
  isTheirs?: boolean,
) => Promise<Dialled | ErrorCode>;
