// The scale that several intervals share: wide enough for all of them, zero always within.

/** Ends of a common scale for these bounds, with a little room at both sides. */
export function commonScale(bounds: readonly number[]): readonly [number, number] {
  const low = Math.min(0, ...bounds);
  const high = Math.max(0, ...bounds);
  const room = (high - low || 1) * 0.08;
  return [low - room, high + room];
}
