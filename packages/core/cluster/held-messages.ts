// Messages that wait until this process may act for what they are about. Bounded in count, bytes and
// time: what is too much or too old is refused, and its sender tries again.
import { clusterLimits } from './limits.ts';

export interface Held<Message> {
  readonly message: Message;
  readonly sizeBytes: number;
  readonly since: number;
}

export class HeldMessages<Message> {
  #waiting: Held<Message>[] = [];
  #sizeBytes = 0;

  get count(): number {
    return this.#waiting.length;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Keeps it behind all others. False: there is no room, and it is not kept. */
  add(held: Held<Message>): boolean {
    if (this.#waiting.length >= clusterLimits.heldMessages) return false;
    if (this.#sizeBytes + held.sizeBytes > clusterLimits.heldBytes) return false;
    this.#waiting.push(held);
    this.#sizeBytes += held.sizeBytes;
    return true;
  }

  /** All of them in their order, to be routed again. Those that waited too long come apart. */
  take(now: number): {
    readonly again: readonly Held<Message>[];
    readonly late: readonly Held<Message>[];
  } {
    const all = this.#waiting;
    this.#waiting = [];
    this.#sizeBytes = 0;
    const isLate = ({ since }: Held<Message>) => now - since >= clusterLimits.heldMs;
    return { again: all.filter((one) => !isLate(one)), late: all.filter(isLate) };
  }
}
