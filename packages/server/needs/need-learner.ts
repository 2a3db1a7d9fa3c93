// The learnt models of each account's needs, in memory. It learns in the background on first use
// and some time after labels change, one account at a time. Until then, or if learning fails, the
// previous model is used. Models are never stored, because they follow from the labels.
import type { NeedExample } from '@opportune/core/learning/needs/evidence.ts';
import { readNeedModel } from '@opportune/core/learning/needs/model-bytes.ts';
import type { NeedModel } from '@opportune/core/learning/needs/model.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Need } from '@opportune/protocol/rest/conversation/needs.ts';
import type { LearnNeeds } from './learn-apart.ts';

export interface LearnerDependencies {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly learn: LearnNeeds;
  readonly needs: (account: AccountId) => Promise<readonly Need[]>;
  readonly examples: (account: AccountId) => Promise<readonly NeedExample[]>;
}

export interface Learnt {
  readonly needs: readonly Need[];
  /** Null while there are too few labels. */
  readonly model: NeedModel | null;
  readonly at: number;
}

interface Known {
  learnt: Learnt | null;
  /** Learning, or waiting to learn. */
  busy: boolean;
  /** Labels changed since the last look at them. */
  changed: boolean;
}

/** Labels changed within this time are learnt together. */
const gatherMs = 20_000;
/** The pause after a failure, unless labels change earlier. */
const againMs = 600_000;

export class NeedLearner {
  readonly #use: LearnerDependencies;
  readonly #known = new Map<AccountId, Known>();
  readonly #cancels = new Set<() => void>();
  readonly #closed = new AbortController();
  #turn: Promise<void> = Promise.resolve();

  constructor(use: LearnerDependencies) {
    this.#use = use;
  }

  /** The present model. Starts to learn if there is none. */
  of(account: AccountId): Learnt | null {
    const known = this.#get(account);
    if (known.learnt === null && !known.busy) this.#begin(account, known);
    return known.learnt;
  }

  /** Labels changed: learns after a while. */
  changed(account: AccountId): void {
    if (this.#closed.signal.aborted) return;
    const known = this.#get(account);
    known.changed = true;
    if (known.busy) return;
    known.busy = true;
    this.#later(gatherMs, () => this.#begin(account, known));
  }

  /** Resolves when no learning is running. */
  async settle(): Promise<void> {
    await this.#turn;
  }

  /** Cancels current learning, because models do not outlive the server anyway. */
  async close(): Promise<void> {
    this.#closed.abort();
    for (const cancel of this.#cancels) cancel();
    await this.#turn;
  }

  #get(account: AccountId): Known {
    const known = this.#known.get(account) ?? { learnt: null, busy: false, changed: false };
    this.#known.delete(account);
    this.#known.set(account, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > tableLimits.needs && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  #begin(account: AccountId, known: Known): void {
    known.busy = true;
    this.#turn = this.#turn.then(() => this.#learn(account, known));
  }

  async #learn(account: AccountId, known: Known): Promise<void> {
    if (this.#closed.signal.aborted) return;
    known.changed = false;
    try {
      known.learnt = await this.#learntNow(account);
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      this.#use.log.warn('needs were not learnt', { reason: String(error) });
      known.learnt ??= { needs: [], model: null, at: this.#use.clock.now() };
      this.#later(againMs, () => this.changed(account));
    }
    known.busy = false;
    if (known.changed) this.changed(account);
  }

  async #learntNow(account: AccountId): Promise<Learnt> {
    const use = this.#use;
    const { signal } = this.#closed;
    const [needs, examples] = await Promise.all([use.needs(account), use.examples(account)]);
    signal.throwIfAborted();
    const bytes = examples.length === 0 ? null : await use.learn(examples, signal);
    const model = bytes === null ? null : readNeedModel(bytes);
    return { needs, model, at: use.clock.now() };
  }

  #later(delayMs: number, run: () => void): void {
    if (this.#closed.signal.aborted) return;
    const cancel = this.#use.schedule(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }
}
