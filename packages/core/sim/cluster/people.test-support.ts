// The clients of a simulated cluster. Visitors send events and agents write notes to any process, and
// send again what was not acknowledged.
import type { Message, Reached } from './surroundings.test-support.ts';
import type { VirtualTime } from './virtual-time.test-support.ts';
import type { Wires } from './wires.test-support.ts';

const againMs = 1200;

interface Client {
  readonly kind: Message['kind'];
  readonly key: number;
  readonly hash: number;
  next: number;
  readonly unacknowledged: Set<number>;
  isTrying: boolean;
}

/** A process that runs, whichever. */
type AnyProcess = () => (Reached & { readonly process: { readonly address: string } }) | undefined;

export class People {
  readonly #time: VirtualTime;
  readonly #wires: Wires;
  readonly #anyProcess: AnyProcess;
  readonly #clients: Client[] = [];

  constructor(time: VirtualTime, wires: Wires, anyProcess: AnyProcess) {
    this.#time = time;
    this.#wires = wires;
    this.#anyProcess = anyProcess;
  }

  /** Adds clients that each send something now and then until `end`. */
  add(kind: Message['kind'], count: number, end: number, meanMs: number): void {
    for (let key = 0; key < count; key += 1) {
      const hash = Math.floor(this.#time.next() * 4_294_967_296);
      const client = {
        kind,
        key,
        hash,
        next: 1,
        unacknowledged: new Set<number>(),
        isTrying: false,
      };
      this.#clients.push(client);
      this.#write(client, end, meanMs);
    }
  }

  /** Those who still wait for an acknowledgement. */
  get waiting(): readonly string[] {
    return this.#clients
      .filter(({ unacknowledged }) => unacknowledged.size > 0)
      .map(({ kind, key, unacknowledged }) => `${kind} ${key}: ${[...unacknowledged].join(' ')}`);
  }

  /** Everything that was sent, by client. */
  sent(kind: Message['kind']): ReadonlyMap<number, number> {
    const of = this.#clients.filter((client) => client.kind === kind);
    return new Map(of.map(({ key, next }) => [key, next - 1]));
  }

  #write(client: Client, end: number, meanMs: number): void {
    this.#time.after(this.#time.between(1, 2 * meanMs), () => {
      if (this.#time.now > end) return;
      const id = client.next++;
      client.unacknowledged.add(id);
      this.#send(client, id);
      this.#tryAgain(client);
      this.#write(client, end, meanMs);
    });
  }

  #tryAgain(client: Client): void {
    if (client.isTrying) return;
    client.isTrying = true;
    this.#time.after(againMs, () => {
      client.isTrying = false;
      if (client.unacknowledged.size === 0) return;
      for (const id of client.unacknowledged) this.#send(client, id);
      this.#tryAgain(client);
    });
  }

  #send({ kind, key, hash, unacknowledged }: Client, id: number): void {
    const to = this.#anyProcess();
    if (to === undefined) return;
    const stored = () => void unacknowledged.delete(id);
    const message = { kind, key, hash, id, epoch: 0, hops: 0, version: null, stored };
    this.#wires.send('clients', to.process.address, () => to.receive(message));
  }
}
