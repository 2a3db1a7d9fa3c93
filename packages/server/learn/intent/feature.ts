// Builds the learning feature: scores for the engine, and figures for people.
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { accountRemoved } from '@opportune/protocol/bus/changes.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { IntentFigures } from '@opportune/protocol/rest/campaign/intent.ts';
import type { Feature } from '../../http/feature.ts';
import type { AccountLearner } from './account-learner.ts';
import { figuresOf } from './learnt-figures.ts';
import { Learners } from './learners.ts';
import { intentRoutes } from './routes.ts';
import type { Configurations, ReadLogs } from '../seams.ts';
import type { TrainTrees } from '../challenger/train-apart.ts';

export interface LearnParts {
  readonly world: World;
  readonly records: Records;
  readonly facts: FactStore;
  readonly configurations: Configurations;
  readonly readLogs: ReadLogs;
  /** Trains a challenger on a separate thread. */
  readonly train: TrainTrees;
}

export interface LearnFeature extends Feature {
  readonly intent: {
    of(configuration: Configuration): AccountLearner;
    /**
     * Resolves once an account's stored models are loaded, could not be, or have taken too long.
     */
    ready(configuration: Configuration): Promise<void>;
  };
  /** What was learnt for each goal, the main one first. */
  figures(account: AccountId): Promise<IntentFigures>;
  /** Stores and forgets what accounts have learnt that are not awake, if memory is short. */
  letGo(isAwake: (account: AccountId) => boolean): void;
  /** Resolves when past visits are learnt. */
  settle(): Promise<void>;
  /** Stores what was learnt. */
  close(): Promise<void>;
}

/**
 * How long the first visitor of an account may wait for its models. Learning delays no event
 * longer.
 */
const mostReadingMs = 2_000;

/** Resolves with the work, or after this time. */
function within(schedule: Schedule, mostMs: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = schedule(mostMs, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}

export function createLearn(parts: LearnParts): LearnFeature {
  const { world, configurations } = parts;
  const { clock, schedule } = world;
  const learners = new Learners({ ...world, ...parts });
  const stop = subscribe(world.bus, accountRemoved, ({ account }) => learners.drop(account));

  async function figures(account: AccountId): Promise<IntentFigures> {
    const configuration = await configurations.current(account);
    const main = mainGoal(configuration);
    const goals = (await learners.modelsOf(configuration)).flatMap((of) => {
      const goal = configuration.goals.find(({ id }) => id === of.goal);
      return goal === undefined
        ? []
        : figuresOf(of, { id: goal.id, name: goal.name }, goal.id === main);
    });
    return { goals, asOf: clock.now() };
  }

  return {
    name: 'learn/intent',
    intent: {
      of: (configuration) => learners.of(configuration),
      ready: (configuration) => within(schedule, mostReadingMs, learners.modelsOf(configuration)),
    },
    routes: (app) => intentRoutes(app, figures),
    // Starts loading the models early. The first visitor waits for them.
    async prepare(account) {
      learners.of(await configurations.current(account));
    },
    figures,
    letGo: (isAwake) => learners.letGo(isAwake),
    settle: () => learners.settle(),
    async close() {
      stop();
      await learners.close();
    },
  };
}
