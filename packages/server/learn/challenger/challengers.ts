// Trains the challengers of all accounts when due, one after another: first once enough moments
// have reached the goal, then at most daily. The running model and the previous trees serve
// meanwhile, and continue if training fails.
import { momentsOf } from '@opportune/core/learning/challenger/moment-window.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { leastToTrain } from './challenge.ts';
import type { GoalModel } from '../intent/goal-model.ts';
import type { TrainTrees } from './train-apart.ts';

export interface ChallengersUse {
  readonly clock: Clock;
  readonly log: Log;
  readonly train: TrainTrees;
}

export class Challengers {
  readonly #use: ChallengersUse;
  /** When each was last tried, in this process. */
  readonly #tried = new WeakMap<GoalModel, number>();
  readonly #closed = new AbortController();
  #turn: Promise<void> | null = null;

  constructor(use: ChallengersUse) {
    this.#use = use;
  }

  /** Starts to train the one that has waited longest, unless a training is running. */
  look(models: Iterable<GoalModel>): void {
    if (this.#turn !== null || this.#closed.signal.aborted) return;
    const due = [...models].filter((of) => this.#isDue(of));
    const [first] = due.toSorted(
      (one, other) => (one.challenge.trainedAt ?? 0) - (other.challenge.trainedAt ?? 0),
    );
    if (first === undefined) return;
    this.#turn = this.#train(first).finally(() => (this.#turn = null));
  }

  /** Resolves when no training is running. */
  async settle(): Promise<void> {
    await this.#turn;
  }

  /** Cancels the current training. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#turn;
  }

  #isDue(of: GoalModel): boolean {
    const { window, trainedAt } = of.challenge;
    if (of.behind || window.reached < leastToTrain) return false;
    const last = Math.max(trainedAt ?? 0, this.#tried.get(of) ?? 0);
    return this.#use.clock.now() - last >= dayMs;
  }

  async #train(of: GoalModel): Promise<void> {
    const { clock, log, train } = this.#use;
    const { challenge } = of;
    this.#tried.set(of, clock.now());
    try {
      const moments = momentsOf(challenge.window);
      const trees = await train(moments, this.#closed.signal);
      if (trees === null) return;
      challenge.trees = trees;
      challenge.trainedAt = clock.now();
      challenge.trainedOn = moments.many;
      of.dirty = true;
    } catch (error) {
      if (!this.#closed.signal.aborted)
        log.error('learn.challenger_failed', { error: String(error) });
    }
  }
}
