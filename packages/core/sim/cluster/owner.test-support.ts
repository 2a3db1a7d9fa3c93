// A process of a simulated cluster: it lives by core/cluster, owns visitors and desks, stores what it
// decides, and forwards what is not its own.
import { HeldMessages } from '../../cluster/held-messages.ts';
import { isHeld, newLife, nextDueAt, step } from '../../cluster/life.ts';
import type { Life, LifeEffect, LifeInput } from '../../cluster/life-state.ts';
import type { RegisterRequest } from '../../cluster/register.ts';
import { isOurs, mayAct, routeOf } from '../../cluster/route.ts';
import type { Versions } from '../../cluster/versions.ts';
import type { Owner } from '../../world/owner.ts';
import { OwnDesks } from './own-desks.test-support.ts';
import { OwnVisitors } from './own-visitors.test-support.ts';
import {
  type Message,
  type Reached,
  SimulatedProcess,
  type Surroundings,
} from './surroundings.test-support.ts';

export class ClusterOwner implements Reached {
  readonly process: SimulatedProcess;
  readonly around: Surroundings;
  readonly life: Life;
  readonly visitors: OwnVisitors;
  readonly #desks: OwnDesks;
  readonly #held = new HeldMessages<Message>();
  readonly #speaks: Versions;
  #wakeAt = Infinity;
  isOver = false;

  constructor(around: Surroundings, shard: string, holder: string, speaks: Versions) {
    this.around = around;
    this.process = new SimulatedProcess(around.time, holder);
    if (around.planted === 'clock-runs-away' && shard === 's0') this.process.rate = 3;
    this.#speaks = speaks;
    this.life = newLife({ shard, holder, address: holder, speaks }, this.process.now());
    this.visitors = new OwnVisitors(this);
    this.#desks = new OwnDesks(this);
    this.process.turn(() => this.#step({ type: 'time' }));
  }

  get owner(): Owner | null {
    return this.life.lease;
  }

  get epoch(): number {
    return this.life.register?.epoch ?? 0;
  }

  end(): void {
    this.process.isAlive = false;
    this.isOver = true;
  }

  drain(): void {
    this.process.turn(() => this.#step({ type: 'leave' }));
  }

  receive(message: Message): void {
    this.process.turn(() => {
      if (message.version !== null) this.around.books.read(message.version, this.#speaks);
      this.#route(message, this.process.now());
    });
  }

  /** Sends to a store and back. `answered` is called for each answer that arrives. */
  call<Answer>(store: string, ask: () => Answer, answered: (answer: Answer) => void): void {
    const { wires } = this.around;
    const { address } = this.process;
    this.process.leave(() =>
      wires.send(address, store, () => {
        const answer = ask();
        wires.send(store, address, () => this.process.turn(() => answered(answer)));
      }),
    );
  }

  tell(message: Message): void {
    const { wires } = this.around;
    this.process.leave(() => wires.send(this.process.address, 'clients', message.stored));
  }

  /** By the rules, unless a planted fault says otherwise. */
  mayAct(hash: number): boolean {
    const { planted } = this.around;
    if (planted === 'acts-unsettled') return this.mayAcknowledge() && isOurs(this.life, hash);
    if (planted !== 'acts-after-lease') return mayAct(this.life, hash, this.process.now());
    return this.life.lease !== null && mayAct(this.life, hash, Number.NEGATIVE_INFINITY);
  }

  /** Whether it is still the owner of this by the newest view. */
  owns(hash: number): boolean {
    return isOurs(this.life, hash);
  }

  mayAcknowledge(): boolean {
    if (this.around.planted === 'acknowledges-after-lease') return true;
    return isHeld(this.life, this.process.now());
  }

  /** Something that was stored is there. */
  wasStored(): void {
    if (this.life.following === null) return;
    if (this.visitors.hasLetGo) this.#step({ type: 'followed', epoch: this.life.following.epoch });
  }

  #step(input: LifeInput): void {
    if (this.isOver) return;
    for (const effect of step(this.life, input, this.process.now())) this.#perform(effect);
    this.#wake();
  }

  #perform(effect: LifeEffect): void {
    switch (effect.type) {
      case 'ask':
        return this.#ask(effect.request);
      case 'moved':
        this.visitors.letGo();
        this.#desks.letGo();
        if (this.around.planted === 'follows-at-once')
          return this.#step({ type: 'followed', epoch: effect.epoch });
        return this.wasStored();
      case 'settled':
        return this.#again();
      case 'seal':
        return this.#seal(effect.owner);
      case 'over':
        this.isOver = true;
        this.process.isAlive = false;
    }
  }

  #ask(request: RegisterRequest): void {
    const askedAt = this.process.now();
    this.call(
      'register',
      () => this.around.stores.ask(request),
      (answer) => {
        const isLate = this.around.planted === 'lease-from-answer';
        const from = isLate ? this.process.now() : askedAt;
        this.#step({ type: 'answered', request, askedAt: from, answer });
        if (isHeld(this.life, this.process.now())) this.visitors.acknowledge();
        this.#again();
      },
    );
  }

  #seal(owner: Owner): void {
    this.around.books.seen.lost += 1;
    this.call(
      'facts',
      () => this.around.stores.newestOf(owner),
      (ordinal) => this.#ask({ type: 'seal', seal: { ...owner, ordinal } }),
    );
  }

  #wake(): void {
    const at = this.process.instantOf(nextDueAt(this.life));
    if (at >= this.#wakeAt || this.isOver) return;
    this.#wakeAt = at;
    this.around.time.at(at, () => {
      if (this.#wakeAt !== at) return;
      this.#wakeAt = Infinity;
      this.process.turn(() => this.#step({ type: 'time' }));
    });
  }

  #again(): void {
    if (this.#held.count === 0) return;
    const now = this.process.now();
    for (const { message, since } of this.#held.take(now).again) this.#route(message, since);
  }

  #route(message: Message, since: number): void {
    const route = routeOf(this.life, message.hash, message, this.process.now());
    if (route.type === 'here' || this.mayAct(message.hash)) return this.#take(message);
    if (route.type === 'hold') {
      this.around.books.seen.held += 1;
      this.#held.add({ message, since, sizeBytes: 100 });
    }
    if (route.type !== 'forward') return;
    const sent = { ...message, ...route.way, version: route.version };
    const { address } = route.to;
    this.process.leave(() =>
      this.around.wires.send(this.process.address, address, () =>
        this.around.at(address)?.receive(sent),
      ),
    );
  }

  #take(message: Message): void {
    if (message.kind === 'event') this.visitors.take(message);
    else this.#desks.take(message);
  }
}
