// Fair shares of the queue. A payer holds at most as many places as are free, so one payer alone
// gets half of the queue, several share it, and a newcomer always finds a place.
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { Desk } from '../desk.ts';

export interface WaitingShares {
  /** Waiting conversations. */
  readonly all: number;
  /** Those of one payer. */
  readonly own: number;
}

/** Counts the waiting conversations. A payer of null holds none. */
export function waitingShares({ conversations }: Desk, payer: string | null): WaitingShares {
  let all = 0;
  let own = 0;
  for (const conversation of conversations.values()) {
    if (conversation.status !== 'waiting') continue;
    all += 1;
    if (payer !== null && conversation.payer === payer) own += 1;
  }
  return { all, own };
}

/** Whether one more of this payer may wait. */
export function mayWait({ all, own }: WaitingShares): boolean {
  return own < conversationLimits.waiting - all;
}
