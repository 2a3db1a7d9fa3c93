// A campaign's policy in its period, and one look at it: it learns what has closed and is stored. A
// policy with nothing to learn is skipped for some rounds. policies.ts opens it.
import type { Optimising } from './policy-options.ts';
import { keepRunning, learnClosed, type LearningUse } from './policy-learning.ts';
import { goalWorth } from './policy-units.ts';
import type { RunningPolicy } from './running-policy.ts';
import type { GoalsSince } from '../seams.ts';

export interface Slot {
  of: Optimising;
  /** Null while it loads. */
  running: RunningPolicy | null;
  ready: Promise<void>;
  /** Retries a failed load, with the number of tries so far. */
  again: (() => void) | null;
  tries: number;
  /** Rounds to skip before the next look, and how many were skipped last. */
  pause: number;
  paused: number;
  valuedAt: number;
}

/** After a look that finds nothing, the pause grows up to this many rounds. */
const longestPause = 8;
/** Even if nothing was learnt, it is stored after this many questions or this much time. */
const mostAsked = 1_000;
const keepMs = 600_000;
const valueMs = 3_600_000;

/** Throws failures only after what was learnt is stored. */
export async function lookAt(
  use: SlotUse,
  slot: Slot,
  running: RunningPolicy,
  { patient, stopped }: { readonly patient: boolean; readonly stopped: () => boolean },
): Promise<void> {
  try {
    if (!patient || slot.paused++ >= slot.pause) await learn(use, slot, running, stopped);
  } finally {
    if (isToBeKept(running, use.clock.now())) await keepRunning(use, running);
  }
}

/** The dependencies of a look, in addition to those of learning. */
export interface SlotUse extends LearningUse {
  readonly configurations: GoalsSince;
}

/** Updates its goal's value, once an hour. */
export async function revalue(use: SlotUse, slot: Slot, running: RunningPolicy): Promise<void> {
  const now = use.clock.now();
  if (now - slot.valuedAt < valueMs) return;
  await valueNow(use, running);
  slot.valuedAt = now;
}

/**
 * The goal's value follows from what it brought, by what reaches it now, less what was taken back.
 * While there is nothing yet, the value stays as it was; for a new policy that is the value of one.
 */
export async function valueNow(
  { takenBack, configurations, clock }: SlotUse,
  running: RunningPolicy,
): Promise<void> {
  const now = clock.now();
  const { account, of } = running;
  const reachedSince = (await configurations.goalsSince(account)).get(of.goal.id) ?? 0;
  const worth = await goalWorth(takenBack, account, of, { reachedSince, now });
  if (worth !== null) running.setWorth(worth);
}

async function learn(
  use: SlotUse,
  slot: Slot,
  running: RunningPolicy,
  stopped: () => boolean,
): Promise<void> {
  const before = running.version;
  await revalue(use, slot, running);
  await learnClosed(use, running, stopped);
  slot.paused = 0;
  slot.pause = running.version > before ? 0 : Math.min(longestPause, Math.max(1, slot.pause * 2));
}

function isToBeKept({ dirty, asked, keptAt }: RunningPolicy, now: number): boolean {
  return dirty || asked >= mostAsked || now - keptAt >= keepMs;
}
