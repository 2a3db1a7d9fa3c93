// Calls back whom an agent has accepted to call: their telephone or their page rings at once, and the agent
// is in the call. Whoever promised it is told what became of it.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { Calls } from '../calls.ts';
import { dialBack } from '../dial.ts';
import { begin, mayPropose } from '../propose.ts';
import type { CallParts } from '../seams.ts';
import { stopWatching } from '../watch.ts';

interface RingBack {
  readonly desk: AccountDesk;
  readonly record: Conversation;
  /** Who is called by telephone. Null: the page of the visitor rings. */
  readonly to: AddressAt | null;
  rang(): void;
  /** Both sides hear each other, or it is over and they did not. Once, and never if `ring` was refused. */
  outcome(reached: boolean): void;
}

/** Calls, for those who promise them. */
export interface RingBacks {
  /** Whether the account calls anybody. */
  isOffered(account: AccountId): Promise<boolean>;
  /** Whether a call of the conversation runs. */
  isRinging(conversation: ConversationId): boolean;
  /** Null, or why nobody is called. */
  ring(of: RingBack): Promise<ErrorCode | null>;
  /** Tells agents which conversations wait for a call, if that changed. */
  tellWaiting(account: AccountId): void;
}

export const noRingBacks: RingBacks = {
  isOffered: async () => false,
  isRinging: () => false,
  ring: async () => 'call.off',
  tellWaiting() {},
};

export function ringBacksOf(use: CallParts, calls: Calls): RingBacks {
  return {
    isOffered: (account) => use.isOn(account),
    isRinging: (conversation) => calls.inConversation(conversation) !== undefined,
    tellWaiting: (account) => calls.waiting.tell(account),
    async ring(of) {
      const { desk, record } = of;
      if (!(await use.isOn(desk.account))) return 'call.off';
      const refused = await ringAt(use, calls, of);
      if (refused !== null) return refused;
      const running = calls.inConversation(record.id);
      // It was over at once.
      if (running === undefined) return 'call.carrier';
      running.outcome = of.outcome;
      of.rang();
      return null;
    },
  };
}

async function ringAt(
  use: CallParts,
  calls: Calls,
  { desk, record, to }: RingBack,
): Promise<ErrorCode | null> {
  const { agent } = record;
  if (agent === null) return 'conversation.ended';
  stopWatching(calls, desk.account, agent.user);
  const from = { desk, record, payer: agent.user };
  if (to !== null) return dialBack(use, calls, from, to);
  const { on: isRecorded } = await use.rules.of(desk.account);
  const proposal = { ...from, by: 'agent', address: null } as const;
  const refused = mayPropose(calls, proposal);
  if (refused === null) begin(use, calls, proposal, { agent, isRecorded });
  return refused;
}
