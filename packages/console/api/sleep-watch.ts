// Notices that this machine or page slept, or that its clock was set: its line may be dead, and nobody
// said so. It is told the time and asks no clock.

/** Ticks come four a second; a page that is busy or in the background misses some. */
const missedMs = 5_000;
/** Two clocks of one machine do not come apart by so much while it is awake. */
const apartMs = 2_000;

/**
 * Answers at each tick whether there was a sleep since the one before. `wall` is the clock that people
 * set, `steady` one that nobody sets, which stands while some machines sleep; both in ms.
 */
export function createSleepWatch(): (wall: number, steady: number) => boolean {
  let last: { readonly wall: number; readonly steady: number } | null = null;
  return (wall, steady) => {
    const before = last;
    last = { wall, steady };
    if (before === null) return false;
    const passedMs = steady - before.steady;
    return passedMs > missedMs || Math.abs(wall - before.wall - passedMs) > apartMs;
  };
}
