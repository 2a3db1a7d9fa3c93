// The way in for what visitors and agents write: masked before the desk, a store, a log or another
// person sees it. A private value is not touched: it is told to the agent who asked, and kept nowhere.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskFilled, maskOf, maskSaid, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { type ChatFrame, VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** The frame as it may go on, or why it may not: a replacement can be longer than what it replaces. */
export async function maskedChat(
  masks: Masks,
  account: AccountId,
  frame: ChatFrame,
): Promise<{ readonly frame: ChatFrame } | { readonly refused: ErrorCode }> {
  const mask = await maskOf(masks, account);
  if (frame.type === 'chat.typing') return { frame: { ...frame, text: mask.preview(frame.text) } };
  if (frame.type === 'chat.give') return { frame };
  const masked = withNumber(frame, maskSaid(mask, filledIn(mask, frame)));
  if (masked === frame) return { frame };
  const parsed = VisitorFrame.safeParse(masked);
  if (parsed.success && isChat(parsed.data)) return { frame: parsed.data };
  const tooLong = parsed.error?.issues.some(({ code }) => code === 'too_big') === true;
  return { refused: tooLong ? 'message.too_long' : 'request.invalid' };
}

/** A number that is to be called is no text: nobody could be called otherwise. */
function withNumber(given: ChatFrame, masked: unknown): unknown {
  if (masked === given || typeof masked !== 'object') return masked;
  if (given.type === 'chat.call-back') return { ...masked, way: given.way };
  if (given.type === 'chat.slots' && given.number !== undefined)
    return { ...masked, number: given.number };
  return masked;
}

/** With the values of a form masked, whatever their fields are called. */
function filledIn(mask: Mask, frame: ChatFrame): ChatFrame {
  if ('before' in frame && frame.before !== undefined) {
    const { before } = frame;
    return { ...frame, before: { ...before, values: maskFilled(mask, before.values) } };
  }
  if (frame.type !== 'chat.post' || frame.response === undefined) return frame;
  const { response } = frame;
  if (!('values' in response)) return frame;
  return { ...frame, response: { ...response, values: maskFilled(mask, response.values) } };
}

function isChat(frame: VisitorFrame): frame is ChatFrame {
  return frame.type.startsWith('chat.');
}
