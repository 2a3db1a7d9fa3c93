// Browsers on their way to their visitor's owner. If a store was unavailable, a browser is let in
// later, for as long as it stays connected: it has been welcomed and will not retry by itself.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import type { VisitorLink } from '../intake.ts';

/** The pause after a failure. Doubles after each further failure, up to the maximum. */
const againMs = { first: 1000, most: 30_000 };

interface ArrivalsDependencies {
  readonly schedule: Schedule;
  readonly log: Pick<Log, 'error'>;
  /**
   * Lets a browser in, unless it has left. `fresh` means that nothing of its visitor can be stored
   * yet.
   */
  readonly enter: (link: VisitorLink, fresh: boolean) => Promise<void>;
}

export class Arrivals {
  readonly #use: ArrivalsDependencies;
  readonly #here = new Set<VisitorLink>();
  readonly #again = new Map<VisitorLink, () => void>();

  constructor(dependencies: ArrivalsDependencies) {
    this.#use = dependencies;
  }

  /** Registers a connected browser, which is let in as soon as possible. */
  begin(link: VisitorLink): void {
    this.#here.add(link);
    this.#enter(link, link.fresh, againMs.first);
  }

  /** Lets connected browsers in again after their owner lost the visitor. */
  lost(links: Iterable<VisitorLink>): void {
    for (const link of links) this.#later(link, false, againMs.first);
  }

  isHere(link: VisitorLink): boolean {
    return this.#here.has(link);
  }

  end(link: VisitorLink): void {
    this.#here.delete(link);
    this.#again.get(link)?.();
    this.#again.delete(link);
  }

  /** Stops letting browsers in. */
  close(): void {
    for (const link of this.#here) this.end(link);
  }

  #enter(link: VisitorLink, fresh: boolean, afterFailureMs: number): void {
    this.#use.enter(link, fresh).catch((error: unknown) => {
      if (!isTooMuch(error)) this.#use.log.error('owner.attach_failed', { error: String(error) });
      this.#later(link, fresh, afterFailureMs);
    });
  }

  #later(link: VisitorLink, fresh: boolean, delayMs: number): void {
    if (!this.isHere(link)) return;
    this.#again.get(link)?.();
    const cancel = this.#use.schedule(delayMs, () => {
      this.#again.delete(link);
      this.#enter(link, fresh, Math.min(2 * delayMs, againMs.most));
    });
    this.#again.set(link, cancel);
  }
}

/** Refusals of a flood are counted elsewhere. A log line for each would be another flood. */
function isTooMuch(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'server.overloaded';
}
