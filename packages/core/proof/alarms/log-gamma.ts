/* ln Γ for positive numbers, which the language lacks. It knows nothing of experiments. */
import { assert } from '../assert.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * ln Γ(x) for x > 0, by Stirling's series from 16 upwards (NIST DLMF 5.11.1) and the recurrence
 * Γ(x) = Γ(x+1)/x below. Accurate to about the last digit of the result.
 */
export function logGamma(x: number): number {
  assert(x > 0, 'logGamma needs a positive number');
  let shifted = x;
  let product = 1;
  while (shifted < 16) product *= shifted++;
  return stirling(shifted) - Math.log(product);
}

function stirling(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series;
}
