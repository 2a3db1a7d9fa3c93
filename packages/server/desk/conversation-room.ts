// The memory of open conversations, of all accounts together. An account holds at most as much as is
// free, so one account alone gets half, several share it, and a newcomer always finds some. Stored
// conversations are always read back, however full it is.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';

/** A record, its places at its desk and in tables, and what its texts take at least. */
const leastBytes = 4 * 1024;
/** Bytes of an agent who writes in it beside its owner, and how far they read. */
const joinedBytes = 512;

/** What an open conversation takes in memory at most. */
export function conversationBytes(record: Conversation): number {
  const { lastText, address, visitorName, topic, origin, joined } = record;
  const texts = [lastText, address, visitorName, topic, origin?.campaignName];
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  return leastBytes + 2 * length + joined.length * joinedBytes;
}

export class ConversationRoom {
  readonly #mostBytes: number;
  #heldBytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Whether an account whose conversations take `ownBytes` may begin another one. */
  admits(ownBytes: number): boolean {
    return ownBytes < this.#mostBytes - this.#heldBytes;
  }

  change(byBytes: number): void {
    this.#heldBytes += byBytes;
  }
}
