// Browsers on their way to their visitor's owner. Who could not be let in, since a store was away, is
// let in later, as long as they are there: they have been welcomed and will not come again by themselves.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import type { VisitorLink } from '../intake.ts';

/** After a failure; twice as long after each that follows, up to the most. */
const againMs = { first: 1000, most: 30_000 };

interface ArrivalsDependencies {
  readonly schedule: Schedule;
  readonly log: Pick<Log, 'error'>;
  /** Lets a browser in, unless it left meanwhile. `fresh`: nothing can be stored of its visitor yet. */
  readonly enter: (link: VisitorLink, fresh: boolean) => Promise<void>;
}

export class Arrivals {
  readonly #use: ArrivalsDependencies;
  readonly #here = new Set<VisitorLink>();
  readonly #again = new Map<VisitorLink, () => void>();

  constructor(dependencies: ArrivalsDependencies) {
    this.#use = dependencies;
  }

  /** From now on the browser is here; it is let in as soon as that can be done. */
  begin(link: VisitorLink): void {
    this.#here.add(link);
    this.#enter(link, link.fresh, againMs.first);
  }

  /** Whom their owner lost, though they are still here, are let in anew. */
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

  /** Lets nobody in any more. */
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

/** What a flood brings about is counted where it is refused: lines for it would be a flood of their own. */
function isTooMuch(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'server.overloaded';
}
