// How long conversations take a place of somebody's room, by skill: a robust mean of the newest, drawn
// towards the account's own where a skill has few, and towards a usual chat where there is nothing. It
// holds two numbers a skill and forgets by count, not by time.
import type { SkillId } from '@opportune/protocol/ids.ts';

/** One place that was taken and is free again. */
export interface Handled {
  readonly skill: SkillId | null;
  readonly handledMs: number;
}

interface Learnt {
  /** Samples that count, the newest most. */
  weight: number;
  sumMs: number;
}

export interface Handling {
  readonly all: Learnt;
  readonly bySkill: Map<SkillId, Learnt>;
}

export const handlingPrior = {
  /** A chat of which nothing is known. */
  handledMs: 8 * 60_000,
  /** It counts like so many conversations of the account. */
  weight: 5,
  /** The account's mean counts like so many conversations of a skill. */
  ofSkill: 10,
  /** So many of the newest count in all. */
  memory: 100,
  /** One that took longer than so many means counts as so many. */
  most: 4,
} as const;

export function newHandling(): Handling {
  return { all: { weight: 0, sumMs: 0 }, bySkill: new Map() };
}

/** Takes one in. It moves the mean by no more than `most` over what counts. */
export function learnHandled(handling: Handling, { skill, handledMs }: Handled): void {
  if (skill !== null) {
    const own = handling.bySkill.get(skill) ?? { weight: 0, sumMs: 0 };
    handling.bySkill.set(skill, own);
    take(own, Math.min(handledMs, handlingPrior.most * handlingMs(handling, skill)));
  }
  take(handling.all, Math.min(handledMs, handlingPrior.most * handlingMs(handling, null)));
}

/**
 * How long one takes, ms: (k·m + Σ wᵢ·min(xᵢ, 4·mean)) / (k + Σ wᵢ), where wᵢ = 0.99^age counts the
 * newest hundred, and k conversations of length m are the prior: for a skill the account's mean, for the
 * account eight minutes. The posterior mean of an exponential rate's inverse under its conjugate prior
 * (Gelman et al., Bayesian Data Analysis, § 2.6), with observations winsorised against those that were
 * left open (Huber, Robust Statistics, § 1.7); of exponential times that takes off two in a hundred.
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
