// The provider of a channel in a simulated schedule. It takes messages or not, and confirms them or
// not. It reports events late, repeatedly and in any order, until it is answered. Its own records
// are the truth about what was sent and what arrived. It checks nothing.
import type { Item, Opened, SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { Loop } from '@opportune/core/sim/conversation-loop.test-support.ts';
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { type Habits, partWords, receiptsOf } from './provider-habits.test-support.ts';

/** A part that arrived. */
export interface Taken {
  readonly reference: string;
  readonly address: string;
  readonly words: string;
  readonly externalId: string;
  /** When its request left. */
  readonly leftAt: number;
}

/** A contact wants nothing any more, as the provider says or in words, or wants something again in words. */
export interface Permitted {
  readonly key: string;
  readonly address: string;
  readonly type: 'opt-out' | 'opt-in';
  readonly words: string | null;
  readonly toldAt: number;
  /** When storing was first confirmed. Null: never. */
  answeredAt: number | null;
}

/** A contact's message. */
export interface Told {
  readonly address: string;
  readonly externalId: string;
  readonly text: string;
  readonly toldAt: number;
  /** Messages of one request are in order. */
  readonly request: number;
  /** When storing was first confirmed. Null: never. */
  answeredAt: number | null;
}

/** Stores the reported items. Null while the server is down. */
type Keep = ((items: readonly Item[]) => Promise<void>) | null;

interface Network {
  readonly loop: Loop;
  readonly habits: Habits;
  keep(): Keep;
  id(): string;
}

interface Request {
  readonly items: readonly Item[];
  isAnswered: boolean;
}

type Left = SendOrder & { readonly leftAt: number };

/** Without an answer by then, items are reported again. */
const answeredMs = 4000;

export class SimProvider {
  readonly taken: Taken[] = [];
  readonly told: Told[] = [];
  readonly permitted: Permitted[] = [];
  /** By reference: how often it caused us to send something that it had already taken. */
  readonly forced = new Map<string, number>();
  /** Messages that it reported as failed after it had taken them. */
  readonly failed = new Set<string>();
  /** Nothing fails any more. */
  isHealed = false;
  credentialsHold = true;
  readonly #network: Network;
  readonly #open = new Set<Request>();
  readonly #known = new Map<string, string>();
  #requests = 0;
  /** The number of items still to report. */
  #coming = 0;

  constructor(network: Network) {
    this.#network = network;
  }

  /** It has reported everything and was answered. */
  get isQuiet(): boolean {
    return this.#open.size === 0 && this.#coming === 0;
  }

  /** A contact writes, once or several times in one request. */
  hear(address: string, texts: readonly string[]): void {
    const { loop } = this.#network;
    this.#requests += 1;
    const request = this.#requests;
    const items = texts.map((text): Item => {
      const externalId = this.#network.id();
      const told = { address, externalId, text, toldAt: loop.now, request, answeredAt: null };
      this.told.push(told);
      return {
        ...{ type: 'message', key: `message:${externalId}`, externalId, address, at: loop.now },
        ...{ replyTo: null, token: null, automatic: false, from },
        content: { ...plain, text },
      };
    });
    this.tell(items);
  }

  /** A contact opts out or in. */
  permit(address: string, type: Permitted['type'], words: string | null): void {
    const { loop } = this.#network;
    const key = `${type}:${this.#network.id()}`;
    this.permitted.push({ key, address, type, words, toldAt: loop.now, answeredAt: null });
    const said = words === null ? {} : { words };
    this.tell([{ key, address, at: loop.now, type, ...said }]);
  }

  /** Reports them in one request until it is answered, and sometimes once more. */
  tell(items: readonly Item[]): void {
    const { loop } = this.#network;
    const request: Request = { items, isAnswered: false };
    this.#open.add(request);
    loop.after(loop.between(0, 60), () => this.#attempt(request));
    if (!this.isHealed && loop.chance(0.15))
      loop.after(loop.between(0, 2500), () => this.#attempt({ items, isAnswered: true }));
  }

  /** The channel as its server reaches it. A dead server receives no answer. */
  opened(capabilities: Capabilities, isAlive: () => boolean): Opened {
    return {
      ...{ capabilities, route: null },
      ...(this.#network.habits.together && { together: true }),
      rates: [{ of: 'channel', most: 20, perMs: 1000 }],
      verify: () => ({ type: 'refused', why: 'malformed' }),
      items: () => [],
      send: (order) =>
        new Promise((resolve) =>
          this.#take(order, isAlive, (outcome) => {
            if (isAlive()) resolve(outcome);
          }),
        ),
    };
  }

  #attempt(request: Request): void {
    const { loop, keep } = this.#network;
    const stores = keep();
    const again = (): void => {
      if (!request.isAnswered) loop.after(loop.between(100, 1500), () => this.#attempt(request));
    };
    // Nobody answers, so it waits longer before it retries.
    if (stores === null) return void loop.after(5000, () => this.#attempt(request));
    let isOver = false;
    const patience = loop.after(answeredMs, () => {
      isOver = true;
      again();
    });
    stores(request.items).then(
      () => {
        patience();
        this.#answered(request);
      },
      () => {
        patience();
        if (!isOver) again();
      },
    );
  }

  #answered(request: Request): void {
    request.isAnswered = true;
    this.#open.delete(request);
    for (const item of request.items) {
      const told = this.told.find((each) => `message:${each.externalId}` === item.key);
      const permitted = this.permitted.find(({ key }) => key === item.key);
      for (const each of [told, permitted])
        if (each !== undefined) each.answeredAt ??= this.#network.loop.now;
    }
  }

  #take(order: SendOrder, isAlive: () => boolean, answer: (outcome: SendOutcome) => void): void {
    const { loop, habits } = this.#network;
    const parts = habits.together ? [order.parts] : order.parts.map((part) => [part]);
    const externalIds: string[] = [];
    const leftAt = loop.now;
    const late = loop.after(order.withinMs, () => {
      isLate = true;
      answer({ type: 'uncertain', detail: 'no answer', externalIds });
    });
    let isLate = false;
    const end = (outcome: SendOutcome): void => {
      late();
      answer(outcome);
    };
    const next = (at: number): void => {
      const part = parts[at];
      if (part === undefined) return end({ type: 'sent', externalIds });
      // Only a request that has left survives its sender.
      if (at > 0 && !isAlive()) return;
      loop.after(loop.between(1, 40), () => {
        const words = part.map(partWords).join('\n');
        const came = this.#receive({ ...order, leftAt }, words);
        // A missing answer ends the request. The parts behind it are never sent.
        if (came === 'silent') return;
        loop.after(loop.between(1, 40), () => {
          if (isLate) return;
          if (typeof came === 'string') {
            externalIds.push(came);
            next(at + 1);
          } else end({ ...came, externalIds });
        });
      });
    };
    next(0);
  }

  /** The id of what it took, or the reason for its refusal. `silent`: no response. */
  #receive(order: Left, words: string): string | Exclude<SendOutcome, { type: 'sent' }> | 'silent' {
    const { loop } = this.#network;
    const none = { externalIds: [] } as const;
    if (!this.credentialsHold) return { type: 'reconnect', detail: 'expired', ...none };
    if (this.isHealed || loop.chance(0.6)) return this.#arrive(order, words);
    const drawn = loop.next();
    if (drawn < 0.2) return 'silent';
    if (drawn < 0.45) {
      this.#arrive(order, words);
      return 'silent';
    }
    if (drawn < 0.65)
      return {
        type: 'rate',
        retryAfterMs: loop.chance(0.5) ? loop.between(1, 4) * 500 : null,
        ...none,
      };
    if (drawn < 0.75) return { type: 'refused', reason: 'opted-out', detail: 'blocked', ...none };
    if (drawn < 0.9) return { type: 'unreachable', detail: 'refused', ...none };
    if (drawn < 0.95) {
      this.credentialsHold = false;
      return { type: 'reconnect', detail: 'expired', ...none };
    }
    // It takes the part, and reports a failure.
    this.#arrive(order, words);
    this.forced.set(order.reference, (this.forced.get(order.reference) ?? 0) + 1);
    return { type: 'unreachable', detail: 'It answered 500.', ...none };
  }

  #arrive({ reference, address, leftAt }: Left, words: string): string {
    const { loop, habits } = this.#network;
    const known = this.#known.get(reference);
    if (habits.idempotent && known !== undefined) return known;
    const externalId = habits.together ? reference : `x-${this.#network.id()}`;
    this.#known.set(reference, externalId);
    const taken = { reference, address, words, externalId, leftAt };
    this.taken.push(taken);
    for (const item of receiptsOf(habits, loop, taken)) {
      if (item.type === 'receipt' && item.state === 'failed') this.failed.add(reference);
      this.#coming += 1;
      loop.after(loop.between(0, 600), () => {
        this.#coming -= 1;
        this.tell([item]);
      });
    }
    return externalId;
  }
}

const from = { name: null, language: null, phone: null, vouched: true };
const plain = { media: [], choice: null, location: null, unread: null };
