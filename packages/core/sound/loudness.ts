// How loud sound is, for the eye: 0 to 100.

/** Of samples from -1 to 1. Quiet speech is a third, loud speech all of it. */
export function loudnessOf(samples: Float32Array): number {
  return loudnessOfPower(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
}

/** Of the mean of their squares. */
export function loudnessOfPower(power: number): number {
  const decibels = 10 * Math.log10(power + 1e-9);
  return Math.round(Math.min(1, Math.max(0, (decibels + 55) / 45)) * 100);
}

/** As at most so many, each the loudest of those it stands for. */
export function peaksOf(levels: readonly number[], most: number): number[] {
  const count = Math.min(most, levels.length);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * levels.length) / count));
    return levels.slice(from, to).reduce((loudest, each) => Math.max(loudest, each), 0);
  });
}
