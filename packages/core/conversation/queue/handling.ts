// How long conversations take a place of an agent's room, by skill: a robust mean of the newest. It
// is shrunk towards the account's mean for a skill with few, and towards a usual chat without data.
// It keeps two numbers a skill and forgets by count, not by time.
import type { SkillId } from '@opportune/protocol/ids.ts';

/** One place that was taken and is free again. */
export interface Handled {
  readonly skill: SkillId | null;
  readonly handledMs: number;
}

interface Learnt {
  /** Weight of the samples, the newest most. */
  weight: number;
  sumMs: number;
}

export interface Handling {
  readonly all: Learnt;
  readonly bySkill: Map<SkillId, Learnt>;
}

export const handlingPrior = {
  /** The prior: a chat of which nothing is known. */
  handledMs: 8 * 60_000,
  /** The prior's weight, in conversations of the account. */
  weight: 5,
  /** The weight of the account's mean, in conversations of a skill. */
  ofSkill: 10,
  /** The total weight of samples: this many of the newest. */
  memory: 100,
  /** A longer conversation counts as this many means. */
  most: 4,
} as const;

export function newHandling(): Handling {
  return { all: { weight: 0, sumMs: 0 }, bySkill: new Map() };
}

/** Adds one sample. It moves the mean by at most `most` over the total weight. */
export function learnHandled(handling: Handling, { skill, handledMs }: Handled): void {
  if (skill !== null) {
    const own = handling.bySkill.get(skill) ?? { weight: 0, sumMs: 0 };
    handling.bySkill.set(skill, own);
    take(own, Math.min(handledMs, handlingPrior.most * handlingMs(handling, skill)));
  }
  take(handling.all, Math.min(handledMs, handlingPrior.most * handlingMs(handling, null)));
}

/**
 * How long a conversation takes, ms: (k·m + Σ wᵢ·min(xᵢ, 4·mean)) / (k + Σ wᵢ), where wᵢ = 0.99^age
 * counts the newest hundred, and k conversations of length m are the prior: for a skill the
 * account's mean, for the account eight minutes. This is the posterior mean of an exponential
 * rate's inverse under its conjugate prior (Gelman et al., Bayesian Data Analysis, § 2.6), with
 * observations winsorised because some conversations are left open (Huber, Robust Statistics, §
 * 1.7). For exponential times that reduces the mean by 2 %.
 */
export function handlingMs({ all, bySkill }: Handling, skill: SkillId | null): number {
  const { handledMs, weight, ofSkill } = handlingPrior;
  const account = (weight * handledMs + all.sumMs) / (weight + all.weight);
  const own = skill === null ? undefined : bySkill.get(skill);
  return own === undefined ? account : (ofSkill * account + own.sumMs) / (ofSkill + own.weight);
}

function take(learnt: Learnt, handledMs: number): void {
  const kept = 1 - 1 / handlingPrior.memory;
  learnt.weight = learnt.weight * kept + 1;
  learnt.sumMs = learnt.sumMs * kept + Math.max(0, handledMs);
}
