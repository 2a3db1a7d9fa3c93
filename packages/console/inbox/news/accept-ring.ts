// Accepts or declines what rings, wherever it is shown.
import type { Ring } from '@opportune/protocol/conversation/conversation.ts';
import { sayError } from '../../ui/index.ts';
import { answer } from '../call/call-store.ts';
import { ask } from '../requests.ts';

/** Who accepts a call is in it at once: the microphone is asked for first. */
export function acceptRing({ conversation, speaks }: Ring): void {
  if (speaks === true) void answer(conversation);
  else void ask({ type: 'conversation.accept', conversation }).catch(sayError);
}
