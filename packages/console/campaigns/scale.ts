// The scale that several intervals share: wide enough for all of them, zero always within.

type Interval = { readonly lower: number; readonly upper: number };
/** One that is withheld, or not there yet, has no bounds. */
type Effect = Interval | { readonly type: 'withheld' } | null | undefined;

/** Ends of a common scale for these effects, with a little room at both sides. */
export function commonScale(effects: readonly Effect[]): readonly [number, number] {
  const bounds = effects.flatMap((effect) =>
    effect != null && 'lower' in effect ? [effect.lower, effect.upper] : [],
  );
  const low = Math.min(0, ...bounds);
  const high = Math.max(0, ...bounds);
  const room = (high - low || 1) * 0.08;
  return [low - room, high + room];
}
