// The desks that a simulated process owns: each is taken in the records, which fences off everybody
// before, and then writes one note after another. Nobody waits for writes of lost desks: the records
// refuse them.
import type { ClusterOwner } from './owner.test-support.ts';
import { patienceMs } from './patience.test-support.ts';
import type { Fence } from './stores.test-support.ts';
import type { Message } from './surroundings.test-support.ts';

interface Desk {
  readonly account: number;
  readonly hash: number;
  readonly fence: Fence;
  /** The last number that it gave. Null until the desk is taken. */
  sequence: number | null;
  readonly waiting: Message[];
  isWriting: boolean;
}

export class OwnDesks {
  readonly #owner: ClusterOwner;
  readonly #desks = new Map<number, Desk>();

  constructor(owner: ClusterOwner) {
    this.#owner = owner;
  }

  take(message: Message): void {
    const known = this.#desks.get(message.key);
    if (known !== undefined) {
      if (!known.waiting.some(({ id }) => id === message.id)) known.waiting.push(message);
      return this.#next(known);
    }
    const { owner, epoch } = this.#owner;
    if (owner === null) return;
    const { key: account, hash } = message;
    const fence = { shard: owner.shard, epoch: owner.epoch, since: epoch };
    const desk: Desk = {
      account,
      hash,
      fence,
      sequence: null,
      waiting: [message],
      isWriting: false,
    };
    this.#desks.set(account, desk);
    this.#claim(desk);
  }

  letGo(): void {
    for (const { account, hash } of this.#desks.values())
      if (!this.#owner.owns(hash)) this.#desks.delete(account);
  }

  #claim(desk: Desk): void {
    const { stores } = this.#owner.around;
    this.#owner.call(
      'records',
      () => stores.take(desk.account, desk.fence),
      (notes) => {
        if (desk.sequence !== null) return;
        if (notes === null) return this.#drop(desk);
        desk.sequence = Math.max(0, ...notes.map(({ sequence }) => sequence));
        this.#next(desk);
      },
    );
    this.#later(desk, () => {
      if (desk.sequence === null) this.#claim(desk);
    });
  }

  #drop(desk: Desk): void {
    if (this.#desks.get(desk.account) === desk) this.#desks.delete(desk.account);
  }

  #later(desk: Desk, run: () => void): void {
    this.#owner.around.time.after(patienceMs, () =>
      this.#owner.process.turn(() => {
        if (this.#desks.get(desk.account) === desk) run();
      }),
    );
  }

  #next(desk: Desk): void {
    const [message] = desk.waiting;
    if (message === undefined || desk.sequence === null || desk.isWriting) return;
    if (!this.#owner.mayAct(desk.hash)) return;
    const { shard, epoch } = desk.fence;
    this.#owner.around.books.acted(`d${desk.account}`, `${shard} ${epoch}`, this.#owner.epoch);
    desk.isWriting = true;
    desk.waiting.shift();
    this.#write(desk, message, desk.sequence + 1, { isDone: false });
  }

  #write(desk: Desk, message: Message, sequence: number, state: { isDone: boolean }): void {
    const { stores, books } = this.#owner.around;
    this.#owner.call(
      'records',
      () => stores.write(desk.account, desk.fence, { note: message.id, sequence }),
      (stored) => {
        if (state.isDone) return;
        state.isDone = true;
        if (stored !== null) return this.#written(desk, message, stored);
        books.seen.refused += 1;
        this.#drop(desk);
      },
    );
    this.#later(desk, () => {
      if (!state.isDone) this.#write(desk, message, sequence, state);
    });
  }

  #written(desk: Desk, message: Message, stored: number): void {
    this.#owner.tell(message);
    desk.sequence = Math.max(desk.sequence ?? 0, stored);
    desk.isWriting = false;
    this.#next(desk);
  }
}
