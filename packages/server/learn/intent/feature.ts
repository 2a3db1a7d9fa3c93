// Learning as the composition root sees it: scores for the engine, figures for people.
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
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
  /** Trains a challenger, beside everything else. */
  readonly train: TrainTrees;
}

export interface LearnFeature extends Feature {
  readonly intent: {
    of(configuration: Configuration): AccountLearner;
    /** Resolves once what was kept of an account is read, could not be, or has taken too long. */
    ready(configuration: Configuration): Promise<void>;
  };
  /** What was learnt of each goal, the main one first. */
  figures(account: AccountId): Promise<IntentFigures>;
  /** Resolves when what past visits tell is learnt. */
  settle(): Promise<void>;
  /** Keeps what was learnt. */
  close(): Promise<void>;
}

/** How long the first visitor of an account may wait for its models: learning holds no event up. */
const mostReadingMs = 2_000;

/** Resolves with the work, or when so long has passed. */
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
    // What was learnt is read meanwhile: whoever comes first waits for it.
    async prepare(account) {
      learners.of(await configurations.current(account));
    },
    figures,
    settle: () => learners.settle(),
    close: () => learners.close(),
  };
}
