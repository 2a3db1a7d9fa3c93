// Remembers the answers to commands by request, so that one resent after a lost answer is not
// performed again. Bounded: evicts the oldest, and does not remember failures.
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';

export class Commands<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();

  /** Performs the work, or returns the first answer. */
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
