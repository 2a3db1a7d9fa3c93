// What a client of conversations knows for certain: what it was told is stored, and what it was
// shown, in which order. It complains at once if one number names two messages, or if pushed
// messages repeat or are out of order. The rest is compared with the store.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';

export interface Posted {
  readonly conversation: ConversationId;
  readonly sequence: number;
}

/** A followed line brought nothing between these two numbers. */
export interface Leap {
  readonly conversation: ConversationId;
  readonly after: number;
  readonly before: number;
}

/** Agents see everything, visitors no notes. */
export type Side = 'agent' | 'visitor';

export class Reader {
  readonly name: string;
  readonly side: Side;
  readonly complaints: string[] = [];
  readonly acknowledged = new Map<MessageId, Posted>();
  /** By conversation, each number and its message. */
  readonly seen = new Map<ConversationId, Map<number, MessageId>>();
  /** Messages that were pushed, without a request. */
  readonly live = new Set<MessageId>();
  readonly leaps: Leap[] = [];
  readonly #last = new Map<ConversationId, number>();
  readonly #through = new Map<ConversationId, number>();
  /** Of this line: the highest number that it brought, and the highest that it pushed. */
  readonly #told = new Map<ConversationId, number>();
  readonly #heard = new Map<ConversationId, number>();
  readonly #follows = new Set<ConversationId>();

  constructor(name: string, side: Side) {
    this.name = name;
    this.side = side;
  }

  /** A new line: what comes on it is in order, and it pushes nothing twice. */
  begin(): void {
    this.#told.clear();
    this.#heard.clear();
    this.#follows.clear();
  }

  /** Whether this line pushes everything written there from now on. */
  follows(conversation: ConversationId): boolean {
    return this.#follows.has(conversation);
  }

  /** Messages that were pushed. */
  hear(messages: readonly Message[]): void {
    for (const message of messages) {
      const { conversation, sequence, id } = message;
      this.#inOrder(conversation, sequence);
      this.live.add(id);
      this.#keep(message);
      this.#told.set(conversation, Math.max(sequence, this.#told.get(conversation) ?? 0));
      // An agent who has not opened it yet may lose it and get it back meanwhile.
      if (this.side === 'visitor') this.#follows.add(conversation);
    }
  }

  /** An answer to a request for what comes after a number. */
  read(conversation: ConversationId, messages: readonly Message[], complete: boolean): void {
    let last = 0;
    for (const message of messages) {
      const { sequence } = message;
      if (message.conversation !== conversation || sequence <= last)
        this.#complain(`${conversation} was read with #${sequence} after #${last}`);
      last = sequence;
      this.#keep(message);
    }
    this.#told.set(conversation, Math.max(last, this.#told.get(conversation) ?? 0));
    if (complete) this.#follows.add(conversation);
  }

  /** Messages that came either way. */
  see(messages: readonly Message[]): void {
    for (const message of messages) this.#keep(message);
  }

  acknowledge(id: MessageId, posted: Posted): void {
    const earlier = this.acknowledged.get(id);
    if (earlier !== undefined && earlier.sequence !== posted.sequence)
      this.#complain(`${id} acknowledged as #${earlier.sequence} and #${posted.sequence}`);
    this.acknowledged.set(id, posted);
    // A visitor's window shows its own message from then on, and does not request it.
    if (this.side === 'visitor') this.#keep({ ...posted, id });
  }

  /** The highest number that it has. */
  last(conversation: ConversationId): number {
    return this.#last.get(conversation) ?? 0;
  }

  /** It has all numbers up to this one. */
  through(conversation: ConversationId): number {
    return this.#through.get(conversation) ?? 0;
  }

  /** What a page brought may be pushed as well: it was stored before it was published. */
  #inOrder(conversation: ConversationId, sequence: number): void {
    const heard = this.#heard.get(conversation) ?? 0;
    if (sequence <= heard)
      this.#complain(`#${sequence} of ${conversation} came on its own after #${heard}`);
    this.#heard.set(conversation, sequence);
    const told = this.#told.get(conversation) ?? 0;
    if (told > 0 && sequence > told + 1 && this.#follows.has(conversation))
      this.leaps.push({ conversation, after: told, before: sequence });
  }

  #keep({ conversation, sequence, id }: Posted & { readonly id: MessageId }): void {
    const known = this.seen.get(conversation) ?? new Map<number, MessageId>();
    this.seen.set(conversation, known);
    const earlier = known.get(sequence);
    if (earlier !== undefined && earlier !== id)
      this.#complain(`${conversation} #${sequence} is both ${earlier} and ${id}`);
    known.set(sequence, id);
    this.#raise(conversation, sequence);
    let through = this.through(conversation);
    while (known.has(through + 1)) through += 1;
    this.#through.set(conversation, through);
  }

  #raise(conversation: ConversationId, sequence: number): void {
    if (sequence > this.last(conversation)) this.#last.set(conversation, sequence);
  }

  #complain(what: string): void {
    this.complaints.push(`${this.name}: ${what}`);
  }
}
