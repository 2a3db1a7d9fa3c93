// Seams of collecting that note what passes, and a clock that a test can set.
import type { ChatLink, VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type {
  AdmittedEvent,
  BatchResult,
  Intake,
  VisitorBatch,
  VisitorLink,
} from '@opportune/server/engage/intake.ts';

/** The owner's intake, with what passes noted. `failing` refuses everything with that problem. */
export class NotedIntake implements Intake {
  readonly #owner: Intake;
  /** The counted events: repeats are not among them. */
  readonly events: AdmittedEvent[] = [];
  readonly batches: VisitorBatch[] = [];
  readonly links = new Set<VisitorLink>();
  failing: Problem | null = null;
  /** How many batches `failing` refused. */
  refused = 0;
  /** Holds batches until it resolves, as if storing took that long. */
  gate: Promise<void> = Promise.resolve();

  constructor(owner: Intake) {
    this.#owner = owner;
  }

  async accept(batch: VisitorBatch): Promise<BatchResult> {
    if (this.failing !== null) {
      this.refused += 1;
      throw Object.assign(new Error('failing'), { problem: this.failing });
    }
    this.batches.push(batch);
    const { gate } = this;
    const result = await this.#owner.accept(batch);
    const repeats = new Set(
      result.told.filter(({ problem }) => problem.code === 'event.repeat').map(({ id }) => id),
    );
    this.events.push(...batch.events.filter(({ id }) => !repeats.has(id)));
    return { ...result, stored: result.stored.then(() => gate) };
  }

  attach(link: VisitorLink): () => void {
    this.links.add(link);
    const leave = this.#owner.attach(link);
    return () => {
      this.links.delete(link);
      leave();
    };
  }
}

/** Notes what it is given. */
export class NotedChat implements VisitorChat {
  readonly frames: ChatFrame[] = [];
  readonly links = new Set<ChatLink>();
  /** Holds frames until it resolves, as if the store took that long. */
  gate: Promise<void> = Promise.resolve();

  /** How many visitors asked for their conversations. */
  asked = 0;
  /** How many of them may have stored ones. */
  askedForStored = 0;

  async opening(_: ChatLink, mayBeStored = true): Promise<[]> {
    this.asked += 1;
    if (mayBeStored) this.askedForStored += 1;
    await this.gate;
    return [];
  }
  attach(link: ChatLink): () => void {
    this.links.add(link);
    return () => this.links.delete(link);
  }
  /** Holds a frame until it resolves, as if handling it took that long. */
  holds: (frame: ChatFrame) => Promise<void> | null = () => null;
  async receive(_link: ChatLink, frame: ChatFrame): Promise<void> {
    const held = this.holds(frame);
    if (held !== null) await held;
    this.frames.push(frame);
  }
}

/** The server's clock, which a test can set forward. */
export class TestClock {
  #aheadMs = 0;
  #frozenAt: number | null = null;
  now(): number {
    return (this.#frozenAt ?? Date.now()) + this.#aheadMs;
  }
  freeze(): void {
    this.#frozenAt = Date.now();
  }
  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}
