// The answers of performed requests that could not be stored yet, by the name of their key. A repeat
// stores its own. The oldest is forgotten first: its repeat is told that nobody knows the outcome.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Answer } from './kept-answers.ts';

export class UnstoredAnswers {
  readonly #answers = new Map<string, Answer | null>();
  #length = 0;

  get size(): number {
    return this.#answers.size;
  }

  /** The characters of all of them. */
  get length(): number {
    return this.#length;
  }

  /** Null: the request is not to be remembered. Undefined: nothing is known of it. */
  find(name: string): Answer | null | undefined {
    return this.#answers.get(name);
  }

  keep(name: string, answer: Answer | null): void {
    this.forget(name);
    this.#answers.set(name, answer);
    this.#length += lengthOf(name, answer);
    const { unstoredAnswers, unstoredLength } = tableLimits;
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= unstoredAnswers && this.#length <= unstoredLength) return;
      this.forget(oldest);
    }
  }

  forget(name: string): void {
    const answer = this.#answers.get(name);
    if (answer === undefined) return;
    this.#answers.delete(name);
    this.#length -= lengthOf(name, answer);
  }
}

function lengthOf(name: string, answer: Answer | null): number {
  return name.length + (answer?.body.length ?? 0);
}
