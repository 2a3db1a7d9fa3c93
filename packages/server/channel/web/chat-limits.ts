// How much a visitor may send: of all frames, of messages, and together with everybody at their
// address. It looks at memory alone.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { RateName } from '@opportune/protocol/budgets.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { begins } from './admission/admission.ts';
import { Rate } from './message-rates.ts';

const windowMs = 10_000;

/** Counts the frame and answers null, or why it is refused. */
export type ChatLimits = (link: ChatLink, frame: ChatFrame) => ErrorCode | null;

export function createChatLimits(budgets: Budgets, clock: Clock): ChatLimits {
  const messages = new Rate(conversationLimits.messagesPerTenSeconds, windowMs);
  const frames = new Rate(conversationLimits.framesPerTenSeconds, windowMs);

  /** What everybody at an address does together in the account. */
  function chargeAddress({ account, payer }: ChatLink, budget: RateName): boolean {
    if (payer === null) return true;
    return budgets.charge([{ budget, payer: `${account} ${payer}`, amount: 1 }]) === 0;
  }

  /** Every frame counts a little, those that write count as messages too. */
  return (link, frame) => {
    const key = `${link.account} ${link.visitor}`;
    const now = clock.now();
    if (!frames.pass(key, now)) return 'rate.messages';
    if (frame.type === 'chat.transcript')
      return chargeAddress(link, 'transcripts.address') ? null : 'rate.transcripts';
    const text = writtenIn(frame);
    if (text === undefined) return null;
    if (text?.trim() === '') return 'message.empty';
    const passes = messages.pass(key, now) && chargeAddress(link, 'messages.address');
    return passes ? null : 'rate.messages';
  };
}

/** The text of a frame that writes, null without one; undefined for a frame that writes nothing. */
function writtenIn(frame: ChatFrame): string | null | undefined {
  if (frame.type === 'chat.post') return frame.text;
  if (begins(frame)) return frame.message?.text ?? null;
  return undefined;
}
