// What calls by telephone need of conversations and their calls.
import type { Caller, Telephone } from '@opportune/core/ports/dialling.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ChannelId, SkillId } from '@opportune/protocol/ids.ts';

export interface TelephoneSide {
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
  /** Why no call can begin now. Null: one can. */
  refusal(account: AccountId): Promise<ErrorCode | null>;
  /** Begins the call of such a conversation. Refused, the conversation is over. */
  begin(
    account: AccountId,
    record: Conversation,
    telephone: Telephone,
  ): Promise<Caller | ErrorCode>;
}
