// The keys of one call: digits become codes, and after a few wrong ones nothing is read any more.
import { TypedCode } from '@opportune/core/call/caller-codes.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { callerCodeLimits } from '@opportune/protocol/limits/telephone.ts';
import type { CallerProof, CallOf, Proved } from './caller-proof.ts';

/** Digits of the longest code. */
export const longestCode = 8;

export interface CallKeysParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly proof: Pick<CallerProof, 'typed'>;
}

export class CallKeys {
  readonly #use: CallKeysParts;
  readonly #of: CallOf;
  readonly #typed = new TypedCode();
  #wrong = 0;

  constructor(use: CallKeysParts, of: CallOf) {
    this.#use = use;
    this.#of = of;
  }

  /** Whether a code has begun. */
  get isOpen(): boolean {
    return this.#typed.digits !== '';
  }

  /**
   * What a code is that is whole by this key. Null: none is, they typed too many, or it could not be looked
   * at, which is logged. Never rejects: nobody waits for what a key does.
   */
  async press(key: string): Promise<Proved | null> {
    const code = this.#typed.press(key, this.#use.clock.now());
    if (code === null || this.#wrong >= callerCodeLimits.wrong) return null;
    // Counted before it is looked at, so that quick ones count as well.
    this.#wrong += 1;
    const proved = await this.#look(code);
    if (proved !== 'wrong' && proved !== 'spent') this.#wrong -= 1;
    return proved;
  }

  async #look(code: string): Promise<Proved | null> {
    const { proof, log } = this.#use;
    try {
      return await proof.typed(this.#of, code);
    } catch (error) {
      log.error('a code of a caller could not be looked at', { error: String(error) });
      return null;
    }
  }
}
