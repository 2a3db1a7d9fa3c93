// Remembers the answers to commands by their request, so that one sent again after a lost answer
// is not done again. Bounded: the oldest is forgotten, and failures are not remembered.
import { conversationLimits } from '@opportune/protocol/limits.ts';

export class Commands<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();

  /** Does it, or gives the answer of the first time. */
  once(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const earlier = this.#answers.get(key);
    if (earlier !== undefined) return earlier;
    const answer = work();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > conversationLimits.commands && oldest !== undefined)
      this.#answers.delete(oldest);
    return answer;
  }
}
