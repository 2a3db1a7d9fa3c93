// Lets a policy learn from closed units: first of the ended periods that it continues, then of its
// own, each in the order of closing. Stores it whole, with its places. It decides nothing.
import { setImmediate } from 'node:timers/promises';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { takesAgents, type Goal } from '@opportune/protocol/campaign/campaign.ts';
import { keepPolicy } from './policy-store.ts';
import { closedUnits, longestClosingMs, settledMs } from './policy-units.ts';
import type { RunningPolicy, UnitSource } from './running-policy.ts';
import type { TakenBack } from '../seams.ts';

export interface LearningUse {
  readonly records: Records;
  readonly facts: FactStore;
  readonly clock: Clock;
  readonly takenBack: TakenBack;
}

/** Calls `stopped` between parts. What was learnt by then has its place. */
export async function learnClosed(
  use: LearningUse,
  running: RunningPolicy,
  stopped: () => boolean,
): Promise<void> {
  for (const source of running.sources) {
    const isOver = allClosed(source, use.clock.now());
    await learnSource(use, running, source, stopped);
    if (isOver && !stopped()) running.finish(source);
  }
  await learnSource(use, running, null, stopped);
}

/**
 * Whether at an instant every window of a period was closed and everything that closed it was
 * stored.
 */
function allClosed(
  { until, of }: { readonly until: number | null; readonly of: { readonly goal: Goal } },
  now: number,
): boolean {
  return until !== null && now > until + longestClosingMs(of.goal);
}

async function learnSource(
  { facts, clock, takenBack }: LearningUse,
  running: RunningPolicy,
  source: UnitSource | null,
  stopped: () => boolean,
): Promise<void> {
  const { live, goal } = source?.of ?? running.of;
  for (let more = true; more && !stopped();) {
    const after = source?.place ?? running.place;
    const { account, of } = running;
    const counted = { goal, currency: of.currency, takesAgents: takesAgents(live.document) };
    const asked = { account, campaign: live.id, period: live.period, ...counted };
    const now = clock.now() - settledMs;
    const closed = await closedUnits(facts, takenBack, { ...asked, after, now });
    await running.learn(closed, () => setImmediate(), source);
    more = closed.more;
  }
}

/** Stores its present knowledge. A failure is retried. */
export async function keepRunning(
  { records, clock }: LearningUse,
  running: RunningPolicy,
): Promise<void> {
  const { dirty, asked, keptAt, account, of } = running;
  const now = clock.now();
  Object.assign(running, { dirty: false, asked: 0, keptAt: now });
  try {
    await keepPolicy(records, account, of.live.id, running.kept(), now);
  } catch (error) {
    Object.assign(running, { dirty, asked: running.asked + asked, keptAt });
    throw error;
  }
}
