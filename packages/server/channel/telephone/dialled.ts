// A call that the carrier was asked to make. What the carrier tells of it may come before whoever asked
// listens, and waits until then.
import type { Dialled, DialledFollower } from '@opportune/core/ports/dialling.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';

/** The calls that were made here and are not over, by their tokens. */
export type DialledCalls = Map<string, CarrierDialled>;

export class CarrierDialled implements Dialled {
  readonly #follower = Promise.withResolvers<DialledFollower>();
  readonly #end: () => void;
  /** In which it is a call. */
  readonly conversation: ConversationId;

  /** `end`: ends it at the carrier, whatever its state. */
  constructor(conversation: ConversationId, end: () => void) {
    this.conversation = conversation;
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

/** Beyond the most, the oldest is forgotten, and its sound is not taken. */
export function rememberDialled(all: DialledCalls, token: string, dialled: CarrierDialled): void {
  all.set(token, dialled);
  for (const [oldest] of all) {
    if (all.size <= telephoneLimits.tickets) break;
    all.delete(oldest);
  }
}
