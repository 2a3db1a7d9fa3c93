// The part of the effect's axis that a chart shows. It covers the newest interval and zero. It cuts
// off the first days, whose bands are too wide to tell anything.

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Ends of the axis and the step between its lines, in percentage points. */
export function chartRange(path: readonly Bounds[]): { min: number; max: number; step: number } {
  const last = path.at(-1);
  if (last === undefined) return { min: -1, max: 1, step: 1 };
  const half = path.slice(Math.floor(path.length / 2));
  const room = (last.upper - last.lower) * 1.2;
  const low = Math.min(0, Math.max(Math.min(...half.map(({ lower }) => lower)), last.lower - room));
  const high = Math.max(
    0,
    Math.min(Math.max(...half.map(({ upper }) => upper)), last.upper + room),
  );
  const step = niceStep((high - low) / 5);
  return {
    min: Math.floor(low / step - 0.25) * step,
    max: Math.ceil(high / step + 0.25) * step,
    step,
  };
}

/** 1, 2 or 5 times a power of ten, and at least the given value. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}
