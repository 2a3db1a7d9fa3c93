// Notices that the machine or page slept, or that its clock was set: the connection may then be
// dead without having said so. The caller passes the time.

/** Ticks come four times a second. A busy or hidden page misses some. */
const missedMs = 5_000;
/** While a machine is awake, its two clocks never drift apart this far. */
const apartMs = 2_000;

/**
 * Answers at each tick whether the machine slept since the one before. `wall` is the clock that
 * people set. Nobody sets `steady`, and on some machines it stands still during sleep. Both in ms.
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
