/*
 * The upper limit of a probability given a count of successes, for simulations that count rare
 * misses.
 */
import { logGamma } from '../alarms/log-gamma.ts';

/**
 * The one-sided upper limit of a probability after `events` of `trials` were seen: the lowest
 * probability under which that few or fewer occur with probability at most `alpha` (C. Clopper and
 * E. Pearson 1934).
 */
export function binomialUpper(events: number, trials: number, alpha: number): number {
  if (events >= trials) return 1;
  let [low, high] = [events / trials, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (atMost(events, trials, middle) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X ≤ events), X binomial. */
function atMost(events: number, trials: number, chance: number): number {
  let sum = 0;
  for (let each = 0; each <= events; each++)
    sum += Math.exp(
      logChoose(trials, each) + each * Math.log(chance) + (trials - each) * Math.log1p(-chance),
    );
  return sum;
}

function logChoose(trials: number, events: number): number {
  return logGamma(trials + 1) - logGamma(events + 1) - logGamma(trials - events + 1);
}
