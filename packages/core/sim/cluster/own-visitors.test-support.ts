// The visitors that a simulated process owns: each is restored from the log, then applies events in
// one order. Batches go to the log one after another, and an event is acknowledged once it is there.
import type { ClusterOwner } from './owner.test-support.ts';
import { patienceMs } from './patience.test-support.ts';
import type { FactRow } from './stores.test-support.ts';
import type { Message } from './surroundings.test-support.ts';

interface Visitor {
  readonly visitor: number;
  readonly hash: number;
  /** The events that it applied, in their order. Null until it is restored. */
  applied: number[] | null;
  newest: number;
  /** Those of them that are not stored. */
  readonly unstored: Set<number>;
  /** Messages until it is restored. */
  waiting: Message[];
}

interface Pending {
  readonly row: FactRow;
  readonly message: Message;
  readonly of: Visitor;
}

export class OwnVisitors {
  readonly #owner: ClusterOwner;
  readonly #visitors = new Map<number, Visitor>();
  #pending: Pending[] = [];
  #flights = 0;
  #batches = 0;
  #last = 0;
  #unacknowledged: Message[] = [];
  /** Batches that have to be there before it has let go. */
  #letGoAt = 0;
  #stored = 0;

  constructor(owner: ClusterOwner) {
    this.#owner = owner;
  }

  get hasLetGo(): boolean {
    return this.#stored >= this.#letGoAt;
  }

  /** What it has in memory of each visitor that it owns and has restored. */
  get memory(): ReadonlyMap<number, readonly number[]> {
    const known = new Map<number, readonly number[]>();
    for (const { visitor, applied, hash } of this.#visitors.values())
      if (applied !== null && this.#owner.mayAct(hash)) known.set(visitor, applied);
    return known;
  }

  take(message: Message): void {
    const known = this.#visitors.get(message.key);
    if (known === undefined) return this.#restore(message);
    if (known.applied === null) known.waiting.push(message);
    else this.#apply(known, message);
  }

  /** Forgets those that others own now, and waits for what is on its way to the log. */
  letGo(): void {
    const { planted } = this.#owner.around;
    for (const { visitor, hash } of this.#visitors.values())
      if (!this.#owner.owns(hash) && planted !== 'keeps-what-moved') this.#visitors.delete(visitor);
    this.#letGoAt = this.#batches + (this.#pending.length > 0 ? 1 : 0);
  }

  /** Tells clients what is stored, if the lease holds. */
  acknowledge(): void {
    for (const message of this.#unacknowledged.splice(0)) {
      this.#owner.around.books.acknowledge(message.key, message.id);
      this.#owner.tell(message);
    }
  }

  #restore(message: Message): void {
    const { key: visitor, hash } = message;
    const fresh: Visitor = {
      ...{ visitor, hash, applied: null, newest: 0, unstored: new Set(), waiting: [message] },
    };
    this.#visitors.set(visitor, fresh);
    this.#read(fresh);
  }

  #read(fresh: Visitor): void {
    const { stores, planted, time } = this.#owner.around;
    const isWanted = () => fresh.applied === null && this.#visitors.get(fresh.visitor) === fresh;
    const seals = planted === 'reads-stale-rows' ? [] : (this.#owner.life.register?.seals ?? []);
    this.#owner.call(
      'facts',
      () => stores.read(fresh.visitor, seals),
      (rows) => {
        if (!isWanted()) return;
        fresh.applied = rows.map(({ event }) => event);
        fresh.newest = rows.at(-1)?.ordinal ?? 0;
        for (const message of fresh.waiting.splice(0)) this.#apply(fresh, message);
      },
    );
    time.after(patienceMs, () =>
      this.#owner.process.turn(() => {
        if (isWanted()) this.#read(fresh);
      }),
    );
  }

  #apply(to: Visitor, message: Message): void {
    const { applied } = to;
    if (applied === null || !this.#owner.mayAct(to.hash)) return;
    if (applied.includes(message.id)) {
      if (!to.unstored.has(message.id)) this.#unacknowledged.push(message);
      if (this.#owner.mayAcknowledge()) this.acknowledge();
      return;
    }
    const { owner, epoch, around, process } = this.#owner;
    if (owner === null) return;
    around.books.acted(`v${to.visitor}`, `${owner.shard} ${owner.epoch}`, epoch);
    const byClock = Math.floor(process.wall() * 1000);
    this.#last = Math.max(this.#last + 1, byClock, to.newest + 1);
    const isByClock = around.planted === 'ordinals-by-clock';
    const ordinal = isByClock ? byClock + this.#batches : this.#last;
    to.newest = ordinal;
    applied.push(message.id);
    to.unstored.add(message.id);
    const { shard, epoch: lease } = owner;
    const row = { shard, epoch: lease, visitor: to.visitor, event: message.id, ordinal };
    this.#pending.push({ row, message, of: to });
    this.#flush();
  }

  #flush(): void {
    const mostFlights = this.#owner.around.planted === 'stores-in-parallel' ? 9 : 1;
    if (this.#flights >= mostFlights || this.#pending.length === 0) return;
    const batch = this.#pending;
    this.#pending = [];
    this.#flights += 1;
    this.#batches += 1;
    this.#insert(`${this.#owner.process.address} ${this.#batches}`, batch, { isDone: false });
  }

  #insert(token: string, batch: readonly Pending[], state: { isDone: boolean }): void {
    const { stores, time } = this.#owner.around;
    const rows = batch.map(({ row }) => row);
    this.#owner.call(
      'facts',
      () => stores.insert(token, rows),
      () => {
        if (state.isDone) return;
        state.isDone = true;
        this.#wereStored(batch);
      },
    );
    time.after(patienceMs, () =>
      this.#owner.process.turn(() => {
        if (!state.isDone) this.#insert(token, batch, state);
      }),
    );
  }

  #wereStored(batch: readonly Pending[]): void {
    this.#flights -= 1;
    this.#stored += 1;
    for (const { of, message } of batch) {
      of.unstored.delete(message.id);
      this.#unacknowledged.push(message);
    }
    if (this.#owner.mayAcknowledge()) this.acknowledge();
    this.#flush();
    this.#owner.wasStored();
  }
}
