// A campaign's policy in its period, and one look at it: it learns what has closed and is kept, and
// where it has nothing to learn it is left alone for some rounds. It is opened by policies.ts.
import type { Optimising } from './policy-options.ts';
import { keepRunning, learnClosed, type LearningUse } from './policy-learning.ts';
import { goalWorth } from './policy-units.ts';
import type { RunningPolicy } from './running-policy.ts';
import type { GoalsSince } from '../seams.ts';

export interface Slot {
  of: Optimising;
  /** Null while it is being read. */
  running: RunningPolicy | null;
  ready: Promise<void>;
  /** Reads it again, where that failed; and how often it was tried. */
  again: (() => void) | null;
  tries: number;
  /** Rounds to pass before the next look, and how many were passed last. */
  pause: number;
  paused: number;
  valuedAt: number;
}

/** A look that finds nothing is followed by a longer pause, up to so many rounds. */
const longestPause = 8;
/** Kept although nothing was learnt: once so many visitors were asked about, or so much time is over. */
const mostAsked = 1_000;
const keepMs = 600_000;
const valueMs = 3_600_000;

/** Throws what fails, once what was learnt by then is kept. */
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

/** What a look needs beside what learning does. */
export interface SlotUse extends LearningUse {
  readonly configurations: GoalsSince;
}

/** Values its goal, once an hour. */
export async function revalue(use: SlotUse, slot: Slot, running: RunningPolicy): Promise<void> {
  const now = use.clock.now();
  if (now - slot.valuedAt < valueMs) return;
  await valueNow(use, running);
  slot.valuedAt = now;
}

/**
 * What the goal is worth follows from what it brought, by what reaches it now, and what of that is left.
 * While that is nothing, it stays what it was, at first what one counts for that is new.
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
