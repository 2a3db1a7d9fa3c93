// Tells whether a person is free to speak, at most once in some seconds: at a busy desk it changes with
// every call, and each change is told to all contacts who are here.
import { isPersonFree } from '@opportune/core/conversation/availability.ts';
import type { Desk } from '@opportune/core/conversation/desk.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';

export class TellFree {
  readonly #schedule: World['schedule'];
  readonly #desk: Desk;
  readonly #tell: () => void;
  #told = false;
  #cancel: (() => void) | null = null;

  constructor({ schedule }: Pick<World, 'schedule'>, desk: Desk, tell: () => void) {
    this.#schedule = schedule;
    this.#desk = desk;
    this.#tell = tell;
  }

  /** The desk has changed. */
  look(): void {
    if (this.#cancel !== null || isPersonFree(this.#desk) === this.#told) return;
    this.#cancel = this.#schedule(conversationLimits.freeToldMs, () => {
      this.#cancel = null;
      const free = isPersonFree(this.#desk);
      if (free === this.#told) return;
      this.#told = free;
      this.#tell();
    });
  }

  close(): void {
    this.#cancel?.();
  }
}
