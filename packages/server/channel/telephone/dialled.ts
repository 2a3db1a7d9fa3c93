// A call that the carrier was asked to make. What the carrier tells of it may come before whoever asked
// listens, and waits until then.
import type { Dialled, DialledFollower } from '@opportune/core/ports/dialling.ts';

export class CarrierDialled implements Dialled {
  readonly #follower = Promise.withResolvers<DialledFollower>();
  readonly #end: () => void;

  /** `end`: ends it at the carrier, whatever its state. */
  constructor(end: () => void) {
    this.#end = end;
  }

  follow(follower: DialledFollower): void {
    this.#follower.resolve(follower);
  }

  hangUp(): void {
    this.#end();
  }

  /** What the carrier tells, in its order. */
  async tell<T>(news: (follower: DialledFollower) => T | Promise<T>): Promise<T> {
    return news(await this.#follower.promise);
  }
}
